/// Trials of one session, handed to the engine as a way to copy any of them.
///
/// Shards copy their own trials on their own threads, so the data may stay as bytes where it is kept.
public struct ModelBatch: Sendable {
  public let session: Int
  /// Trials in the batch, B.
  public let trials: Int
  /// Copies trials `rows` of the batch to [T, R, D] at `data` (R = `rows.count`) and, if there are such inputs, their
  /// external input to [T, R, I] at `externalInput`.
  public let copy:
    @Sendable (
      _ rows: Range<Int>, _ data: UnsafeMutablePointer<Float>, _ externalInput: UnsafeMutablePointer<Float>
    ) -> Void

  public init(
    session: Int, trials: Int,
    copy: @escaping @Sendable (Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.session = session
    self.trials = trials
    self.copy = copy
  }

  /// A batch of arrays in memory, row-major [B, T, D] and [B, T, I].
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
  }

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
