import Tensors

/// Trials of one session that are worked on together.
public struct Batch: Sendable, Equatable {
  /// Number of the session within the data set.
  public let session: Int
  /// Trials of a split of that session.
  public let trials: [Int]

  public init(session: Int, trials: [Int]) {
    self.session = session
    self.trials = trials
  }
}

/// How the trials of a split are cut into batches.
public enum Batches {
  /// One pass over shuffled batches: each of one session, those of all sessions shuffled together, a short last one
  /// filled with other trials of its session chosen at random. A session with fewer trials than a batch makes one
  /// batch of all it has.
  ///
  /// - Parameters:
  ///   - sizes: the number of trials of each session.
  ///   - stream: where the draws come from; started from the same place it gives the same epoch.
  public static func epoch(sizes: [Int], batchSize: Int, using stream: inout RandomStream) -> [Batch] {
    precondition(batchSize > 0, "a batch has a trial")
    var batches: [Batch] = []
    for (session, size) in sizes.enumerated() {
      let order = stream.permutation(size)
      for start in stride(from: 0, to: size, by: batchSize) {
        var trials = Array(order[start..<min(start + batchSize, size)])
        if trials.count < batchSize, size >= batchSize {
          let others = stream.permutation(start).prefix(batchSize - trials.count)
          trials += others.map { order[$0] }
        }
        batches.append(Batch(session: session, trials: trials))
      }
    }
    return stream.permutation(batches.count).map { batches[$0] }
  }

  /// Every trial once, in order, for looking at and not for learning: the last batch is as short as it comes.
  public static func inOrder(sizes: [Int], batchSize: Int) -> [Batch] {
    precondition(batchSize > 0, "a batch has a trial")
    return sizes.enumerated().flatMap { session, size in
      stride(from: 0, to: size, by: batchSize).map {
        Batch(session: session, trials: Array($0..<min($0 + batchSize, size)))
      }
    }
  }
}

extension Dataset {
  /// The number of trials of each session in a split; 0 where it has none.
  public func sizes(_ split: SplitName) -> [Int] { sessions.map { $0.split(split)?.trials ?? 0 } }

  /// The splits of which any session has trials.
  public var splitNames: [SplitName] { SplitName.allCases.filter { sizes($0).contains { $0 > 0 } } }
}
