import CKernels

/// Inverted dropout with a mask of 1 (kept) and 0 (dropped); `scale` is the reciprocal of the probability to be kept.
extension Kernels {
  /// y = x∘mask·scale; `y` may be `x`.
  public static func applyMask(
    _ x: UnsafePointer<Float>, mask: UnsafePointer<UInt8>, scale: Float, count: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    current.pointee.apply_mask(x, mask, scale, count, y)
  }

  /// y += g∘mask·scale.
  public static func addMasked(
    _ g: UnsafePointer<Float>, mask: UnsafePointer<UInt8>, scale: Float, count: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    current.pointee.add_masked(g, mask, scale, count, y)
  }
}
