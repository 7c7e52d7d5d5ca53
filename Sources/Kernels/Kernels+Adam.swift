import CKernels

extension Kernels {
  /// One step of Adam (Kingma & Ba 2015) in the form that has ε outside the bias correction.
  ///
  /// With g' = gradientScale·g: m = β₁m + (1−β₁)g', v = β₂v + (1−β₂)g'², θ −= α·m/(√v + ε). The bias correction is the
  /// caller's, in α.
  public static func adam(
    theta: UnsafeMutablePointer<Float>, m: UnsafeMutablePointer<Float>, v: UnsafeMutablePointer<Float>,
    g: UnsafePointer<Float>, count: Int, alpha: Float, beta1: Float, beta2: Float, epsilon: Float,
    gradientScale: Float
  ) {
    current.pointee.adam(theta, m, v, g, count, alpha, beta1, beta2, epsilon, gradientScale)
  }
}
