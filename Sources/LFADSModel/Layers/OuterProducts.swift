import Tensors

extension BLAS {
  /// gradient [columns of x, columns of dY] += xᵀ·dY, summed over `rows` rows: how a weight gathers its gradient over
  /// all time steps of a shard at once.
  static func addOuterProducts(
    _ x: UnsafePointer<Float>, leadingDimension ldx: Int, columns inputs: Int, _ dY: UnsafePointer<Float>,
    leadingDimension ldy: Int, columns outputs: Int, rows: Int, into gradient: UnsafeMutablePointer<Float>,
    leadingDimension ldg: Int
  ) {
    guard inputs > 0 else { return }
    gemm(
      transposeA: true, transposeB: false, m: inputs, n: outputs, k: rows, alpha: 1, a: x, lda: ldx, b: dY, ldb: ldy,
      beta: 1, c: gradient, ldc: ldg)
  }
}
