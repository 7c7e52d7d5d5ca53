import CKernels

/// Elementary functions over arrays; `y` may be `x`. A NaN stays one.
///
/// The errors named here are the largest against double precision over all floats, in units of the last place of the
/// result, under every instruction set.
extension Kernels {
  /// y = eˣ, within 1.1 units. Subnormal results are kept; below e⁻¹⁰⁴ it is 0, above the greatest float ∞.
  public static func exp(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.exp(x, count, y)
  }

  /// y = ln x, within 0.9 units, subnormal x included; −∞ of 0, NaN below.
  public static func log(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.log(x, count, y)
  }

  /// y = tanh x, within 2.6 units, also of values near 0.
  public static func tanh(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.tanh(x, count, y)
  }

  /// y = 1/(1 + e⁻ˣ), within 2.4 units from −87 on; below that within 5·10⁻³⁹, and 0 from −88.4 down.
  public static func sigmoid(_ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>) {
    current.pointee.sigmoid(x, count, y)
  }
}
