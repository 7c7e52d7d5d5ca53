import Datasets
import Files
import LFADSModel
import Language
import Tensors
import Training

/// A model as a training left it, in lines that two runs can compare: what it was made from, and a fingerprint of every
/// parameter.
struct TrainedModel {
  let result: RunResult

  init(_ state: TrainingState, data: Dataset) {
    let hyper = state.layout.shape.hyperparameters
    var lines = HyperparameterTable.kept(hyper).compactMap { row in
      hyper.value(named: row.name).map { "\(row.name) \($0.text)" }
    }
    lines += ["seed \(state.seed)", "data \(data.name) \(data.fingerprint)"]
    lines += ["epochs \(state.epoch)", "steps \(state.step)", "learning_rate \(number(state.learningRate.rate))"]
    if let last = state.history.last {
      lines.append("train_cost \(number(last.train.total))")
      if let valid = last.valid { lines.append("valid_cost \(number(valid.total))") }
    }
    if let best = state.best { lines.append("best_epoch \(best.epoch)") }
    for (group, vector) in [
      ("parameters", state.parameters), ("first_moment", state.adam.firstMoment),
      ("second_moment", state.adam.secondMoment),
    ] {
      lines += state.layout.entries.map { "\(group)/\($0.path) \(Self.fingerprint(vector, $0))" }
    }
    result = RunResult(.model, name: "model of seed \(state.seed)", lines: lines)
  }

  /// SHA-256 of a tensor's numbers as they stand in memory.
  private static func fingerprint(_ vector: ParameterVector, _ entry: ParameterEntry) -> String {
    var hash = SHA256()
    hash.update(UnsafeRawBufferPointer(start: vector.buffer.pointer + entry.offset, count: entry.count * 4))
    return hash.finalize()
  }
}

private func number(_ value: Double) -> String { NumberText.shortest(value) }
