import LFADSModel
import Training

/// A hyperparameter that is not what a checkpoint was trained with.
public struct ChangedHyperparameter: Equatable, Sendable {
  public let name: String
  public let group: HyperparameterGroup
  public let before: HyperparameterValue
  public let now: HyperparameterValue

  /// What differs, limits beyond a trial's `steps` taken for equal.
  static func between(_ before: Hyperparameters, _ now: Hyperparameters, steps: Int) -> [ChangedHyperparameter] {
    HyperparameterTable.rows.compactMap { row in
      guard let old = before.value(named: row.name), let new = now.value(named: row.name), old != new else {
        return nil
      }
      if row.name == "num_steps_for_gen_ic", min(before.num_steps_for_gen_ic, now.num_steps_for_gen_ic) >= steps {
        return nil
      }
      return ChangedHyperparameter(name: row.name, group: row.group, before: old, now: new)
    }
  }

  /// Those of `changes` that alone make another model of `state`'s.
  static func incompatible(
    _ changes: [ChangedHyperparameter], _ state: TrainingState
  ) throws(HyperparameterError) -> [ChangedHyperparameter] {
    var guilty: [ChangedHyperparameter] = []
    for change in changes {
      var hyper = state.layout.shape.hyperparameters
      try hyper.set(change.name, to: change.now)
      // One that is impossible alone is as good as one that does not fit.
      if (try? state.adopting(hyper)) == nil { guilty.append(change) }
    }
    return guilty.isEmpty ? changes : guilty
  }

  /// Whether it changes what a trained model makes of data, and not only how it is trained.
  public var changesReading: Bool {
    name != "batch_size" && [.sizes, .cells, .distributions, .controller].contains(group)
  }
}
