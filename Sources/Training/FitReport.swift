/// Why a training ended.
public enum StopReason: Sendable, Equatable {
  /// The learning rate fell below `learning_rate_stop`.
  case learningRate
  /// All epochs asked for are done.
  case epochs
  /// It was asked to stop; what was done is kept.
  case cancelled
  /// A cost or gradient was NaN or infinite; the parameters are the last that gave none.
  case notFinite(NonFiniteStop)
}

/// Where a training met a number that is none.
public struct NonFiniteStop: Sendable, Equatable {
  /// The term that was NaN or infinite: `reconstruction cost`, `gradient norm`.
  public let quantity: String
  /// The step at which it was.
  public let step: Int
  /// The step whose parameters are kept: the last at which every term was finite.
  public let kept: Int

  public init(quantity: String, step: Int, kept: Int) {
    self.quantity = quantity
    self.step = step
    self.kept = kept
  }
}

/// How a training went.
public struct FitReport: Sendable, Equatable {
  /// The epochs of this call.
  public let epochs: [EpochRecord]
  /// The epoch whose parameters are the best on validation so far, over the model's whole life; nil before the ramps
  /// are done or without validation data.
  public let bestEpoch: Int?
  public let bestCost: Double?
  public let stopped: StopReason
  public let seconds: Double
  /// Steps taken over the model's whole life.
  public let steps: Int

  public init(
    epochs: [EpochRecord], bestEpoch: Int?, bestCost: Double?, stopped: StopReason, seconds: Double, steps: Int
  ) {
    self.epochs = epochs
    self.bestEpoch = bestEpoch
    self.bestCost = bestCost
    self.stopped = stopped
    self.seconds = seconds
    self.steps = steps
  }
}
