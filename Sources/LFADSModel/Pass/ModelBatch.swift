/// Trials of one session, handed to the engine as a way to copy any of them.
///
/// Shards copy their own trials on their own threads, so the data may stay as bytes where it is kept.
public struct BatchPart: Sendable {
  public let session: Int
  /// Trials in the part.
  public let trials: Int
  /// Copies trials `rows` of the part to [T, R, D] at `data` (R = `rows.count`) and, if there are such inputs, their
  /// external input to [T, R, I] at `externalInput`. A missing bin is not a number.
  public let copy:
    @Sendable (
      _ rows: Range<Int>, _ data: UnsafeMutablePointer<Float>, _ externalInput: UnsafeMutablePointer<Float>
    ) -> Void
  /// Writes what each observation of trials `rows` counts, [T, R, D]: in the value of the log-likelihood, and in its
  /// gradient. nil: 1 everywhere.
  public var weigh:
    (
      @Sendable (
        _ rows: Range<Int>, _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>
      ) -> Void
    )?
  /// Whether bins are missing: they count nothing, and the encoders see 0 in their place.
  public var hasMissing = false
  /// The log-likelihood counts this many times, over missing bins' share of it for instance.
  public var likelihoodScale: Float = 1

  public init(
    session: Int, trials: Int,
    copy: @escaping @Sendable (Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.session = session
    self.trials = trials
    self.copy = copy
  }

  /// Lets missing bins count nothing, and the others for them where the rule says so.
  ///
  /// - Parameter share: of the part's bins, how many are missing; asked for only if it matters.
  public mutating func leaveOutMissing(by rule: MissingBins, share: () -> Double) {
    hasMissing = true
    if rule == .rescale { likelihoodScale = Float(1 / (1 - share())) }
  }

  /// Some of its trials alone.
  public func only(_ chosen: Range<Int>) -> BatchPart {
    let copy = copy, first = chosen.lowerBound
    @Sendable func moved(_ rows: Range<Int>) -> Range<Int> { (rows.lowerBound + first)..<(rows.upperBound + first) }
    var part = BatchPart(session: session, trials: chosen.count) { copy(moved($0), $1, $2) }
    if let weigh { part.weigh = { rows, values, gradients in weigh(moved(rows), values, gradients) } }
    part.hasMissing = hasMissing
    part.likelihoodScale = likelihoodScale
    return part
  }

  /// Whether not every observation counts once.
  var isWeighted: Bool { weigh != nil || hasMissing || likelihoodScale != 1 }

  /// Trials of a shard at most: how a batch is cut depends on the batch alone, never on threads.
  public static let shardTrials = 32

  /// The trials of each shard, as equal as can be; an even number of shards, where there are trials for it, so that the
  /// usual numbers of threads share them evenly.
  var shards: [Range<Int>] {
    let needed = (trials + Self.shardTrials - 1) / Self.shardTrials
    let count = needed % 2 == 1 && trials >= Self.shardTrials / 4 ? needed + 1 : needed
    return (0..<count).map { (trials * $0 / count)..<(trials * ($0 + 1) / count) }
  }
}

/// Trials for one step of the engine: some of one session, or of several side by side.
public struct ModelBatch: Sendable {
  /// At least one.
  public var parts: [BatchPart]

  public init(_ parts: [BatchPart]) {
    precondition(!parts.isEmpty, "a batch has a part")
    self.parts = parts
  }

  /// Trials of one session.
  public init(
    session: Int, trials: Int,
    copy: @escaping @Sendable (Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    parts = [BatchPart(session: session, trials: trials, copy: copy)]
  }

  /// Trials of one session that lie in memory, row-major [B, T, D] and [B, T, I]. A missing bin is not a number.
  public init(session: Int, trials: Int, steps: Int, data: [Float], externalInput: [Float] = []) {
    let channels = data.count / (trials * steps), inputs = externalInput.count / (trials * steps)
    precondition(
      data.count == trials * steps * channels && externalInput.count == trials * steps * inputs,
      "whole trials of \(steps) steps")
    self.init(session: session, trials: trials) { rows, target, inputTarget in
      for (r, trial) in rows.enumerated() {
        for t in 0..<steps {
          let row = t * rows.count + r, source = trial * steps + t
          for d in 0..<channels { target[row * channels + d] = data[source * channels + d] }
          for i in 0..<inputs { inputTarget[row * inputs + i] = externalInput[source * inputs + i] }
        }
      }
    }
    parts[0].hasMissing = data.contains { $0.isNaN }
  }

  /// All trials, B.
  public var trials: Int { parts.reduce(0) { $0 + $1.trials } }

  /// The shards of all parts in order, each with its part and the number of its first trial in the batch.
  var shards: [BatchShard] {
    var shards: [BatchShard] = [], first = 0
    for (index, part) in parts.enumerated() {
      shards += part.shards.map { BatchShard(part: index, rows: $0, first: first + $0.lowerBound) }
      first += part.trials
    }
    return shards
  }

  /// The only part of a batch of one session.
  public var part: BatchPart {
    precondition(parts.count == 1, "a batch of one session")
    return parts[0]
  }
}

/// Trials that one pass works on.
struct BatchShard: Sendable {
  /// The number of its part.
  let part: Int
  /// Its trials in that part.
  let rows: Range<Int>
  /// The number of the first of them in the batch.
  let first: Int

  /// Its trials in the batch.
  var trials: Range<Int> { first..<(first + rows.count) }
}
