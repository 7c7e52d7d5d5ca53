import Testing

@testable import Tensors

@Suite struct BLASTests {
  @Test(arguments: [false, true], [false, true])
  func `A product transposes, scales and accumulates as asked, in both precisions`(transposeA: Bool, transposeB: Bool) {
    let (m, n, k) = (7, 11, 5)
    let lda = (transposeA ? m : k) + 2, ldb = (transposeB ? k : n) + 1, ldc = n + 3
    let a = uniforms((transposeA ? k : m) * lda, seed: 1), b = uniforms((transposeB ? n : k) * ldb, seed: 2)
    let start = uniforms(m * ldc, seed: 3)
    var c = start, wide = start.map(Double.init)
    BLAS.gemm(
      transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, alpha: 2, a: a, lda: lda, b: b, ldb: ldb,
      beta: 0.5, c: &c, ldc: ldc)
    BLAS.gemm(
      transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, alpha: 2, a: a.map(Double.init), lda: lda,
      b: b.map(Double.init), ldb: ldb, beta: 0.5, c: &wide, ldc: ldc)
    var expected = start.map(Double.init)
    for i in 0..<m {
      for j in 0..<n {
        var sum = 0.0
        for l in 0..<k {
          sum += Double(a[transposeA ? l * lda + i : i * lda + l]) * Double(b[transposeB ? j * ldb + l : l * ldb + j])
        }
        expected[i * ldc + j] = 2 * sum + 0.5 * expected[i * ldc + j]
      }
    }
    #expect(zip(c, expected).allSatisfy { abs(Double($0) - $1) <= 1e-5 * max(1, abs($1)) })
    #expect(zip(wide, expected).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test func `An empty product leaves or scales its result and never fails`() {
    var c: [Float] = [1, 2, 3, 4]
    BLAS.gemm(
      transposeA: false, transposeB: false, m: 2, n: 2, k: 0, alpha: 1, a: [0], lda: 1, b: [0], ldb: 2, beta: 2, c: &c,
      ldc: 2)
    #expect(c == [2, 4, 6, 8])
    BLAS.gemm(
      transposeA: false, transposeB: true, m: 0, n: 2, k: 3, alpha: 1, a: [0], lda: 3, b: [0], ldb: 3, beta: 0, c: &c,
      ldc: 2)
    #expect(c == [2, 4, 6, 8])
  }

  @Test func `The library says which kernels it chose`() {
    #expect(!BLAS.coreName.isEmpty)
  }
}
