import Training
import Datasets
import LFADSModel
import Tensors

/// What is looked at: data, a model, or both. What several checks need is worked out once.
public final class DiagnosisSubject {
  public let data: Dataset?
  public let model: Model?
  /// Further epochs that are to be trained, where that is known.
  public let epochs: Int?
  public let threads: Int
  private let isCancelled: @Sendable () -> Bool
  private let samples: [CountSample]
  private var readings: [PosteriorArrays]?

  /// Trials of each session that are read.
  private static let readTrials = 64

  public init(
    data: Dataset?, model: Model?, epochs: Int?, threads: Int, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.data = data
    self.model = model
    self.epochs = epochs
    self.threads = threads
    self.isCancelled = isCancelled
    samples = data.map { $0.sessions.map(CountSample.init) } ?? []
  }

  /// The model's, or the defaults.
  var hyperparameters: Hyperparameters { model?.hyperparameters ?? Hyperparameters() }

  /// Each session with a sample of its training trials.
  var sessions: [(session: Session, sample: CountSample)] {
    zip(data?.sessions ?? [], samples).map { ($0, $1) }
  }

  /// The first training trials of each session as the model reads them, its posterior's means pushed through; empty
  /// where reading was interrupted.
  func read() throws -> [PosteriorArrays] {
    if let readings { return readings }
    guard let model, let data else { return [] }
    let posterior = try model.posterior(
      data, splits: [.train], samples: nil, seed: 0, threads: threads, keepsGeneratorStates: false,
      limit: Self.readTrials, isCancelled: isCancelled)
    let arrays = posterior?.sessions.compactMap(\.splits.first?.arrays) ?? []
    readings = arrays
    return arrays
  }
}

/// Trials of a session, evenly taken from the training trials, as floats.
struct CountSample {
  /// [trial, bin, channel], row-major; a missing bin is not a number.
  let values: [Float]
  let trials: Int
  let bins: Int
  let channels: Int
  /// Whether all of them can be spike counts.
  let areCounts: Bool

  /// Elements that are looked at: enough to see what is wrong, few enough to be quick.
  private static let size = 4_000_000

  init(_ session: Session) {
    let data = session.train.data
    let count = min(data.trials, max(Self.size / max(data.bins * data.channels, 1), 8))
    let positions = (0..<count).map { $0 * data.trials / count }
    values = data.selecting(positions).tensor.floats
    trials = count
    bins = data.bins
    channels = data.channels
    areCounts = values.allSatisfy { $0.isNaN || ObservationDomain.counts.contains($0) }
  }

  var rows: Int { trials * bins }

  /// Mean of each channel.
  var means: [Double] {
    var sums = [Double](repeating: 0, count: channels)
    var counts = [Double](repeating: 0, count: channels)
    for row in 0..<rows {
      for channel in 0..<channels where !values[row * channels + channel].isNaN {
        sums[channel] += Double(values[row * channels + channel])
        counts[channel] += 1
      }
    }
    return zip(sums, counts).map { $0 / max($1, 1) }
  }

  /// Largest element of each channel.
  var maxima: [Float] {
    var result = [Float](repeating: -.infinity, count: channels)
    for row in 0..<rows {
      for channel in 0..<channels where values[row * channels + channel] > result[channel] {
        result[channel] = values[row * channels + channel]
      }
    }
    return result
  }

  /// Changes from each bin to the next within trials, [trials · (bins − 1), channels]: slow swings of the rates, which
  /// neurons share, drop out of them. 0 beside a missing bin.
  var changes: [Float] {
    guard bins > 1 else { return [] }
    var result: [Float] = []
    result.reserveCapacity(trials * (bins - 1) * channels)
    for trial in 0..<trials {
      for bin in 1..<bins {
        let row = (trial * bins + bin) * channels
        for channel in 0..<channels {
          let change = values[row + channel] - values[row - channels + channel]
          result.append(change.isNaN ? 0 : change)
        }
      }
    }
    return result
  }
}
