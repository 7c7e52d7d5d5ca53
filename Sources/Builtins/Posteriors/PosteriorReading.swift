import Datasets
import Language
import Syntax
import Training

/// One reading of a model on data, as every built-in and command that needs a posterior does it: it shows how far it has
/// come, listens to Ctrl-C, and is an interruption when it is stopped.
public struct PosteriorReading {
  private let model: Model
  private let data: Dataset
  private let threads: Int
  private let cancellation: CancellationToken
  private let advice: String?
  private let onProgress: @Sendable (_ done: Int, _ of: Int) -> Void

  /// - Parameters:
  ///   - activity: what the progress line calls it.
  ///   - advice: how to go on after an interruption.
  public init(
    _ model: Model, _ data: Dataset, threads: Int, activity: String, sink: any OutputSink, isQuiet: Bool,
    cancellation: CancellationToken, advice: String? = nil
  ) {
    self.model = model
    self.data = data
    self.threads = threads
    self.cancellation = cancellation
    self.advice = advice
    onProgress = Self.progress(activity, unit: "trial", sink: sink, isQuiet: isQuiet)
  }

  /// The reading that a built-in is called for.
  init(_ handle: ModelHandle, _ data: Dataset, _ call: Call) {
    self.init(
      handle.model, data, threads: call.threads(), activity: call.builtin.name, sink: call.sink,
      isQuiet: call.settings.isQuiet, cancellation: call.cancellation, advice: InterruptionError.nothingChanged)
  }

  /// Reads the splits.
  ///
  /// - Parameters:
  ///   - samples: posterior samples to average for each trial; nil pushes the means through.
  ///   - limit: how many trials of each split.
  /// - Throws: `BindingError` where the data does not fit the model, or `InterruptionError`.
  public func read(
    _ splits: [SplitName], samples: Int?, seed: UInt64, keepsGeneratorStates: Bool = true,
    keepsControllerStates: Bool = false, limit: Int = .max
  ) throws -> Posterior {
    let posterior = try model.posterior(
      data, splits: splits, samples: samples, seed: seed, threads: threads,
      keepsGeneratorStates: keepsGeneratorStates, keepsControllerStates: keepsControllerStates, limit: limit,
      isCancelled: { [cancellation] in cancellation.isCancelled }, onProgress: onProgress)
    guard let posterior else { throw InterruptionError(advice: advice) }
    return posterior
  }

  /// Shows how far something has come, at most ten times a second.
  public static func progress(
    _ activity: String, unit: String, sink: any OutputSink, isQuiet: Bool
  ) -> @Sendable (_ done: Int, _ of: Int) -> Void {
    let clock = ProgressClock()
    return { done, total in
      guard !isQuiet, let elapsed = clock.due(done: done, total: total) else { return }
      sink.progress(
        ProgressUpdate(
          activity: activity, completed: done, total: total, unit: unit,
          secondsLeft: elapsed / Double(done) * Double(total - done), isLast: done == total))
    }
  }
}
