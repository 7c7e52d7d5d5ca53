import Kernels
import Tensors

extension Claim {
  /// What the machine can do: a 2048³ single-precision product by OpenBLAS on all cores.
  static let sgemm = Claim(name: "sgemm", summary: "cblas_sgemm of 2048³ on all cores, median of 10") { cores in
    let n = 2048
    let a = AlignedBuffer<Float>(count: n * n)
    let b = AlignedBuffer<Float>(count: n * n)
    let c = AlignedBuffer<Float>(count: n * n)
    a.fill(0.5)
    b.fill(0.25)
    BLAS.useThreads(cores)
    defer { BLAS.useOneThread() }
    let seconds = timed(10) {
      BLAS.gemm(
        transposeA: false, transposeB: false, m: n, n: n, k: n, alpha: 1, a: a.pointer, lda: n, b: b.pointer, ldb: n,
        beta: 0, c: c.pointer, ldc: n)
    }
    return Measurement(
      "sgemm", seconds: seconds, flops: 2 * Double(n * n * n), note: "OpenBLAS \(BLAS.coreName), \(cores) threads")
  }
}
