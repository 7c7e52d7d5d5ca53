import CKernels

/// Log-likelihoods of observations, row by row, and gradients of their negatives.
///
/// `logLikelihood` [rows] is added to. Gradients are overwritten and carry the factor `gradientScale`; they may stand where
/// the parameters did.
extension Kernels {
  /// Poisson counts k under log rates l: Σ k·l − eˡ. The term ln k! is left out: it does not depend on the rates
  /// (`LogFactorials` has it).
  ///
  /// - Parameters:
  ///   - logRates: [rows, n] with its leading dimension.
  ///   - counts: [rows, n] with its leading dimension.
  public static func poisson(
    rows: Int, n: Int, logRates: UnsafePointer<Float>, leadingDimension: Int, counts: UnsafePointer<Float>,
    countsLeadingDimension: Int, logLikelihood: UnsafeMutablePointer<Float>
  ) {
    current.pointee.poisson(
      rows, n, logRates, leadingDimension, counts, countsLeadingDimension, logLikelihood)
  }

  /// The same, and the gradient eˡ − k.
  public static func poisson(
    rows: Int, n: Int, logRates: UnsafePointer<Float>, leadingDimension: Int, counts: UnsafePointer<Float>,
    countsLeadingDimension: Int, logLikelihood: UnsafeMutablePointer<Float>, gradientScale: Float,
    gradient: UnsafeMutablePointer<Float>, gradientLeadingDimension: Int
  ) {
    current.pointee.poisson_gradient(
      rows, n, logRates, leadingDimension, counts, countsLeadingDimension, logLikelihood, gradientScale, gradient,
      gradientLeadingDimension)
  }

  /// Gaussian values x under means μ and log variances v: Σ −½(v + ln 2π + (x−μ)²e⁻ᵛ).
  ///
  /// - Parameters:
  ///   - mean: [rows, n] with its leading dimension.
  ///   - logVariance: [rows, n] with the same leading dimension: the two are halves of one output.
  ///   - x: [rows, n] with its leading dimension.
  public static func gaussian(
    rows: Int, n: Int, mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, leadingDimension: Int,
    x: UnsafePointer<Float>, xLeadingDimension: Int, logLikelihood: UnsafeMutablePointer<Float>
  ) {
    current.pointee.gaussian(
      rows, n, mean, logVariance, leadingDimension, x, xLeadingDimension, logLikelihood)
  }

  /// The same, and the gradients −(x−μ)e⁻ᵛ and ½(1 − (x−μ)²e⁻ᵛ).
  public static func gaussian(
    rows: Int, n: Int, mean: UnsafePointer<Float>, logVariance: UnsafePointer<Float>, leadingDimension: Int,
    x: UnsafePointer<Float>, xLeadingDimension: Int, logLikelihood: UnsafeMutablePointer<Float>,
    gradientScale: Float, dMean: UnsafeMutablePointer<Float>, dLogVariance: UnsafeMutablePointer<Float>,
    gradientLeadingDimension: Int
  ) {
    current.pointee.gaussian_gradient(
      rows, n, mean, logVariance, leadingDimension, x, xLeadingDimension, logLikelihood, gradientScale, dMean,
      dLogVariance, gradientLeadingDimension)
  }

  /// What each observation counts, [rows, n], in log p and in its gradient. One of weight 0 may be any number.
  public typealias Weights = (values: UnsafePointer<Float>, gradients: UnsafePointer<Float>)

  /// ``poisson(rows:n:logRates:leadingDimension:counts:countsLeadingDimension:logLikelihood:)`` of arrays without gaps,
  /// each observation times its weight.
  ///
  /// - Parameter gradient: [rows, n], overwritten; nil: none is wanted.
  public static func weightedPoisson(
    rows: Int, n: Int, logRates: UnsafePointer<Float>, counts: UnsafePointer<Float>, weights: Weights,
    logLikelihood: UnsafeMutablePointer<Float>, gradientScale: Float = 0, gradient: UnsafeMutablePointer<Float>? = nil
  ) {
    var weights = lk_weights(values: weights.values, gradients: weights.gradients)
    current.pointee.poisson_weighted(rows, n, logRates, counts, &weights, logLikelihood, gradientScale, gradient)
  }

  /// The same of Gaussian values.
  ///
  /// - Parameters:
  ///   - output: [rows, 2n]: n means, then n log variances.
  ///   - gradient: [rows, 2n], overwritten; nil: none is wanted.
  public static func weightedGaussian(
    rows: Int, n: Int, output: UnsafePointer<Float>, x: UnsafePointer<Float>, weights: Weights,
    logLikelihood: UnsafeMutablePointer<Float>, gradientScale: Float = 0, gradient: UnsafeMutablePointer<Float>? = nil
  ) {
    var weights = lk_weights(values: weights.values, gradients: weights.gradients)
    current.pointee.gaussian_weighted(rows, n, output, x, &weights, logLikelihood, gradientScale, gradient)
  }

  /// Zero-inflated Gamma values x under a, b, c: α = max(σ(a), 1e-5)·s₀, β = max(σ(b), 1e-5)·s₁, q = σ(c) kept between
  /// 1e-5 and 1 − 1e-5; log(1 − q) of x = 0, else log q + α log β + (α−1) log y − βy − ln Γ(α) at y = x − location.
  ///
  /// - Parameters:
  ///   - output: [rows, 3n]: n of a, then of b, then of c.
  ///   - x: [rows, n], 0 or above the location.
  ///   - scales: [2, n].
  ///   - gradient: [rows, 3n], overwritten; nil: none is wanted.
  ///   - dScales: [2, n], added to.
  public static func zeroInflatedGamma(
    rows: Int, n: Int, output: UnsafePointer<Float>, x: UnsafePointer<Float>, scales: UnsafePointer<Float>,
    location: Float, weights: Weights?, logLikelihood: UnsafeMutablePointer<Float>, gradientScale: Float = 0,
    gradient: UnsafeMutablePointer<Float>? = nil, dScales: UnsafeMutablePointer<Float>? = nil
  ) {
    guard let weights else {
      current.pointee.zero_inflated_gamma(
        rows, n, output, x, scales, location, nil, logLikelihood, gradientScale, gradient, dScales)
      return
    }
    var pair = lk_weights(values: weights.values, gradients: weights.gradients)
    current.pointee.zero_inflated_gamma(
      rows, n, output, x, scales, location, &pair, logLikelihood, gradientScale, gradient, dScales)
  }
}
