import Foundation
import Testing

@testable import Kernels

@Suite struct LikelihoodKernelTests {
  static let widths = [0, 1, 5, 8, 16, 19, 50]
  static let rows = 6

  @Test(arguments: InstructionSet.supported, widths)
  func `The Poisson kernels are the formula and its gradient`(set: InstructionSet, n: Int) {
    let rows = Self.rows, ld = n + 2, ldCounts = n + 1, ldGradient = n + 3, scale: Float = 0.25
    let logRates = uniforms(rows * ld, seed: 1, limit: 3)
    let counts = uniforms(rows * ldCounts, seed: 2, limit: 4).map { abs($0).rounded() }
    let start = uniforms(rows, seed: 3)
    var plain = start, logLikelihood = start, gradient = [Float](repeating: 7, count: rows * ldGradient)
    set.run {
      Kernels.poisson(
        rows: rows, n: n, logRates: logRates, leadingDimension: ld, counts: counts, countsLeadingDimension: ldCounts,
        logLikelihood: &plain)
      Kernels.poisson(
        rows: rows, n: n, logRates: logRates, leadingDimension: ld, counts: counts, countsLeadingDimension: ldCounts,
        logLikelihood: &logLikelihood, gradientScale: scale, gradient: &gradient, gradientLeadingDimension: ldGradient)
    }
    var expected = start.map(Double.init), expectedGradient = [Double](repeating: 7, count: rows * ldGradient)
    for r in 0..<rows {
      for j in 0..<n {
        let l = Double(logRates[r * ld + j]), k = Double(counts[r * ldCounts + j])
        expected[r] += k * l - exp(l)
        expectedGradient[r * ldGradient + j] = Double(scale) * (exp(l) - k)
      }
    }
    expectClose(logLikelihood, expected, "log-likelihood, \(set), \(n)")
    expectClose(gradient, expectedGradient, "gradient, \(set), \(n)")
    #expect(plain == logLikelihood)
  }

  @Test(arguments: InstructionSet.supported, widths)
  func `The Gaussian kernels are the formula and its gradients`(set: InstructionSet, n: Int) {
    let rows = Self.rows, ld = 2 * n + 1, ldX = n + 1, ldGradient = 2 * n + 3, scale: Float = 0.25
    let output = uniforms(rows * ld, seed: 4, limit: 2), x = uniforms(rows * ldX, seed: 5, limit: 3)
    let start = uniforms(rows, seed: 6)
    var plain = start, logLikelihood = start, gradient = [Float](repeating: 7, count: rows * ldGradient)
    output.withUnsafeBufferPointer { output in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let output = output.baseAddress, let gradient = gradient.baseAddress else { return }
        set.run {
          Kernels.gaussian(
            rows: rows, n: n, mean: output, logVariance: output + n, leadingDimension: ld, x: x,
            xLeadingDimension: ldX, logLikelihood: &plain)
          Kernels.gaussian(
            rows: rows, n: n, mean: output, logVariance: output + n, leadingDimension: ld, x: x,
            xLeadingDimension: ldX, logLikelihood: &logLikelihood, gradientScale: scale, dMean: gradient,
            dLogVariance: gradient + n, gradientLeadingDimension: ldGradient)
        }
      }
    }
    var expected = start.map(Double.init), expectedGradient = [Double](repeating: 7, count: rows * ldGradient)
    for r in 0..<rows {
      for j in 0..<n {
        let mean = Double(output[r * ld + j]), logVariance = Double(output[r * ld + n + j])
        let difference = Double(x[r * ldX + j]) - mean, precision = exp(-logVariance)
        expected[r] -= 0.5 * (logVariance + log(2 * Double.pi) + difference * difference * precision)
        expectedGradient[r * ldGradient + j] = -Double(scale) * difference * precision
        expectedGradient[r * ldGradient + n + j] = 0.5 * Double(scale) * (1 - difference * difference * precision)
      }
    }
    expectClose(logLikelihood, expected, "log-likelihood, \(set), \(n)")
    expectClose(gradient, expectedGradient, "gradients, \(set), \(n)")
    #expect(plain == logLikelihood)
  }

  @Test func `Logarithms of factorials are those of the products, in the table and beyond`() {
    var product = 0.0
    let few = LogFactorials(count: 10)
    for k in 0...400 {
      if k > 0 { product += log(Double(k)) }
      #expect(abs(LogFactorials.bytes[k] - product) <= 1e-12 * max(1, product), "\(k)!")
      #expect(abs(few[k] - product) <= 1e-12 * max(1, product), "\(k)!")
    }
    let counts: [Float] = [0, 1, 2, 3, 300, 12]
    let sum = LogFactorials.bytes.sum(counts, count: counts.count)
    #expect(abs(sum - (log(2) + log(6) + lgamma(301) + lgamma(13))) < 1e-9)
  }
}
