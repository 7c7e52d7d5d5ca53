/// The prior of g0 in force: a diagonal Gaussian with learned mean and, if the two bounds differ, learned variance
/// v = σ(e^p)·(max − min) + min (the double transform is the reference's).
struct InitialConditionPrior {
  let dimensions: Int
  let mean: [Float]
  let logVariance: [Float]
  /// d log v / dp; 0 where the variance is constant.
  let logVarianceSlope: [Float]

  init(_ parameters: ParameterVector) {
    let h = parameters.layout.shape.hyperparameters
    dimensions = h.ic_dim
    guard h.hasInitialConditionCode else {
      (mean, logVariance, logVarianceSlope) = ([], [], [])
      return
    }
    let p = parameters.pointer("g0_prior/logvar"), m = parameters.pointer("g0_prior/mean")
    mean = (0..<h.ic_dim).map { m[$0] }
    guard h.trainsInitialConditionPriorVariance else {
      logVariance = Array(repeating: Float(h.ic_prior_var_scale).logarithm, count: h.ic_dim)
      logVarianceSlope = Array(repeating: 0, count: h.ic_dim)
      return
    }
    let low = Float(h.ic_prior_var_min), span = Float(h.ic_prior_var_max) - low
    let variances = (0..<h.ic_dim).map { p[$0].exponential.sigmoid * span + low }
    logVariance = variances.map(\.logarithm)
    logVarianceSlope = variances.indices.map { i in
      let e = p[i].exponential, s = e.sigmoid
      return span * s * (1 - s) * e / variances[i]
    }
  }
}

extension ParameterVector {
  /// Mean and log variance [ic_dim] of the prior of g0 in force; nil without an initial-condition code.
  public var initialConditionPrior: (mean: [Float], logVariance: [Float])? {
    guard layout.shape.hyperparameters.hasInitialConditionCode else { return nil }
    let prior = InitialConditionPrior(self)
    return (prior.mean, prior.logVariance)
  }
}
