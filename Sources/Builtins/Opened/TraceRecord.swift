import LFADSModel
import Language
import Tensors

/// What one pass of the engine left behind as a record, its parts under the names of the model's parameters.
struct TraceRecord {
  let shape: ModelShape
  let recorder: ActivationRecorder
  /// Whether there is one trial, whose axis is left out.
  let isSingle: Bool

  private var hyper: Hyperparameters { shape.hyperparameters }

  func record(
    data: Tensor, externalInput: Tensor, noise: Record, costs: TrialCosts, prior: Record?
  ) -> Record {
    var record = Record([("data", value(data))])
    if hyper.ext_input_dim > 0 { record["ext_input"] = value(externalInput) }
    record["noise"] = .record(single(noise))
    record["encoder_input"] = series("encoder_input", nil)
    addInitialCondition(to: &record, prior)
    addController(to: &record)
    record["initial_state"] = array("gen_ics", ["unit"])
    let generator = cell("gen", states: "gen_states")
    record["generator"] = .record(generator)
    record["states"] = generator["h"]
    record["factors"] = series("factors", "factor")
    addOutput(to: &record)
    record["log_likelihood"] = array("log_likelihood", ["time", nil], dropsLast: true)
    if hyper.hasInitialConditionCode { record["kl_g0"] = array("kl_g0", [nil]) }
    if hyper.hasController { record["kl_inputs"] = series("kl_inputs", "input") }
    record["costs"] = .record(self.costs(costs))
    return record
  }

  private func addInitialCondition(to record: inout Record, _ prior: Record?) {
    guard hyper.hasInitialConditionCode else { return }
    record["ic_encoder"] = .record(
      Record([("forward", .record(cell("ic_enc_fwd"))), ("backward", .record(cell("ic_enc_rev")))]))
    record["g0_posterior"] = .record(
      Record([("mean", array("post_g0_mean", [nil])), ("logvar", array("post_g0_logvar", [nil]))]))
    if let prior { record["g0_prior"] = .record(prior) }
    record["g0"] = array("g0_sample", [nil])
  }

  private func addController(to record: inout Record) {
    guard hyper.hasController else { return }
    var encoders = [("forward", Value.record(cell("ci_enc_fwd")))]
    if !hyper.do_causal_controller { encoders.append(("backward", .record(cell("ci_enc_rev")))) }
    record["ci_encoder"] = .record(Record(encoders))
    var controller = Record([("seen", series("con_seen", nil))])
    for (name, value) in cell("con", states: "con_states").fields { controller[name] = value }
    record["controller"] = .record(controller)
    record["u_posterior"] = .record(
      Record([("mean", series("post_co_mean", "input")), ("logvar", series("post_co_logvar", "input"))]))
    record["inputs"] = series("controller_outputs", "input")
  }

  private func addOutput(to record: inout Record) {
    for part in hyper.likelihood.parts { record[part.field] = series(part.activation, "neuron") }
    if record["rates"] == nil { record["rates"] = series("rates", "neuron") }
  }

  private func costs(_ costs: TrialCosts) -> Record {
    var parts = [("reconstruction", costs.logLikelihood.map { -$0 })]
    if hyper.hasInitialConditionCode { parts.append(("kl_g0", costs.klInitialCondition)) }
    if hyper.hasController { parts.append(("kl_inputs", costs.klInputs)) }
    return Record(
      parts.map { name, values in
        (name, isSingle ? .number(values[0]) : .tensor(Tensor(values, shape: [values.count], axes: ["trial"])))
      })
  }

  /// State, reset gate, update gate and candidate of a cell, [trial, time, unit].
  func cell(_ name: String, states: String? = nil) -> Record {
    Record([
      ("h", series(states ?? name, "unit")), ("r", series(name + "_r", "unit")), ("u", series(name + "_u", "unit")),
      ("c", series(name + "_c", "unit")),
    ])
  }

  func series(_ name: String, _ axis: String?) -> Value { array(name, ["time", axis]) }

  func array(_ name: String, _ axes: [String?], dropsLast: Bool = false) -> Value {
    guard let tensor = recorder.tensor(name) else { preconditionFailure("no activation \(name) was recorded") }
    let kept = dropsLast ? Tensor(tensor.floats, shape: Array(tensor.shape.dropLast())) : tensor
    return value(kept.named(["trial"] + (dropsLast ? Array(axes.dropLast()) : axes)))
  }

  /// Without the axis of trials where there is one.
  private func value(_ tensor: Tensor) -> Value {
    guard isSingle else { return .tensor(tensor) }
    return .tensor(
      Tensor(storage: tensor.storage, shape: Array(tensor.shape.dropFirst()), axes: Array(tensor.axes.dropFirst())))
  }

  private func single(_ record: Record) -> Record {
    Record(
      record.fields.map { name, value in
        switch value {
        case .tensor(let tensor): (name, self.value(tensor))
        case .record(let inner): (name, .record(single(inner)))
        default: (name, value)
        }
      })
  }
}
