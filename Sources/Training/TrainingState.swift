import LFADSModel
import Tensors

/// Everything a training is made of besides the data: stored, it goes on bit for bit.
public struct TrainingState: Sendable {
  public let layout: ParameterLayout
  /// Decides the initial parameters, the order of batches and every draw.
  public private(set) var seed: UInt64
  public var parameters: ParameterVector
  public var adam: Adam
  public var learningRate: LearningRate
  /// Training steps taken; where the ramps stand.
  public var step: Int
  /// Every finished epoch.
  public var history: [EpochRecord]
  /// The order of batches, as it stood when the epoch under way began.
  public var shuffle: RandomStream
  /// The epoch under way, if it was interrupted.
  public var epochUnderWay: EpochProgress?
  /// The parameters of the lowest validation cost since the ramps were done.
  public var best: Best?
  /// Where the last training met NaN or ∞; nil from the next step on that did not.
  public var nonFiniteStop: NonFiniteStop?

  /// Whether the learning-rate rule lets no further epoch begin.
  public func isOver(_ hyper: Hyperparameters) -> Bool { epochUnderWay == nil && learningRate.isFinished(hyper) }

  /// The best parameters so far.
  public struct Best: Sendable {
    public let parameters: ParameterVector
    public let cost: Double
    public let epoch: Int
    public let step: Int

    public init(parameters: ParameterVector, cost: Double, epoch: Int, step: Int) {
      self.parameters = parameters
      self.cost = cost
      self.epoch = epoch
      self.step = step
    }
  }

  /// A fresh model.
  public init(_ layout: ParameterLayout, seed: UInt64) {
    self.init(layout, seed: seed, parameters: ParameterVector(layout, seed: seed))
  }

  /// Untrained, from given parameters.
  public init(_ layout: ParameterLayout, seed: UInt64, parameters: ParameterVector) {
    self.layout = layout
    self.seed = seed
    self.parameters = parameters
    adam = Adam(layout)
    learningRate = LearningRate(layout.shape.hyperparameters)
    step = 0
    history = []
    shuffle = RandomStream(key: seed, stream: DrawSite.shuffle.stream(major: 0, minor: 0))
  }

  /// The next epoch's number, counted over the model's whole life.
  public var epoch: Int { history.count }

  /// Draws from another seed from here on; an epoch under way starts again.
  public mutating func restart(seed: UInt64) {
    self.seed = seed
    shuffle = RandomStream(key: seed, stream: DrawSite.shuffle.stream(major: UInt32(epoch), minor: 0))
    epochUnderWay = nil
  }

  /// The same state with buffers of its own.
  public func copy() -> TrainingState {
    var twin = self
    twin.parameters = parameters.copy()
    twin.adam = Adam(
      firstMoment: adam.firstMoment.copy(), secondMoment: adam.secondMoment.copy(), updates: adam.updates)
    return twin
  }
}

/// How far an epoch has come, and the sums its record will be made of.
public struct EpochProgress: Sendable, Equatable {
  public var nextBatch = 0
  public var train = SplitCosts()
  public var l2 = 0.0
  public var correlation = 0.0
  public var maximumGradientNorm = 0.0
  public var clippedSteps = 0
  public var seconds = 0.0

  public init() {}
}
