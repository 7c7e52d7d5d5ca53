@testable import Builtins
import Foundation
import Interchange
import LFADSModel
import Language
import Notebook
import Syntax
import Tensors
import Testing
import Training

/// A golden model at the prompt: `m`, and for a group of its file `batch` and `noise`.
final class OpenedGolden {
  let golden: GoldenFile
  let session: Session

  init(_ path: String) throws {
    golden = try GoldenFile(path)
    session = Self.session()
    var state = TrainingState(golden.layout, seed: 1, parameters: try golden.parameters("params_initial"))
    state.step = golden.globalStep
    session.interpreter["m"] = .handle(ModelHandle(Model(state)))
  }

  /// A session that finds the standard library.
  static func session() -> Session {
    let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../stdlib").standardizedFileURL.path
    return Session(
      table: .standard, settings: Settings(libraryDirectories: [library], threads: 2, isQuiet: true), sink: Silence(),
      isInteractive: false)
  }

  /// Binds `batch`, `noise` and `step` to what a group of the file has.
  func take(_ group: String, session name: String) throws {
    let (data, external) = try golden.trials(group, session: name)
    var batch = Record([("data", Value.tensor(data)), ("session", .string(name))])
    if let external { batch["ext_input"] = .tensor(external) }
    session.interpreter["batch"] = .record(batch)
    let h = golden.layout.shape.hyperparameters, noise = try golden.noise(group), trials = data.shape[0]
    var record = Record()
    if h.hasInitialConditionCode {
      record["g0"] = .tensor(Tensor(noise.initialCondition, shape: [trials, h.ic_dim]))
    }
    if h.hasController {
      record["u"] = .tensor(Tensor(noise.inputs, shape: [trials, golden.steps, h.co_dim]))
    }
    session.interpreter["noise"] = .record(record)
  }

  @discardableResult
  func run(_ script: String) throws -> Value {
    let result = session.evaluate(script, showing: .nothing)
    if let failure = result.failure { throw failure }
    return result.value
  }

  /// The tensor a name of the file stands for in a pass; nil where the pass has no such part.
  static func activation(_ name: String, of leaves: [String: Tensor], trials: Int) -> Tensor? {
    if name == "output_dist_params" {
      guard let rates = leaves["rates"], let logvars = leaves["logvars"] else { return leaves["rates"] }
      let variances = Tensor(logvars.doubles.map { Foundation.exp($0) }, shape: logvars.shape)
      return try? Tensor.concatenated([rates.reshaped(rates.shape), variances], axis: 2)
    }
    guard let tensor = names[name].flatMap({ leaves[$0] }) else { return nil }
    // The prior is the same for every trial.
    guard name.hasPrefix("prior_g0") else { return tensor }
    return Tensor((0..<trials).flatMap { _ in tensor.doubles }, shape: [trials] + tensor.shape)
  }

  private static let names = [
    "ic_enc_fwd": "ic_encoder.forward.h", "ic_enc_rev": "ic_encoder.backward.h",
    "ci_enc_fwd": "ci_encoder.forward.h", "ci_enc_rev": "ci_encoder.backward.h",
    "post_g0_mean": "g0_posterior.mean", "post_g0_logvar": "g0_posterior.logvar", "g0_sample": "g0",
    "prior_g0_mean": "g0_prior.mean", "prior_g0_logvar": "g0_prior.logvar", "gen_ics": "initial_state",
    "con_states": "controller.h", "post_co_mean": "u_posterior.mean", "post_co_logvar": "u_posterior.logvar",
    "controller_outputs": "inputs", "gen_states": "states", "factors": "factors",
  ]
}

extension Value {
  /// Every tensor and number within records, by its path.
  var leaves: [String: Tensor] {
    switch self {
    case .tensor(let tensor): return ["": tensor]
    case .number(let number): return ["": Tensor(number)]
    case .record(let record):
      return record.fields.reduce(into: [:]) { leaves, field in
        for (path, tensor) in field.1.leaves { leaves[path.isEmpty ? field.0 : "\(field.0).\(path)"] = tensor }
      }
    default: return [:]
    }
  }
}

private final class Silence: OutputSink {
  func text(_ text: StyledText) {}
  func warning(_ diagnostic: Diagnostic) {}
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}
