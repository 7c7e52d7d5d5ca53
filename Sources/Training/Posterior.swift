import Datasets
import LFADSModel
import Tensors

/// A model's posterior of data: of every session and split that was asked for.
public struct Posterior: Sendable {
  /// One session's part.
  public struct Session: Sendable {
    public let name: String
    public let channels: Int
    /// The trials of each split in order, as far as they were asked for.
    public let splits: [(split: SplitName, arrays: PosteriorArrays)]

    public init(name: String, channels: Int, splits: [(split: SplitName, arrays: PosteriorArrays)]) {
      self.name = name
      self.channels = channels
      self.splits = splits
    }
  }

  public let sessions: [Session]
  /// Samples averaged; nil where means were pushed through.
  public let samples: Int?
  /// Training steps of the model that was read.
  public let steps: Int
}

extension Model {
  /// Reads the posterior of data.
  ///
  /// - Parameters:
  ///   - splits: which parts of the data, in this order.
  ///   - samples: posterior samples to average; nil pushes the means through.
  ///   - isCancelled: polled between groups of trials; the result is nil once it says so.
  ///   - onProgress: trials done and to do.
  public func posterior(
    _ data: Dataset, splits: [SplitName], samples: Int?, seed: UInt64, threads: Int,
    keepsGeneratorStates: Bool = true, keepsControllerStates: Bool = false, limit: Int = .max,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(BindingError) -> Posterior? {
    let description = data.description(withChannelMeans: hyperparameters.initial_rates == .data)
    let state = try bind(description)
    let reader = PosteriorReader(state.layout, threads: threads)
    let weights = CostWeights(hyperparameters, step: state.step)
    func trialCount(_ split: SplitName, _ session: Int) -> Int { min(data.sizes(split)[session], limit) }
    let total = description.sessions.indices.reduce(0) { sum, session in
      sum + splits.reduce(0) { $0 + trialCount($1, session) }
    }
    var done = 0
    var sessions: [Posterior.Session] = []
    for (index, session) in description.sessions.enumerated() {
      var parts: [(split: SplitName, arrays: PosteriorArrays)] = []
      for split in splits where trialCount(split, index) > 0 {
        let trials = trialCount(split, index)
        let batch = Batch(session: index, trials: Array(0..<trials))
        let request = PosteriorRequest(
          samples: samples, seed: seed, keepsGeneratorStates: keepsGeneratorStates,
          keepsControllerStates: keepsControllerStates, weights: weights,
          firstTrial: SplitName.allCases.prefix { $0 != split }.reduce(0) { $0 + data.sizes($1)[index] })
        let before = done
        guard
          let arrays = reader.read(
            state.parameters, data.batch(batch, split: split, missing: hyperparameters.nan_bins), request,
            isCancelled: isCancelled,
            onProgress: { onProgress(before + $0, total) })
        else { return nil }
        parts.append((split, arrays))
        done += trials
      }
      sessions.append(Posterior.Session(name: session.name, channels: session.channels, splits: parts))
    }
    return Posterior(sessions: sessions, samples: samples, steps: state.step)
  }
}
