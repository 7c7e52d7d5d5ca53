import CKernels

/// Rows, sums and scalings of whole arrays.
extension Kernels {
  /// Every row of `out` [rows, n] becomes `row` [n].
  public static func fillRows(
    _ out: UnsafeMutablePointer<Float>, leadingDimension: Int, rows: Int, n: Int, row: UnsafePointer<Float>
  ) {
    current.pointee.fill_rows(out, leadingDimension, rows, n, row)
  }

  /// Adds the sum of the rows of `a` [rows, n] to `sums` [n].
  public static func addRowSums(
    _ a: UnsafePointer<Float>, leadingDimension: Int, rows: Int, n: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    current.pointee.add_row_sums(a, leadingDimension, rows, n, sums)
  }

  /// y += scale·x.
  public static func addScaled(
    _ x: UnsafePointer<Float>, scale: Float, count: Int, into y: UnsafeMutablePointer<Float>
  ) {
    current.pointee.add_scaled(x, scale, count, y)
  }

  /// x = scale·x.
  public static func scale(_ x: UnsafeMutablePointer<Float>, by scale: Float, count: Int) {
    current.pointee.scale(x, scale, count)
  }

  /// Σ x², in double precision.
  public static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    current.pointee.sum_of_squares(x, count)
  }

  /// Whether no element is infinite or NaN.
  public static func allFinite(_ x: UnsafePointer<Float>, count: Int) -> Bool {
    current.pointee.all_finite(x, count) != 0
  }
}
