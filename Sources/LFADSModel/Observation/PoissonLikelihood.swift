import Kernels
import Tensors

/// Counts k whose log rate l the read-out gives: log p = k·l − eˡ − ln k!.
struct PoissonLikelihood: Likelihood {
  static let name = "poisson"
  static let since = 1
  static let words = LikelihoodWords(
    purpose: "counts", outputs: "rates (Poisson)", equation: "log r(t) = f(t)·W + b,  k(t) ~ Poisson(r(t))",
    meaning: "rates, spikes per bin", density: "log p = k·log λ − λ − log k!", quantities: ["rates in spikes per bin"])

  let domain = ObservationDomain.counts
  let parts = [OutputPart("lograte", activation: "log_rates", field: "log_rates")]
  let quantities = ["rates"]

  init(_ hyper: Hyperparameters) {}

  /// A silent channel starts at one spike in a million bins rather than at −∞.
  func firstBias(mean: Double) -> Float { Float(max(mean, 1e-6)).logarithm }

  func add(_ cells: ObservedCells, to logLikelihood: UnsafeMutablePointer<Float>, gradient: ObservationGradient?) {
    let rows = cells.rows, d = rows.channels
    if let weights = cells.weights {
      Kernels.weightedPoisson(
        rows: rows.count, n: d, logRates: rows.output, counts: cells.observed,
        weights: (weights.values, weights.gradients), logLikelihood: logLikelihood,
        gradientScale: gradient?.scale ?? 0, gradient: gradient?.output)
    } else if let gradient {
      Kernels.poisson(
        rows: rows.count, n: d, logRates: rows.output, leadingDimension: d, counts: cells.observed,
        countsLeadingDimension: d, logLikelihood: logLikelihood, gradientScale: gradient.scale,
        gradient: gradient.output, gradientLeadingDimension: d)
    } else {
      Kernels.poisson(
        rows: rows.count, n: d, logRates: rows.output, leadingDimension: d, counts: cells.observed,
        countsLeadingDimension: d, logLikelihood: logLikelihood)
    }
  }

  func constants(
    _ observed: UnsafePointer<Float>, weights: UnsafePointer<Float>?, rows: Int, channels: Int,
    _ body: (_ row: Int, Double) -> Void
  ) {
    for row in 0..<rows {
      let first = row * channels
      let sum = LogFactorials.bytes.sum(observed + first, weights: weights.map { $0 + first }, count: channels)
      body(row, -sum)
    }
  }

  func distribution(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    Kernels.exp(output.output, count: output.count * output.channels, into: distribution)
  }

  func traced(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    for i in 0..<(output.count * output.channels) { distribution[i] = output.output[i].exponential }
  }

  /// d eˡ = eˡ dl.
  func ratesBackward(
    _ output: OutputRows, _ dRates: UnsafePointer<Float>, adding dOutput: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>]
  ) {
    for i in 0..<(output.count * output.channels) { dOutput[i] += dRates[i] * output.output[i].exponential }
  }
}
