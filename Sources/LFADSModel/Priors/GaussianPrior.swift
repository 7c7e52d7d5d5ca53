/// A diagonal Gaussian with learned mean and, if the two bounds differ, learned variance
/// v = σ(e^p)·(max − min) + min (the double transform is the reference's).
struct GaussianPrior: InitialConditionPrior {
  let dimensions: Int
  let mean: [Float]
  let logVariance: [Float]
  /// d log v / dp; 0 where the variance is constant.
  private let logVarianceSlope: [Float]

  static func parameters(_ hyper: Hyperparameters) -> [PriorParameter] {
    [
      PriorParameter(name: "mean", width: hyper.ic_dim, start: 0, isTrainable: true),
      PriorParameter(
        name: "logvar", width: hyper.ic_dim, start: Float(hyper.ic_prior_var_scale).logarithm,
        isTrainable: hyper.trainsInitialConditionPriorVariance),
    ]
  }

  init(_ parameters: ParameterVector) {
    let hyper = parameters.layout.shape.hyperparameters
    dimensions = hyper.ic_dim
    guard hyper.hasInitialConditionCode else {
      (mean, logVariance, logVarianceSlope) = ([], [], [])
      return
    }
    let p = parameters.pointer("g0_prior/logvar"), m = parameters.pointer("g0_prior/mean")
    mean = (0..<hyper.ic_dim).map { m[$0] }
    guard hyper.trainsInitialConditionPriorVariance else {
      logVariance = Array(repeating: Float(hyper.ic_prior_var_scale).logarithm, count: hyper.ic_dim)
      logVarianceSlope = Array(repeating: 0, count: hyper.ic_dim)
      return
    }
    let low = Float(hyper.ic_prior_var_min), span = Float(hyper.ic_prior_var_max) - low
    let variances = (0..<hyper.ic_dim).map { p[$0].exponential.sigmoid * span + low }
    logVariance = variances.map(\.logarithm)
    logVarianceSlope = variances.indices.map { i in
      let e = p[i].exponential, s = e.sigmoid
      return span * s * (1 - s) * e / variances[i]
    }
  }

  func draw(_ noise: UnsafePointer<Float>, into g0: UnsafeMutablePointer<Float>) {
    DiagonalGaussian.sample(mean: mean, logVariance: logVariance, noise: noise, count: dimensions, into: g0)
  }

  func twiceDivergence(_ i: Int, mean: Double, logVariance: Double) -> Double {
    twiceDivergence(i, difference: mean - Double(self.mean[i]), logVariance: logVariance)
  }

  private func twiceDivergence(_ i: Int, difference: Double, logVariance: Double) -> Double {
    DiagonalGaussian.twiceDivergence(
      difference: difference, logVariance: logVariance, priorLogVariance: Double(self.logVariance[i]))
  }

  func divergences(
    mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, _ body: (Int, Double) -> Void
  ) {
    for i in 0..<dimensions {
      body(
        i,
        0.5
          * twiceDivergence(i, difference: Double(mean[i] - self.mean[i]), logVariance: Double(logVariance[i])))
    }
  }

  func divergence(mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>) -> Double {
    var twice = 0.0
    for i in 0..<dimensions {
      twice += twiceDivergence(i, difference: Double(mean[i] - self.mean[i]), logVariance: Double(logVariance[i]))
    }
    return 0.5 * twice
  }

  func sampledDivergence(
    _ g0: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, noise: UnsafePointer<Float>
  ) -> Double {
    var sum = 0.0
    for i in 0..<dimensions {
      sum += DiagonalGaussian.sampledDivergence(
        residual: Double(g0[i] - mean[i]), priorLogVariance: Double(self.logVariance[i]),
        priorPrecision: (-Double(self.logVariance[i])).exponential, logVariance: Double(logVariance[i]),
        noise: Double(noise[i]))
    }
    return sum
  }

  func divergenceBackward(
    _ posterior: UnsafePointer<Float>, rows: Int, weight w: Float, into dPosterior: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>]
  ) {
    let dPriorMean = dParameters[0], dPriorLogvar = dParameters[1]
    for row in 0..<rows {
      let mean = posterior + row * 2 * dimensions, logvar = mean + dimensions
      let dMean = dPosterior + row * 2 * dimensions, dLogvar = dMean + dimensions
      for i in 0..<dimensions {
        let precision = (-logVariance[i]).exponential, difference = mean[i] - self.mean[i]
        let variance = logvar[i].exponential
        dMean[i] = w * difference * precision
        dLogvar[i] = w * 0.5 * (variance * precision - 1)
        dPriorMean[i] -= w * difference * precision
        dPriorLogvar[i] += w * 0.5 * (1 - (variance + difference * difference) * precision) * logVarianceSlope[i]
      }
    }
  }
}
