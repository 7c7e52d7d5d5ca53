import Kernels
import Tensors

/// Numbers that are often 0 and otherwise positive, as those of deconvolved calcium imaging: 0 with probability 1 − q,
/// else `gamma_loc` and a Gamma number of shape α and rate β.
///
/// The read-out gives a, b, c: α = max(σ(a), 1e-5)·s₀, β = max(σ(b), 1e-5)·s₁, q = σ(c) kept 1e-5 away from 0 and 1. The
/// scales s [2, D] are learned and drawn to `zig_scale_prior` by ½·`zig_scale_penalty`·Σ(s − prior)².
struct ZeroInflatedGammaLikelihood: Likelihood {
  static let name = "zero_inflated_gamma"
  static let since = 2
  static let words = LikelihoodWords(
    purpose: "numbers that are 0 or positive",
    outputs: "rates, shapes, decays, probabilities (zero-inflated Gamma)",
    equation: "x(t) = 0 or loc + y(t) with probability q,  y ~ Gamma(α, β);  α, β, q = σ(f(t)·W + b)·(s₀, s₁, 1)",
    meaning: "rates q(α/β + loc)",
    density: "log p = log(1−q) where x = 0, else log q + α·log β + (α−1)·log y − βy − log Γ(α)",
    quantities: [
      "expected numbers, q(α/β + gamma_loc)", "shapes α of Gamma data", "decays β of Gamma data",
      "probabilities q of numbers above 0",
    ])

  var domain: ObservationDomain { .zeroOrAbove(location) }
  let parts = [
    OutputPart("shape", activation: "output_shape", field: "shape_outputs"),
    OutputPart("decay", activation: "output_decay", field: "decay_outputs"),
    OutputPart("logit", activation: "output_logit", field: "logits"),
  ]
  let quantities = ["rates", "shapes", "decays", "probabilities"]
  let parameters: [LikelihoodParameter]

  private let location: Float
  private let prior: Float
  private let strength: Float
  private static let floor: Float = 1e-5

  init(_ hyper: Hyperparameters) {
    location = Float(hyper.gamma_loc)
    prior = Float(hyper.zig_scale_prior)
    strength = Float(hyper.zig_scale_penalty)
    parameters = [LikelihoodParameter("scale", rows: 2, start: Float(hyper.zig_scale_init))]
  }

  /// The three parts start at 0, wherever the data lie.
  func firstBias(mean: Double) -> Float { 0 }

  func add(_ cells: ObservedCells, to logLikelihood: UnsafeMutablePointer<Float>, gradient: ObservationGradient?) {
    let rows = cells.rows
    Kernels.zeroInflatedGamma(
      rows: rows.count, n: rows.channels, output: rows.output, x: cells.observed, scales: rows.parameters[0],
      location: location, weights: cells.weights.map { ($0.values, $0.gradients) }, logLikelihood: logLikelihood,
      gradientScale: gradient?.scale ?? 0, gradient: gradient?.output, dScales: gradient?.parameters[0])
  }

  /// α, β, q of one channel, and whether each lies off its bounds.
  private func values(
    _ output: UnsafePointer<Float>, _ channel: Int, _ rows: OutputRows
  ) -> (alpha: Float, beta: Float, q: Float, a: Float, b: Float, free: (Bool, Bool, Bool)) {
    let d = rows.channels, low = Self.floor, high = 1 - Self.floor, scales = rows.parameters[0]
    let a = output[channel].sigmoid, b = output[d + channel].sigmoid, q = output[2 * d + channel].sigmoid
    let (floored, other) = (max(a, low), max(b, low))
    return (
      floored * scales[channel], other * scales[d + channel], min(max(q, low), high), floored, other,
      (a >= low, b >= low, q >= low && q <= high)
    )
  }

  /// The rates are q(α/β + location).
  func distribution(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    let d = output.channels
    for row in 0..<output.count {
      let target = distribution + row * 4 * d
      for i in 0..<d {
        let (alpha, beta, q, _, _, _) = values(output.output + row * 3 * d, i, output)
        target[i] = q * (alpha / beta + location)
        (target[d + i], target[2 * d + i], target[3 * d + i]) = (alpha, beta, q)
      }
    }
  }

  func ratesBackward(
    _ output: OutputRows, _ dRates: UnsafePointer<Float>, adding dOutput: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>]
  ) {
    let d = output.channels, scales = output.parameters[0], dScales = dParameters[0]
    for row in 0..<output.count {
      for i in 0..<d {
        let (alpha, beta, q, a, b, free) = values(output.output + row * 3 * d, i, output)
        let slope = dRates[row * d + i], target = dOutput + row * 3 * d + i
        let dAlpha = slope * q / beta, dBeta = -slope * q * alpha / (beta * beta)
        if free.0 { target[0] += dAlpha * scales[i] * a * (1 - a) }
        if free.1 { target[d] += dBeta * scales[d + i] * b * (1 - b) }
        if free.2 { target[2 * d] += slope * (alpha / beta + location) * q * (1 - q) }
        dScales[i] += dAlpha * a
        dScales[d + i] += dBeta * b
      }
    }
  }

  var hasPenalty: Bool { strength != 0 }

  func penalty(
    _ parameters: [UnsafePointer<Float>], channels: Int, scale: Float, gradient: [UnsafeMutablePointer<Float>]?
  ) -> Double {
    var sum = 0.0
    for i in 0..<(2 * channels) {
      let distance = parameters[0][i] - prior
      sum += Double(distance) * Double(distance)
      gradient?[0][i] += scale * strength * distance
    }
    return 0.5 * Double(strength) * sum
  }
}
