import LFADSModel

/// The costs of one epoch on one split: means over its batches.
public struct SplitCosts: Sendable, Equatable {
  public var total = 0.0
  public var reconstruction = 0.0
  public var kl = 0.0

  public init(total: Double = 0, reconstruction: Double = 0, kl: Double = 0) {
    self.total = total
    self.reconstruction = reconstruction
    self.kl = kl
  }

  mutating func add(_ cost: BatchCost, share: Double) {
    total += cost.total * share
    reconstruction += cost.reconstruction * share
    kl += cost.kl * share
  }
}

/// What is kept of every epoch of a training.
public struct EpochRecord: Sendable, Equatable {
  /// From 0, over the whole life of the model.
  public let epoch: Int
  /// Training steps taken when it ended.
  public let step: Int
  /// Means over the epoch's batches.
  public let train: SplitCosts
  /// Mean over the validation trials; nil without validation data.
  public let valid: SplitCosts?
  public let l2: Double
  public let correlation: Double
  /// The ramps as they stood at its end.
  public let weights: CostWeights
  /// The rate it was trained with.
  public let learningRate: Double
  /// The largest gradient norm of its steps, before clipping, and the share of steps that were clipped.
  public let maximumGradientNorm: Double
  public let clippedShare: Double
  public let seconds: Double

  public init(
    epoch: Int, step: Int, train: SplitCosts, valid: SplitCosts?, l2: Double, correlation: Double,
    weights: CostWeights, learningRate: Double, maximumGradientNorm: Double, clippedShare: Double, seconds: Double
  ) {
    self.epoch = epoch
    self.step = step
    self.train = train
    self.valid = valid
    self.l2 = l2
    self.correlation = correlation
    self.weights = weights
    self.learningRate = learningRate
    self.maximumGradientNorm = maximumGradientNorm
    self.clippedShare = clippedShare
    self.seconds = seconds
  }

  /// Whether both ramps have come to their end, from when on a validation cost may count as the best.
  public func rampsAreDone(_ hyper: Hyperparameters) -> Bool { weights.kl >= 1 && (weights.l2 >= 1 || !hyper.hasL2) }
}
