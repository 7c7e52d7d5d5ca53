import LFADSModel
import Tensors

/// Which part of the data.
public enum Split: String, Sendable, CaseIterable { case train, valid }

/// Trials of one session that go through the model together.
public struct BatchPlan: Sendable, Equatable {
  public let session: Int
  public let trials: [Int]
}

/// The data of a training as the trainer sees it: how many trials there are, and a way to copy any of them.
public struct TrainingData: Sendable {
  /// Copies trials of a session's split to [T, R, D] and their external input to [T, R, I].
  public typealias Copy =
    @Sendable (
      _ split: Split, _ session: Int, _ trials: [Int], _ data: UnsafeMutablePointer<Float>,
      _ externalInput: UnsafeMutablePointer<Float>
    ) -> Void

  /// Trials of every session, by split.
  public let trainTrials: [Int]
  public let validTrials: [Int]
  public let steps: Int
  public let channels: [Int]
  private let copy: Copy

  public init(trainTrials: [Int], validTrials: [Int], steps: Int, channels: [Int], copy: @escaping Copy) {
    self.trainTrials = trainTrials
    self.validTrials = validTrials
    self.steps = steps
    self.channels = channels
    self.copy = copy
  }

  public func trials(_ split: Split) -> [Int] { split == .train ? trainTrials : validTrials }

  /// The batches of an epoch: every trial once, one session a batch, batches of all sessions shuffled together. A short
  /// last batch of a session is filled with randomly chosen trials of it; a session of fewer trials than a batch makes
  /// one batch of all of them.
  func shuffledBatches(size: Int, using stream: inout RandomStream) -> [BatchPlan] {
    var batches: [BatchPlan] = []
    for (session, count) in trainTrials.enumerated() where count > 0 {
      var order = Array(0..<count)
      order.shuffle(using: &stream)
      let size = min(size, count)
      while order.count % size != 0 { order.append(stream.index(below: count)) }
      for first in stride(from: 0, to: order.count, by: size) {
        batches.append(BatchPlan(session: session, trials: Array(order[first..<(first + size)])))
      }
    }
    batches.shuffle(using: &stream)
    return batches
  }

  /// All trials of a split in order, none twice.
  func batchesInOrder(_ split: Split, size: Int) -> [BatchPlan] {
    trials(split).enumerated().flatMap { session, count in
      stride(from: 0, to: count, by: size).map {
        BatchPlan(session: session, trials: Array($0..<min($0 + size, count)))
      }
    }
  }

  /// The trials of a plan as a batch for the engine.
  func batch(_ plan: BatchPlan, split: Split) -> ModelBatch {
    ModelBatch(session: plan.session, trials: plan.trials.count) { [copy] rows, data, externalInput in
      copy(split, plan.session, Array(plan.trials[rows]), data, externalInput)
    }
  }

  /// The same for training, every spike moved by up to `width` bins.
  func trainingBatch(_ plan: BatchPlan, jitterWidth width: Int, seed: UInt64, step: Int) -> ModelBatch {
    guard width > 0 else { return batch(plan, split: .train) }
    let jitter = SpikeJitter(width: width, steps: steps, channels: channels[plan.session])
    return ModelBatch(session: plan.session, trials: plan.trials.count) { [copy] rows, data, externalInput in
      copy(.train, plan.session, Array(plan.trials[rows]), data, externalInput)
      for (row, place) in rows.enumerated() {
        let stream = DrawSite.jitter.stream(
          major: UInt32(truncatingIfNeeded: step), minor: UInt32(truncatingIfNeeded: place))
        var random = RandomStream(key: seed, stream: stream)
        jitter.apply(to: data + row * channels(of: plan.session), rowStride: rows.count, using: &random)
      }
    }
  }

  private func channels(of session: Int) -> Int { channels[session] }
}
