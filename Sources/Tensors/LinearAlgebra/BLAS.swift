import COpenBLAS

/// OpenBLAS: general products, row-major.
///
/// One thread a product: the engine shares its work out itself, over shards that never wait for each other.
public enum BLAS {
  /// Makes every product run on the thread that asks for it. To be called once, before the first product.
  public static func useOneThread() {
    useThreads(1)
  }

  /// Lets OpenBLAS cut its products among this many threads, in the whole process.
  public static func useThreads(_ threads: Int) {
    openblas_set_num_threads(Int32(threads))
  }

  /// The name of the kernels OpenBLAS chose for this processor, such as `SkylakeX` or `Zen`.
  public static var coreName: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// Its version and the name of its kernels here: `0.3.21 SkylakeX`.
  public static var version: String {
    let words = openblas_get_config().map { String(cString: $0).split(separator: " ") } ?? []
    return "\(words.dropFirst().first ?? "unknown") \(coreName)"
  }

  /// C = alpha·op(A)·op(B) + beta·C with op(A) [m, k], op(B) [k, n], C [m, n]; op transposes where asked to.
  ///
  /// Where `beta` is 0, C need not be initialised.
  public static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Float, a: UnsafePointer<Float>, lda: Int,
    b: UnsafePointer<Float>, ldb: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    guard m > 0, n > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(m),
      blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }

  /// The same in double precision.
  public static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, alpha: Double, a: UnsafePointer<Double>, lda: Int,
    b: UnsafePointer<Double>, ldb: Int, beta: Double, c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    guard m > 0, n > 0 else { return }
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(m),
      blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }
}
