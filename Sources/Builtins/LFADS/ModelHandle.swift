import LFADSModel
import Language
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
    guard name == "params" else { throw HandleRefusal.readOnly(type: Self.typeName, field: name) }
    let state = try state()
    for (path, values) in try ParameterTree(layout: state.layout).numbers(value, below: []) {
      state.parameters.set(path, to: values)
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
      guard let best = handle.model.best else { throw NoBestModel(handle.model) }
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
      .number(Double(handle.model.seed))
    },
    FieldRow(field: HandleField("history", "costs, ramps and learning rate of every epoch, as a record of tensors")) {
      handle in
      .record(EpochTable.record(handle.model.state?.history ?? []))
    },
  ]
}

/// There is no best model yet, and why.
struct NoBestModel: DiagnosticCause {
  let diagnosticMessage: Message

  init(_ model: Model) {
    let h = model.hyperparameters
    let start = max(h.kl_start_step + h.kl_increase_steps, h.hasL2 ? h.l2_start_step + h.l2_increase_steps : 0)
    let step = model.state?.step ?? 0
    if step < start {
      diagnosticMessage = Message(
        "there is no best model before both ramps are done, at step \(start); this one has taken \(step)",
        hints: ["train on, or use the model as it is"])
    } else {
      diagnosticMessage = Message(
        "there is no best model: no epoch since the ramps were done had validation data",
        hints: ["use the model as it is"])
    }
  }
}
