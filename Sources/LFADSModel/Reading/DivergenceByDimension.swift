import Tensors

/// The two KL divergences of the cost taken apart, means over trials and without their weights: where a model pays for
/// what it infers.
public struct DivergenceByDimension: Sendable {
  /// Of g0 from its prior, nats [dimension]; empty without an initial-condition code.
  public let initial: [Double]
  /// Of the inferred inputs from their prior, nats [time, input]; nil without a controller.
  public let inputs: Tensor?

  /// - Parameters:
  ///   - g0Means, g0LogVariances: posterior of the initial condition [trial, dimension].
  ///   - inputMeans, inputLogVariances: posterior of the inputs [trial, time, input].
  public init(
    _ parameters: ParameterVector, g0Means: Tensor?, g0LogVariances: Tensor?, inputMeans: Tensor?,
    inputLogVariances: Tensor?
  ) {
    let prior = InitialConditionPrior(parameters)
    initial =
      if let g0Means, let g0LogVariances, prior.dimensions > 0 {
        Self.initial(prior, g0Means.doubles, g0LogVariances.doubles)
      } else {
        []
      }
    inputs =
      if let inputMeans, let inputLogVariances, inputMeans.rank == 3, inputMeans.count > 0 {
        Self.inputs(InputPrior(parameters), inputMeans, inputLogVariances)
      } else {
        nil
      }
  }

  /// ½ [log v_p − log v_q + (v_q + (μ_q − μ_p)²)/v_p − 1].
  private static func initial(_ prior: InitialConditionPrior, _ means: [Double], _ logvars: [Double]) -> [Double] {
    let trials = means.count / prior.dimensions
    return (0..<prior.dimensions).map { i in
      let logPrior = Double(prior.logVariance[i])
      var sum = 0.0
      for trial in 0..<trials {
        let at = trial * prior.dimensions + i
        let difference = means[at] - Double(prior.mean[i])
        sum +=
          logPrior - logvars[at]
          + (logvars[at].exponential + difference * difference) * (-logPrior).exponential - 1
      }
      return 0.5 * sum / Double(max(trials, 1))
    }
  }

  /// The expectation under q of log q(u_t) − log p(u_t | u_{t−1}), with q independent over time:
  /// ½ [log v_p − log v_t − 1 + (v_t + φ²v_{t−1} + (μ_t − φμ_{t−1})²)/v_p], the first step against the stationary prior.
  private static func inputs(_ prior: InputPrior, _ means: Tensor, _ logvars: Tensor) -> Tensor {
    let (trials, steps, count) = (means.shape[0], means.shape[1], means.shape[2])
    let (m, l) = (means.doubles, logvars.doubles)
    var result = [Double](repeating: 0, count: steps * count)
    for i in 0..<count {
      for trial in 0..<trials {
        for t in 0..<steps {
          let at = (trial * steps + t) * count + i
          let phi = t == 0 ? 0 : prior.coefficient[i]
          let logPrior = t == 0 ? prior.logStationaryVariance(i) : prior.logInnovationVariance[i]
          let lastMean = t == 0 ? 0 : m[at - count]
          let lastVariance = t == 0 ? 0 : l[at - count].exponential
          let residual = m[at] - phi * lastMean
          let spread = l[at].exponential + phi * phi * lastVariance + residual * residual
          result[t * count + i] +=
            0.5 * (logPrior - l[at] - 1 + spread * (-logPrior).exponential) / Double(trials)
        }
      }
    }
    return Tensor(result, shape: [steps, count], axes: ["time", "input"])
  }
}
