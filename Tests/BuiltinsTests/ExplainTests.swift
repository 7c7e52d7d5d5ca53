import LFADSModel
import Testing
import Training

@testable import Builtins

/// That there is something to say of everything, and that it is said.
@Suite("Explanations")
struct ExplainTests {
  @Test("Every hyperparameter is explained, and nothing that is none")
  func hyperparameters() {
    let names = ExplanationTable.rows.filter { $0.kind == .hyperparameter }.map(\.name)
    #expect(names.sorted() == HyperparameterTable.rows.map(\.name).sorted())
  }

  @Test("Every cost of the history and of the posterior is explained")
  func costs() {
    let history = EpochTable.columns.map(\.name).filter { $0.hasPrefix("train_") }.map { String($0.dropFirst(6)) }
    let posterior = PosteriorQuantity.all.map(\.name).filter {
      $0 == "reconstruction" || $0.hasPrefix("kl_") || $0.hasPrefix("nll_")
    }
    let explained = Set(ExplanationTable.rows.filter { $0.kind == .cost }.map(\.name))
    #expect(!history.isEmpty && !posterior.isEmpty)
    for name in history + posterior + ["l2", "correlation"] { #expect(explained.contains(name), "\(name)") }
  }

  static let models: [(String, Hyperparameters)] = {
    func change(_ change: (inout Hyperparameters) -> Void) -> Hyperparameters {
      var h = Hyperparameters()
      change(&h)
      return h
    }
    return [
      ("as it is", change { _ in }), ("gaussian", change { $0.output_dist = .gaussian }),
      ("no code", change { $0.ic_dim = 0 }), ("no controller", change { $0.co_dim = 0 }),
      ("injected", change { ($0.ext_input_dim, $0.inject_ext_input_to_gen) = (2, true) }),
    ]
  }()

  @Test("Every parameter of every kind of model is explained", arguments: models.map(\.0))
  func parameters(name: String) throws {
    let h = try #require(Self.models.first { $0.0 == name }?.1)
    let sessions = ["n1", "odd/name"].map { SessionShape(name: $0, channels: 7) }
    let layout = ParameterLayout(try ModelShape(hyperparameters: h, steps: 10, sessions: sessions))
    for entry in layout.entries {
      let row = ExplanationTable.row(entry.path)
      #expect(row?.kind == .parameter, "\(entry.path)")
    }
  }

  @Test("No text is missing, and no name stands twice")
  func texts() {
    for row in ExplanationTable.rows {
      for text in [row.what, row.equation, row.more, row.less, row.look] { #expect(!text.isEmpty, "\(row.name)") }
      #expect(row.what.hasSuffix("."), "\(row.name)")
    }
    #expect(Set(ExplanationTable.rows.map(\.name)).count == ExplanationTable.rows.count)
  }

  private static let model = """
    data = dataset(ones(20, 10, 4), dt: 0.01)
    m = lfads(gen_dim: 8, factors: 3, ic_dim: 4, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 8, keep_prob: 0.9, seed: 1)
    report = fit(m, data, epochs: 2, quiet: true)

    """

  @Test("A hyperparameter shows its value in the models there are, and the default")
  func values() throws {
    let bench = try Workbench()
    #expect(try bench.show("explain(\"keep_prob\").value") == "\"default 0.95\"")
    #expect(try bench.show(Self.model + "explain(\"keep_prob\").value") == "\"`m`: 0.9 (default 0.95)\"")
    #expect(try bench.show("explain(m, \"keep_prob\").value") == "\"0.9 (default 0.95)\"")
    #expect(try bench.show("explain(\"factors\", m).value") == "\"3 (default 50)\"")
    #expect(try bench.show("explain(\"num_steps_for_gen_ic\").value").contains("as many as there are"))
  }

  @Test("Costs, parameters, parts, models and reports are explained")
  func everything() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.model)
    #expect(try bench.show("explain(\"kl\", m).value").contains("in validation after epoch 1, ramp at 0.002"))
    #expect(try bench.show("explain(m, \"generator/gates_h_W\").value").hasPrefix("\"[8, 16], mean "))
    #expect(try bench.show("explain(\"readout/data/lograte_b\", m).value").contains("started at 0"))
    #expect(try bench.show("explain(m, \"g0_prior/logvar\").value").contains("does not train"))
    #expect(try bench.show("explain(m, \"generator\")").contains("generator/to_factors_W"))
    #expect(try bench.show("explain(m)").contains("c(t) = GRU([h→(t−1), h←(t+1), f(t−1)], c(t−1))"))
    #expect(try bench.show("explain(report)").contains("reconstruction, validation"))
    let shown = try bench.show("explain(\"co_dim\")")
    #expect(shown.contains("  equation  u(t) ~ N(μ(c(t)), σ²(c(t)))") && shown.contains("  larger "), "\(shown)")
  }

  @Test("What it does not know it says, with what was meant")
  func refuses() throws {
    let bench = try Workbench()
    #expect(bench.error("explain(\"keep_prop\")")?.contains("did you mean \"keep_prob\"?") == true)
    #expect(bench.error("explain(3)")?.contains("name it: `explain(\"keep_prob\")`") == true)
    #expect(bench.error("explain(\"keep_prob\", 3)")?.contains("`explain(\"keep_prob\", m)`") == true)
  }
}
