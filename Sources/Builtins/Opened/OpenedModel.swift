import LFADSModel
import Language
import Tensors
import Training

/// One call that runs a model on trials: what is run, with which noise.
struct OpenedModel {
  let handle: ModelHandle
  let state: TrainingState
  let trials: TrialBatch
  let noise: NoiseSource
  let threads: Int

  var shape: ModelShape { state.layout.shape }

  /// - Parameters:
  ///   - label: the argument that holds the trials.
  ///   - chosen: the one trial to run; all of them when nil.
  ///   - record: the argument `noise`; none when nil.
  init(
    _ call: Call, model: String, trials label: String, split: String? = nil, chosen: Int? = nil,
    noise record: Record? = nil
  ) throws {
    handle = call.handle(model)
    let all = try call.trialBatch(label, for: handle, split: split)
    state = try call.blaming(model) { [handle] in try handle.state() }
    threads = call.threads()
    if let chosen, !(-all.trials..<all.trials).contains(chosen) {
      throw call.fault(
        "trial", "there is no trial \(chosen)", expected: "0 to \(all.trials - 1), or negative, counted from the end",
        found: "\(chosen)")
    }
    let trial = chosen.map { $0 < 0 ? $0 + all.trials : $0 }
    trials = trial.map(all.only) ?? all
    guard let record else {
      noise = .none
      return
    }
    let reader = NoiseRecord(shape: state.layout.shape, session: all.session)
    noise = .given(
      try call.blaming("noise") { try reader.noise(record, trials: all.trials, chosen: trial) })
  }

  /// The ramps that `kl_weight` and `l2_weight` set; where they are left out, as they stand in the training.
  static func weights(_ call: Call, _ state: TrainingState) -> CostWeights {
    let reached = CostWeights(state.layout.shape.hyperparameters, step: state.step)
    return CostWeights(
      kl: call.numberOrNil("kl_weight") ?? reached.kl, l2: call.numberOrNil("l2_weight") ?? reached.l2)
  }

  func evaluate(
    weights: CostWeights = CostWeights(kl: 1, l2: 1), gradient: ParameterVector? = nil,
    record: ActivationRecorder? = nil
  ) -> (cost: BatchCost, trials: TrialCosts) {
    Engine(state.layout, threads: threads).evaluate(
      state.parameters, trials.batch, noise: noise, weights: weights, gradient: gradient, record: record)
  }

  /// The noise that is run with, as a record; zeros where it is none.
  var noiseRecord: Record {
    let hyper = shape.hyperparameters, count = trials.trials
    var value = Noise(
      initialCondition: Array(repeating: 0, count: count * hyper.ic_dim),
      inputs: Array(repeating: 0, count: count * shape.steps * hyper.co_dim))
    if case .recorded(let parts) = noise, let given = parts.first { value = given }
    return NoiseRecord(shape: shape, session: trials.session).record(value, trials: count)
  }
}
