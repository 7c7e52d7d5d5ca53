import CKernels

/// Elementary functions over arrays; `y` may be `x`. A NaN stays one.
extension Kernels {
  /// y = eˣ.
  public static func exp(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.exp(x, count, y)
  }

  /// y = ln x; −∞ of 0, NaN below.
  public static func log(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.log(x, count, y)
  }

  /// y = tanh x.
  public static func tanh(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.tanh(x, count, y)
  }

  /// y = 1/(1 + e⁻ˣ).
  public static func sigmoid(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.sigmoid(x, count, y)
  }
}
