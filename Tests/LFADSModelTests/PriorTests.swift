import Foundation
import Tensors
import Testing

@testable import LFADSModel

@Suite("Prior")
struct PriorTests {
  private static let logTwoPi = log(2 * Double.pi)

  /// log N(x; mean, e^logVariance).
  private static func logNormal(_ x: Double, _ mean: Double, _ logVariance: Double) -> Double {
    -0.5 * (logTwoPi + logVariance + (x - mean) * (x - mean) * exp(-logVariance))
  }

  @Test("AR(1): log p of whole paths is lfads-torch's")
  func autoregressive() throws {
    let golden = try GoldenTerms().ar1
    let prior = AutoregressivePrior(
      logInnovationVariances: golden.nvar.map { log($0) }, logTimeConstants: golden.tau.map { log($0) })
    let rows = golden.sample.count, steps = golden.sample[0].count, count = golden.tau.count
    let samples = (0..<steps).flatMap { t in (0..<rows).flatMap { golden.sample[$0][t].map { Float($0) } } }
    // A posterior of mean u and variance 1: log q(u) is −½ log 2π whatever u is.
    let posterior = [Float](repeating: 0, count: 2 * samples.count), noise = [Float](repeating: 0, count: samples.count)
    let found = samples.withUnsafeBufferPointer { samples in
      posterior.withUnsafeBufferPointer { posterior in
        noise.withUnsafeBufferPointer { noise in
          let paths = InputPaths(
            steps: steps, rows: rows, count: count, samples: samples.baseAddress!, posterior: posterior.baseAddress!,
            noise: noise.baseAddress!)
          return (0..<rows).map { row in
            var sum = 0.0
            prior.divergences(paths, row: row) { _, _, term in sum -= term + 0.5 * Self.logTwoPi }
            return sum
          }
        }
      }
    }
    for (a, b) in zip(found, golden.log_prob) { #expect(abs(a - b) < 1e-5 * abs(b)) }
  }

  @Test("AR(1): draws have the stationary variance and the autocorrelation of the time constant")
  func autoregressiveDraws() {
    let prior = AutoregressivePrior(logInnovationVariances: [log(0.1)], logTimeConstants: [log(5)])
    let rows = 20_000, steps = 8, phi = exp(-1.0 / 5)
    var stream = RandomStream(key: 4, stream: 1)
    var inputs = [Float](repeating: 0, count: rows), paths: [[Float]] = []
    for t in 0..<steps {
      inputs.withUnsafeMutableBufferPointer { buffer in
        prior.draw(t, rows: rows, inputs: buffer.baseAddress!) { _, _ in stream.normal() }
      }
      paths.append(inputs)
    }
    let variance = 0.1 / (1 - phi * phi)
    for t in [0, steps - 1] {
      let found = paths[t].reduce(0.0) { $0 + Double($1) * Double($1) } / Double(rows)
      #expect(abs(found / variance - 1) < 0.06, "step \(t), seed 4")
    }
    let together = zip(paths[3], paths[4]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / Double(rows)
    #expect(abs(together / variance - phi) < 0.04, "seed 4")
  }

  @Test("AR(1): the expected divergence is the mean of the sampled one")
  func expectation() throws {
    let prior = AutoregressivePrior(logInnovationVariances: [log(0.2)], logTimeConstants: [log(4)])
    let steps = 3, rows = 40_000
    let means: [Float] = [0.5, -0.3, 0.8], logVariances: [Float] = [-1, -0.5, -2]
    var stream = RandomStream(key: 9, stream: 2)
    var sums = [Double](repeating: 0, count: steps), last = [Double](repeating: 0, count: rows)
    for t in 0..<steps {
      let noise = (0..<rows).map { _ in Float(stream.normal()) }
      let samples = noise.map { DiagonalGaussian.sample(mean: means[t], logVariance: logVariances[t], noise: $0) }
      let posterior = (0..<rows).flatMap { _ in [means[t], logVariances[t]] }
      var found = [Double](repeating: 0, count: rows)
      prior.addDivergences(
        t, rows: rows, samples: samples, posterior: posterior, noise: noise, noiseStride: 1, last: &last, to: &found)
      sums[t] = found.reduce(0, +) / Double(rows)
    }
    let expected = prior.expectedDivergences(
      means: Tensor(means, shape: [1, steps, 1]), logVariances: Tensor(logVariances, shape: [1, steps, 1])
    ).doubles
    for t in 0..<steps { #expect(abs(sums[t] - expected[t]) < 0.04, "step \(t), seed 9") }
  }

  @Test(
    "Gaussian: divergence and sampled divergence are those of the densities, learned variance or not",
    arguments: [false, true])
  func gaussian(learned: Bool) throws {
    var hyper = Hyperparameters()
    (hyper.ic_dim, hyper.gen_dim, hyper.co_dim, hyper.factors_dim) = (3, 3, 0, 2)
    if learned { (hyper.ic_prior_var_min, hyper.ic_prior_var_max) = (0.05, 0.6) }
    let layout = ParameterLayout(
      try ModelShape(hyperparameters: hyper, steps: 2, sessions: [SessionShape(name: "a", channels: 2)]))
    let parameters = ParameterVector(layout, seed: 1)
    parameters.set("g0_prior/mean", to: [0.2, -0.1, 0.4])
    parameters.set("g0_prior/logvar", to: [-1, 0.3, 0.1])
    let prior = GaussianPrior(parameters)
    let mean: [Float] = [0.5, 0, -0.4], logVariance: [Float] = [-2, -1, -3], noise: [Float] = [0.3, -1.2, 0.7]
    var total = 0.0
    prior.divergences(mean: mean, logVariance: logVariance) { i, found in
      let p = Double(prior.logVariance[i]), q = Double(logVariance[i]), d = Double(mean[i]) - Double(prior.mean[i])
      let expected = 0.5 * (p - q + (exp(q) + d * d) / exp(p) - 1)
      #expect(abs(found - expected) < 1e-6)
      #expect(abs(0.5 * prior.twiceDivergence(i, mean: Double(mean[i]), logVariance: q) - expected) < 1e-6)
      total += found
    }
    #expect(abs(prior.divergence(mean: mean, logVariance: logVariance) - total) < 1e-9)
    var g0 = [Float](repeating: 0, count: 3)
    DiagonalGaussian.sample(mean: mean, logVariance: logVariance, noise: noise, count: 3, into: &g0)
    let expected = (0..<3).reduce(0.0) { sum, i in
      sum + Self.logNormal(Double(g0[i]), Double(mean[i]), Double(logVariance[i]))
        - Self.logNormal(Double(g0[i]), Double(prior.mean[i]), Double(prior.logVariance[i]))
    }
    #expect(abs(prior.sampledDivergence(g0, logVariance: logVariance, noise: noise) - expected) < 1e-5)
    if learned {
      for v in prior.logVariance { #expect((log(0.05)...log(0.6)).contains(Double(v))) }
    } else {
      #expect(prior.logVariance.allSatisfy { abs(Double($0) - log(0.1)) < 1e-6 })
    }
  }

  @Test("A Gaussian sample's backward pass is its finite difference")
  func sampleBackward() {
    let noise: Float = 0.7, logVariance: Float = -0.4, h: Float = 1e-2
    var dMean: Float = 0, dLogVariance: Float = 0
    DiagonalGaussian.sampleBackward(
      [2], logVariance: [logVariance], noise: [noise], count: 1, addingMean: &dMean, addingLogVariance: &dLogVariance)
    func sample(_ l: Float) -> Float { DiagonalGaussian.sample(mean: 0.3, logVariance: l, noise: noise) }
    #expect(dMean == 2)
    #expect(abs(dLogVariance - 2 * (sample(logVariance + h) - sample(logVariance - h)) / (2 * h)) < 1e-4)
  }
}
