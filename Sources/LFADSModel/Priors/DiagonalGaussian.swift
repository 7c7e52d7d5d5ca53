/// Samples of independent normal numbers by their means μ and log variances l: μ + e^{l/2}·ε.
enum DiagonalGaussian {
  /// One number.
  static func sample(mean: Float, logVariance: Float, noise: Float) -> Float {
    mean + (logVariance / 2).exponential * noise
  }

  /// A row of samples, [count] each.
  static func sample(
    mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, noise: UnsafePointer<Float>, count: Int,
    into sample: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { sample[i] = Self.sample(mean: mean[i], logVariance: logVariance[i], noise: noise[i]) }
  }

  /// The backward pass of a row: dμ += d, dl += d·½·e^{l/2}·ε.
  static func sampleBackward(
    _ dSample: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, noise: UnsafePointer<Float>, count: Int,
    addingMean dMean: UnsafeMutablePointer<Float>, addingLogVariance dLogVariance: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count {
      dMean[i] += dSample[i]
      dLogVariance[i] += dSample[i] * 0.5 * (logVariance[i] / 2).exponential * noise[i]
    }
  }

  /// log q(z) − log p(z) at a sample of q: `residual` is z less p's mean, `noise` the ε that made z.
  static func sampledDivergence(
    residual: Double, priorLogVariance: Double, priorPrecision: Double, logVariance: Double, noise: Double
  ) -> Double {
    0.5 * (priorLogVariance + residual * residual * priorPrecision - logVariance - noise * noise)
  }

  /// Twice the KL of N(μ, e^l) from a prior: log v_p − log v_q + (v_q + (μ − μ_p)²)/v_p − 1.
  static func twiceDivergence(difference: Double, logVariance: Double, priorLogVariance: Double) -> Double {
    priorLogVariance - logVariance
      + (logVariance.exponential + difference * difference) * (-priorLogVariance).exponential - 1
  }
}
