import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// A model in the language. Shared by the names it is assigned to; the evaluator's thread alone uses it.
final class ModelHandle: Handle, @unchecked Sendable {
  static let typeName = "model"

  let model: Model
  /// Name and fingerprint of the data it was last trained on.
  var dataName: String?
  var dataFingerprint: String?

  init(_ model: Model, dataName: String? = nil, dataFingerprint: String? = nil) {
    self.model = model
    self.dataName = dataName
    self.dataFingerprint = dataFingerprint
  }

  var fields: [HandleField] {
    Self.table.map(\.field) + HyperparameterTable.rows.map { HandleField($0.name, $0.summary) }
  }

  func field(_ name: String) throws -> Value? {
    if let row = Self.table.first(where: { $0.field.name == name }) { return try row.value(self) }
    return model.hyperparameters.value(named: HyperparameterLabels.fullName(name)).map(HyperparameterLabels.value)
  }

  /// Parameters can be put in place, in part or as a whole; everything else is read.
  func setField(_ name: String, to value: Value) throws {
    guard name == "params" else {
      throw HandleError.readOnly(type: Self.typeName, field: name, advice: Self.advice(name, value))
    }
    let state = try state()
    for (path, values) in try ParameterTree(layout: state.layout).numbers(value, below: []) {
      state.parameters.set(path, to: values)
    }
  }

  /// What to do in place of assigning `value` to a field that is only read.
  private static func advice(_ name: String, _ value: Value) -> String? {
    let label = name == "learning_rate" ? "learning_rate_init" : name
    if label == "seed" || HyperparameterTable.row(named: label) != nil {
      let code = value.codeText.flatMap { $0.count <= 24 ? $0 : nil } ?? "…"
      return "it is given when a model is made: `lfads(…, \(label): \(code))`"
    }
    switch name {
    case "hyperparameters": return "they are given when a model is made: `lfads(co_dim: 1, factors: 20, …)`"
    case "best", "is_trained", "epochs", "steps", "history": return "it changes by training: `fit(m, data)`"
    default: return nil
    }
  }

  func copied() throws -> Value {
    .handle(ModelHandle(model.copy(), dataName: dataName, dataFingerprint: dataFingerprint))
  }

  /// The state, or an error that says how to get one.
  func state() throws -> TrainingState {
    guard let state = model.state else { throw Training.BindingError.unbound }
    return state
  }

  private struct FieldRow: Sendable {
    let field: HandleField
    let value: @Sendable (ModelHandle) throws -> Value
  }

  private static let table: [FieldRow] = [
    FieldRow(field: HandleField("hyperparameters", "every hyperparameter by name")) { handle in
      .record(
        Record(
          HyperparameterTable.rows.map {
            ($0.name, HyperparameterLabels.value(handle.model.hyperparameters.value(named: $0.name)))
          }))
    },
    FieldRow(field: HandleField("params", "every parameter by name, as a tree of tensors; can be assigned to")) {
      handle in
      _ = try handle.state()
      return .handle(ParametersHandle(handle))
    },
    FieldRow(field: HandleField("best", "the model of the lowest validation cost since both ramps were done")) {
      handle in
      guard let best = handle.model.best else { throw NoBestModelError(handle.model) }
      return .handle(ModelHandle(best, dataName: handle.dataName, dataFingerprint: handle.dataFingerprint))
    },
    FieldRow(field: HandleField("is_trained", "whether it has taken a training step")) { handle in
      .bool((handle.model.state?.step ?? 0) > 0)
    },
    FieldRow(field: HandleField("epochs", "epochs trained so far")) { handle in
      .integer(handle.model.state?.history.count ?? 0)
    },
    FieldRow(field: HandleField("steps", "training steps taken so far")) { handle in
      .integer(handle.model.state?.step ?? 0)
    },
    FieldRow(field: HandleField("learning_rate", "the learning rate in force")) { handle in
      .number(handle.model.state?.learningRate.rate ?? handle.model.hyperparameters.learning_rate_init)
    },
    FieldRow(field: HandleField("parameter_count", "numbers in all its parameters")) { handle in
      .integer(try handle.state().layout.parameterCount)
    },
    FieldRow(field: HandleField("seed", "the seed its parameters and draws come from")) { handle in
      // As it was given: a seed below 0 is kept as its bits.
      .number(Double(Int64(bitPattern: handle.model.seed)))
    },
    FieldRow(field: HandleField("history", "costs, ramps and learning rate of every epoch, as a record of tensors")) {
      handle in
      .record(EpochTable.record(handle.model.state?.history ?? []))
    },
  ]
}

/// There is no best model yet, and why.
struct NoBestModelError: DiagnosticCause {
  let diagnosticMessage: Message

  init(_ model: Model) {
    let hyper = model.hyperparameters, start = hyper.rampEnd, state = model.state, step = state?.step ?? 0
    let asItIs = "use the model as it is"
    let isOver = state?.isOver(hyper) == true
    let further =
      isOver
      ? ["`fit` trains it no further: its learning rate is below `learning_rate_stop`", asItIs]
      : ["train on, or \(asItIs)"]
    if start == .max {
      diagnosticMessage = Message(
        "there is no best model before both ramps are done, and these never are", hints: [asItIs])
    } else if step < start {
      let shorter =
        "a model with smaller `kl_increase_steps` and `l2_increase_steps`, or a smaller `batch_size`, gets past them"
      diagnosticMessage = Message(
        "there is no best model before both ramps are done, at step \(start); this one has taken \(step)",
        hints: further + (isOver ? [shorter] : []))
    } else if state?.history.contains(where: { $0.rampsAreDone(hyper) }) != true {
      diagnosticMessage = Message(
        "there is no best model: no epoch has ended since the ramps were done", hints: further)
    } else {
      diagnosticMessage = Message(
        "there is no best model: no epoch since the ramps were done had validation data", hints: [asItIs])
    }
  }
}
