import LFADSModel

/// The reference's rule: the rate decays when an epoch's training cost exceeds every one of the last few recorded.
public struct LearningRateRule: Sendable, Equatable {
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
    let compared = hyper.learning_rate_n_to_compare
    // With nothing to compare, all costs so far are compared, as the reference's slice did.
    let recent = compared > 0 ? costs.suffix(compared) : costs[...]
    if costs.count > compared, let worst = recent.max(), cost > worst {
      rate *= hyper.learning_rate_decay_factor
      costs.append(.infinity)
      return true
    }
    costs.append(cost)
    return false
  }

  /// Starts again from the initial rate, keeping the costs.
  public mutating func reset(_ hyper: Hyperparameters) { rate = hyper.learning_rate_init }

  /// Whether training is over.
  public func isFinished(_ hyper: Hyperparameters) -> Bool { rate < hyper.learning_rate_stop }
}
