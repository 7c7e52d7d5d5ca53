/// How far the two ramps have come.
public struct CostWeights: Sendable, Equatable {
  public let kl: Double
  public let l2: Double

  public init(kl: Double, l2: Double) {
    self.kl = kl
    self.l2 = l2
  }

  /// The weights after `step` training steps: w = min(max(step − start, 0)/increase, 1), 1 from start on where the
  /// increase is 0.
  public init(_ hyper: Hyperparameters, step: Int) {
    func ramp(_ start: Int, _ increase: Int) -> Double {
      guard increase > 0 else { return step >= start ? 1 : 0 }
      return min(Double(max(step - start, 0)) / Double(increase), 1)
    }
    kl = ramp(hyper.kl_start_step, hyper.kl_increase_steps)
    l2 = ramp(hyper.l2_start_step, hyper.l2_increase_steps)
  }
}

extension Hyperparameters {
  /// The step from which on the KL cost counts in full; `Int.max`: never.
  public var klRampEnd: Int { Self.rampEnd(kl_start_step, kl_increase_steps) }

  /// The step from which on both ramps are done, that of the L2 cost where there is one; `Int.max`: never.
  public var rampEnd: Int { max(klRampEnd, hasL2 ? Self.rampEnd(l2_start_step, l2_increase_steps) : 0) }

  /// Either of the two may be "unlimited", which their sum then is too.
  private static func rampEnd(_ start: Int, _ increase: Int) -> Int {
    let (end, overflow) = start.addingReportingOverflow(increase)
    return overflow ? .max : end
  }
}

/// The costs of a batch: means over its trials of sums over time and channels, in nats.
public struct BatchCost: Sendable, Equatable {
  /// What is minimised: reconstruction + ramped KL + ramped L2 + correlation.
  public var total = 0.0
  /// Negative log-likelihood.
  public var reconstruction = 0.0
  /// KL of g0 and of the inferred inputs, with `kl_ic_weight` and `kl_co_weight`, without the ramp.
  public var kl = 0.0
  /// The L2 penalty, without the ramp.
  public var l2 = 0.0
  /// The correlation of the inferred inputs, before its scale.
  public var correlation = 0.0
  public var weights = CostWeights(kl: 0, l2: 0)
  /// −mean(log p − KL).
  public var nllBoundVAE = 0.0
  /// −(logsumexp(log p − KL) − log B), the batch taken as samples.
  public var nllBoundIWAE = 0.0
}

/// What each trial of a batch contributes.
public struct TrialCosts: Sendable {
  /// log p(x | rates), [B].
  public internal(set) var logLikelihood: [Double]
  /// KL of g0, with `kl_ic_weight`, [B].
  public internal(set) var klInitialCondition: [Double]
  /// One-sample KL of the inferred inputs, with `kl_co_weight`, [B].
  public internal(set) var klInputs: [Double]
  /// Σ over input pairs of ½(Σ_t μ_i μ_j)², divided by the number of pairs, [B].
  public internal(set) var correlation: [Double]

  init(trials: Int) {
    logLikelihood = Array(repeating: 0, count: trials)
    klInitialCondition = logLikelihood
    klInputs = logLikelihood
    correlation = logLikelihood
  }

  /// The KL of both posteriors, [B].
  public var kl: [Double] { zip(klInitialCondition, klInputs).map(+) }

  /// The batch's cost. `l2` is the unramped penalty of the parameters.
  func batchCost(weights: CostWeights, l2: Double, correlationScale: Double) -> BatchCost {
    let trials = Double(logLikelihood.count), kl = self.kl
    var cost = BatchCost()
    cost.weights = weights
    cost.reconstruction = -logLikelihood.reduce(0, +) / trials
    cost.kl = kl.reduce(0, +) / trials
    cost.l2 = l2
    cost.correlation = correlation.reduce(0, +) / trials
    cost.total = cost.reconstruction + weights.kl * cost.kl + weights.l2 * l2 + correlationScale * cost.correlation
    let bounds = zip(logLikelihood, kl).map { $0 - $1 }
    cost.nllBoundVAE = -bounds.reduce(0, +) / trials
    cost.nllBoundIWAE = -(logSumExp(bounds) - trials.logarithm)
    return cost
  }
}
