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
}
