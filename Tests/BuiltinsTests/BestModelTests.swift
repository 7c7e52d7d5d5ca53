import Analysis
import Foundation
import Testing
import Training

@testable import Builtins

/// What is said of the best model where there is none, and where it is marked.
@Suite("The best model")
struct BestModelTests {
  private static func model(_ labels: String, valid: Double = 0.2) -> String {
    """
    data = dataset(floor(2 * rand(10, 12, 4, seed: 1)), dt: 0.02, valid: \(valid))
    m = lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1, \(labels))

    """
  }

  private static let noRamps = "kl_increase_steps: 0, l2_increase_steps: 0"

  @Test("A training that the learning-rate rule ended during the ramps says what gets past them")
  func ruledOut() throws {
    let bench = try Workbench()
    let report = try bench.show(Self.model("learning_rate_stop: 1") + "fit(m, data)")
    #expect(report.contains("the learning-rate rule ended the training at step 0"), "\(report)")
    #expect(report.contains("no `m.best`") && report.contains("`kl_increase_steps`"), "\(report)")
    let error = try #require(bench.error("m.best"))
    #expect(error.contains("trains it no further") && error.contains("`batch_size`"), "\(error)")
    #expect(!error.contains("train on"), "\(error)")
    let change = Finding.rateDecayedDuringRamps(from: 0.01, to: 0.001, epoch: 9).text.change
    #expect(change.contains("smaller `kl_increase_steps`") && change.contains("smaller `batch_size`"), "\(change)")
  }

  @Test("A training that may go on is told to")
  func goesOn() throws {
    let bench = try Workbench()
    let report = try bench.show(Self.model("batch_size: 4") + "fit(m, data, epochs: 1)")
    #expect(report.contains("no `m.best` yet; 999 more epochs reach it"), "\(report)")
    #expect(bench.error("m.best")?.contains("train on, or use the model as it is") == true)
  }

  @Test("That no epoch has ended since the ramps is told from one that had no validation trials")
  func afterRamps() throws {
    let bench = try Workbench()
    let unended = bench.error(Self.model(Self.noRamps) + "bind(m, data).best")
    #expect(unended?.contains("no epoch has ended since the ramps were done") == true)
    let unjudged = bench.error(Self.model(Self.noRamps, valid: 0) + "fit(m, data, epochs: 1)\nm.best")
    #expect(unjudged?.contains("had validation data") == true)
  }

  @Test("The training curves mark the epoch that `m.best` is of, also where there is no L2 cost whose ramp would end")
  func marked() throws {
    let bench = try Workbench()
    _ = try bench.run(
      Self.model("kl_increase_steps: 0, l2_gen_scale: 0") + """
        report = fit(m, data, epochs: 3)
        assert(m.best.is_trained)
        save(plot_training(m), "model.svg")
        save(plot_training(report), "report.svg")
        """)
    for name in ["model.svg", "report.svg"] {
      #expect(try String(contentsOfFile: bench.path(name), encoding: .utf8).contains("best on validation"), "\(name)")
    }
    _ = try bench.run(Self.model("batch_size: 4") + "fit(m, data, epochs: 2)\nsave(plot_training(m), \"early.svg\")")
    #expect(try !String(contentsOfFile: bench.path("early.svg"), encoding: .utf8).contains("best on validation"))
  }
}
