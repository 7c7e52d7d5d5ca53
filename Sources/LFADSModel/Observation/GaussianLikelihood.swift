import Kernels
import Tensors

/// Real numbers x whose mean μ and log variance v the read-out gives: log p = −½(v + ln 2π + (x−μ)²e⁻ᵛ).
struct GaussianLikelihood: Likelihood {
  static let name = "gaussian"
  static let since = 1
  static let words = LikelihoodWords(
    purpose: "real numbers", outputs: "means, variances (Gaussian)",
    equation: "x(t) ~ N(f(t)·W + b, exp(f(t)·V + d))", meaning: "means and variances",
    density: "log p = −½(log 2πσ² + (x−μ)²/σ²)", quantities: ["means of Gaussian data", "variances of Gaussian data"])

  let domain = ObservationDomain.reals
  let parts = [
    OutputPart("mean", activation: "output_mean", field: "rates"),
    OutputPart("logvar", activation: "output_logvar", field: "logvars", weight: 0, bias: 1),
  ]
  let quantities = ["rates", "variances"]

  init(_ hyper: Hyperparameters) {}

  func add(_ cells: ObservedCells, to logLikelihood: UnsafeMutablePointer<Float>, gradient: ObservationGradient?) {
    let rows = cells.rows, d = rows.channels
    if let weights = cells.weights {
      Kernels.weightedGaussian(
        rows: rows.count, n: d, output: rows.output, x: cells.observed, weights: (weights.values, weights.gradients),
        logLikelihood: logLikelihood, gradientScale: gradient?.scale ?? 0, gradient: gradient?.output)
    } else if let gradient {
      Kernels.gaussian(
        rows: rows.count, n: d, mean: rows.output, logVariance: rows.output + d, leadingDimension: 2 * d,
        x: cells.observed, xLeadingDimension: d, logLikelihood: logLikelihood, gradientScale: gradient.scale,
        dMean: gradient.output, dLogVariance: gradient.output + d, gradientLeadingDimension: 2 * d)
    } else {
      Kernels.gaussian(
        rows: rows.count, n: d, mean: rows.output, logVariance: rows.output + d, leadingDimension: 2 * d,
        x: cells.observed, xLeadingDimension: d, logLikelihood: logLikelihood)
    }
  }

  func distribution(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    let d = output.channels
    for row in 0..<output.count {
      let source = output.output + row * 2 * d, target = distribution + row * 2 * d
      target.update(from: source, count: d)
      Kernels.exp(source + d, count: d, into: target + d)
    }
  }

  func traced(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    let d = output.channels
    for i in 0..<(output.count * 2 * d) {
      distribution[i] = i % (2 * d) < d ? output.output[i] : output.output[i].exponential
    }
  }

  func ratesBackward(
    _ output: OutputRows, _ dRates: UnsafePointer<Float>, adding dOutput: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>]
  ) {
    let d = output.channels
    for row in 0..<output.count {
      for i in 0..<d { dOutput[row * 2 * d + i] += dRates[row * d + i] }
    }
  }
}
