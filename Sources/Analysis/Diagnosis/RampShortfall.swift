import Training
import Datasets
import LFADSModel

/// How far a number of epochs falls short of the end of the cost's ramps.
public struct RampShortfall: Sendable, Equatable {
  /// The step at which both ramps are done; `Int.max` where they never are.
  public let end: Int
  /// The step at which the training ends; `Int.max` beyond what an integer holds.
  public let reached: Int
  /// Further epochs that reach the end.
  public let needed: Int

  /// Nil where the ramps are done before the training ends.
  ///
  /// - Parameters:
  ///   - data: what is trained on, which says how many steps an epoch has.
  ///   - step: steps taken so far, at least 0.
  ///   - epochs: further epochs, at least 0.
  public init?(_ hyper: Hyperparameters, data: Dataset, step: Int, epochs: Int) {
    let perEpoch = max(data.sizes(.train).reduce(0) { $0 + ($1 + hyper.batch_size - 1) / hyper.batch_size }, 1)
    let (further, isTooMany) = epochs.multipliedReportingOverflow(by: perEpoch)
    let (last, isTooFar) = step.addingReportingOverflow(further)
    end = hyper.rampEnd
    reached = isTooMany || isTooFar ? .max : last
    guard end == .max || reached < end else { return nil }
    needed = (end - step - 1) / perEpoch + 1
  }
}
