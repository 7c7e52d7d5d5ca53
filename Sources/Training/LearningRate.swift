import LFADSModel

/// What lets the learning rate fall, epoch by epoch.
public struct RateRule: Sendable {
  /// The word for it.
  public let name: String
  /// Takes the training cost of an epoch, and says whether the rate is to decay after it.
  let decays: @Sendable (_ cost: Double, _ earlier: [Double], Hyperparameters) -> Bool

  /// The reference's: the rate decays when an epoch's training cost exceeds every one of the last few recorded.
  public static let trainWindow = RateRule(name: "train_window") { cost, earlier, hyper in
    let compared = hyper.learning_rate_n_to_compare
    // With nothing to compare, all costs so far are compared, as the reference's slice did.
    let recent = compared > 0 ? earlier.suffix(compared) : earlier[...]
    guard earlier.count > compared, let worst = recent.max() else { return false }
    return cost > worst
  }
}

extension Hyperparameters {
  /// The rule that a model of these is trained by.
  public var rateRule: RateRule { .trainWindow }
}

/// The learning rate of a training, and what its rule has seen so far.
public struct LearningRate: Sendable, Equatable {
  /// The rate in force.
  public private(set) var rate: Double
  /// Training costs of the epochs so far; ∞ where the rate decayed, so that some epochs pass before the next decay.
  public private(set) var costs: [Double]

  public init(_ hyper: Hyperparameters) {
    rate = hyper.learning_rate_init
    costs = []
  }

  /// As stored.
  public init(rate: Double, costs: [Double]) {
    self.rate = rate
    self.costs = costs
  }

  /// Takes the cost of an epoch.
  /// - Returns: whether the rate decayed.
  @discardableResult
  public mutating func record(_ cost: Double, _ hyper: Hyperparameters) -> Bool {
    let decays = hyper.rateRule.decays(cost, costs, hyper)
    if decays { rate *= hyper.learning_rate_decay_factor }
    costs.append(decays ? .infinity : cost)
    return decays
  }

  /// Starts again from the initial rate, keeping the costs.
  public mutating func reset(_ hyper: Hyperparameters) { rate = hyper.learning_rate_init }

  /// Whether training is over.
  public func isFinished(_ hyper: Hyperparameters) -> Bool { rate < hyper.learning_rate_stop }
}
