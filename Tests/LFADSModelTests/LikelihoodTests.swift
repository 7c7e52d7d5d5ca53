import Foundation
import Testing

@testable import LFADSModel

/// Numbers of lfads-torch's own functions in double precision.
struct GoldenTerms: Decodable {
  struct Term: Decodable {
    let output, data, loss, gradient, mean: [[Float]]
    let scale, gradient_scale: [[Float]]?
    let gamma_loc, l2, scale_prior, scale_penalty: Double?
  }
  struct Autoregressive: Decodable {
    let sample: [[[Double]]]
    let tau, nvar, log_prob: [Double]
  }
  let poisson, zero_inflated_gamma: Term
  let ar1: Autoregressive

  init() throws {
    let url = try #require(Bundle.module.url(forResource: "terms", withExtension: "json", subdirectory: "Golden"))
    self = try JSONDecoder().decode(GoldenTerms.self, from: Data(contentsOf: url))
  }
}

@Suite("Likelihood")
struct LikelihoodTests {
  /// One row of cells: log p with its constant, the gradient of −log p, and the rates.
  private struct Evaluated {
    var logLikelihood: Double
    var gradient, ownGradient, rates: [Float]
  }

  private func evaluate(
    _ likelihood: any Likelihood, output: [Float], data: [Float], own: [Float] = [],
    weights: (values: [Float], gradients: [Float])? = nil
  ) -> Evaluated {
    let d = data.count
    var sum: Float = 0, constant = 0.0
    var gradient = [Float](repeating: 0, count: output.count), ownGradient = own.map { _ in Float(0) }
    var distribution = [Float](repeating: 0, count: d * likelihood.quantities.count)
    output.withUnsafeBufferPointer { output in
      own.withUnsafeBufferPointer { own in
        data.withUnsafeBufferPointer { data in
          gradient.withUnsafeMutableBufferPointer { gradient in
            ownGradient.withUnsafeMutableBufferPointer { ownGradient in
              func run(_ weights: ObservationWeights?) {
                let rows = OutputRows(
                  count: 1, channels: d, output: output.baseAddress!,
                  parameters: likelihood.parameters.isEmpty ? [] : [own.baseAddress!])
                likelihood.add(
                  ObservedCells(rows, observed: data.baseAddress!, weights: weights), to: &sum,
                  gradient: ObservationGradient(
                    scale: 1, output: gradient.baseAddress!,
                    parameters: likelihood.parameters.isEmpty ? [] : [ownGradient.baseAddress!]))
                likelihood.constants(data.baseAddress!, weights: weights?.values, rows: 1, channels: d) {
                  constant += $1
                }
                distribution.withUnsafeMutableBufferPointer {
                  likelihood.distribution(rows, into: $0.baseAddress!)
                }
              }
              guard let weights else { return run(nil) }
              weights.values.withUnsafeBufferPointer { values in
                weights.gradients.withUnsafeBufferPointer { gradients in
                  run(ObservationWeights(values: values.baseAddress!, gradients: gradients.baseAddress!))
                }
              }
            }
          }
        }
      }
    }
    return Evaluated(
      logLikelihood: Double(sum) + constant, gradient: gradient, ownGradient: ownGradient,
      rates: Array(distribution.prefix(d)))
  }

  private func isClose(_ a: [Float], _ b: [Float], _ tolerance: Float = 3e-6) -> Bool {
    let scale = b.map(abs).max() ?? 1
    return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(scale, 1) }
  }

  @Test("Poisson: log p, gradient and rates are those of lfads-torch")
  func poisson() throws {
    let term = try GoldenTerms().poisson, data = term.data[0]
    let found = evaluate(PoissonLikelihood(Hyperparameters()), output: term.output[0], data: data)
    // Stirling's ln k! of the reference in the place of ours.
    let constants = data.reduce(0.0) { sum, k in
      let k = Double(k), stirling = k > 1 ? k * log(k) - k + 0.5 * log(2 * .pi * k) : 0
      return sum + stirling - lgamma(k + 1)
    }
    let loss = term.loss[0].reduce(0) { $0 + Double($1) } - constants
    #expect(abs(found.logLikelihood + loss) < 1e-5)
    #expect(isClose(found.gradient, term.gradient[0]) && isClose(found.rates, term.mean[0]))
  }

  @Test("Zero-inflated Gamma: log p, gradients, rates and penalty are those of lfads-torch, at the clamps too")
  func zeroInflatedGamma() throws {
    let term = try GoldenTerms().zero_inflated_gamma, scales = try #require(term.scale).flatMap(\.self)
    var hyper = Hyperparameters()
    hyper.gamma_loc = try #require(term.gamma_loc)
    hyper.zig_scale_prior = try #require(term.scale_prior)
    hyper.zig_scale_penalty = try #require(term.scale_penalty)
    let likelihood = ZeroInflatedGammaLikelihood(hyper)
    let found = evaluate(likelihood, output: term.output[0], data: term.data[0], own: scales)
    #expect(abs(found.logLikelihood + term.loss[0].reduce(0) { $0 + Double($1) }) < 4e-5)
    #expect(isClose(found.gradient, term.gradient[0]) && isClose(found.rates, term.mean[0]))
    #expect(isClose(found.ownGradient, try #require(term.gradient_scale).flatMap(\.self)))
    let penalty = scales.withUnsafeBufferPointer {
      likelihood.penalty([$0.baseAddress!], channels: term.data[0].count, scale: 0, gradient: nil)
    }
    #expect(abs(penalty - (try #require(term.l2))) < 1e-6)
  }

  @Test(
    "A weight counts in value and gradient; an observation of weight 0 may be any number",
    arguments: OutputDistribution.allCases.map(\.rawValue))
  func weights(name: String) throws {
    let likelihood = try #require(OutputDistribution(rawValue: name)).likelihood.init(Hyperparameters())
    let d = 19, parts = likelihood.parts.count
    let output = (0..<(d * parts)).map { Float(($0 * 7) % 11) * 0.2 - 1 }
    let own = likelihood.parameters.flatMap { Array(repeating: Float(1.5), count: $0.rows * d) }
    var data = (0..<d).map { Float(($0 * 5) % 4) }
    let values = (0..<d).map { Float($0 % 3) * 0.5 }, gradients = (0..<d).map { Float($0 % 4) * 0.25 }
    var expected = Evaluated(
      logLikelihood: 0, gradient: output.map { _ in 0 }, ownGradient: own.map { _ in 0 }, rates: [])
    for i in 0..<d {
      let single = evaluate(
        likelihood, output: (0..<parts).map { output[$0 * d + i] }, data: [data[i]],
        own: own.isEmpty ? [] : [own[i], own[d + i]])
      expected.logLikelihood += Double(values[i]) * single.logLikelihood
      for part in 0..<parts { expected.gradient[part * d + i] = gradients[i] * single.gradient[part] }
      for row in single.ownGradient.indices {
        expected.ownGradient[row * d + i] = gradients[i] * single.ownGradient[row]
      }
    }
    for i in 0..<d where values[i] == 0 && gradients[i] == 0 { data[i] = .nan }
    let found = evaluate(likelihood, output: output, data: data, own: own, weights: (values, gradients))
    #expect(abs(found.logLikelihood - expected.logLikelihood) < 1e-4, "\(name)")
    #expect(isClose(found.gradient, expected.gradient) && isClose(found.ownGradient, expected.ownGradient), "\(name)")
  }
}
