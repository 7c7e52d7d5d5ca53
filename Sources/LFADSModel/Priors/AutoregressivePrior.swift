import Tensors

/// An AR(1) process of zero mean for each input, u_t = φ·u_{t−1} + η, started from its stationary distribution.
/// φ = exp(−1/τ), Var η = exp(logevar), stationary variance Var η/(1 − φ²).
struct AutoregressivePrior: InputPrior {
  private let coefficient: [Double]  // φ
  private let coefficientSlope: [Double]  // dφ / d logatau = φ/τ
  private let innovation: [Variance]
  private let stationary: [Variance]

  /// A variance as it is used: its logarithm and its inverse.
  private struct Variance {
    let logarithm: Double
    let precision: Double

    init(logarithm: Double) {
      self.logarithm = logarithm
      precision = (-logarithm).exponential
    }
  }

  static func parameters(_ hyper: Hyperparameters) -> [PriorParameter] {
    [
      PriorParameter(
        name: "logevars", width: hyper.co_dim, start: Float(hyper.prior_ar_nvar).logarithm,
        isTrainable: hyper.do_train_prior_ar_nvar),
      PriorParameter(
        name: "logatau", width: hyper.co_dim, start: Float(hyper.prior_ar_atau).logarithm,
        isTrainable: hyper.do_train_prior_ar_atau),
    ]
  }

  init(_ parameters: ParameterVector) {
    let inputs = parameters.layout.shape.hyperparameters.co_dim
    guard inputs > 0 else {
      self.init(logInnovationVariances: [], logTimeConstants: [])
      return
    }
    let logevars = parameters.pointer("u_prior/logevars"), logatau = parameters.pointer("u_prior/logatau")
    self.init(
      logInnovationVariances: (0..<inputs).map { Double(logevars[$0]) },
      logTimeConstants: (0..<inputs).map { Double(logatau[$0]) })
  }

  /// - Parameter logTimeConstants: log τ of every input, in steps.
  init(logInnovationVariances: [Double], logTimeConstants: [Double]) {
    let rates = logTimeConstants.map { (-$0).exponential }
    coefficient = rates.map { (-$0).exponential }
    coefficientSlope = zip(coefficient, rates).map { $0 * $1 }
    innovation = logInnovationVariances.map { Variance(logarithm: $0) }
    stationary = zip(logInnovationVariances, coefficient).map {
      Variance(logarithm: $0 - (1 - $1 * $1).logarithm)
    }
  }

  /// The distribution of u_t given the step before: its variance, and what it carries over.
  private func conditional(_ t: Int, _ input: Int) -> (variance: Variance, coefficient: Double) {
    t == 0 ? (stationary[input], 0) : (innovation[input], coefficient[input])
  }

  func divergences(_ paths: InputPaths, row: Int, _ body: (_ step: Int, _ input: Int, Double) -> Void) {
    let count = paths.count
    for i in 0..<count {
      var last = 0.0
      for t in 0..<paths.steps {
        let cell = t * paths.rows + row, u = Double(paths.samples[cell * count + i])
        let (variance, carried) = conditional(t, i)
        let term = DiagonalGaussian.sampledDivergence(
          residual: u - carried * last, priorLogVariance: variance.logarithm,
          priorPrecision: variance.precision,
          logVariance: Double(paths.posterior[cell * 2 * count + count + i]),
          noise: Double(paths.noise[cell * count + i]))
        body(t, i, term)
        last = u
      }
    }
  }

  func divergenceBackward(
    _ paths: InputPaths, weight w: Double, into dInputs: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>]
  ) {
    let count = paths.count, rows = paths.rows, steps = paths.steps
    for i in 0..<count {
      let phi = coefficient[i], precision = innovation[i].precision
      let stationaryPrecision = stationary[i].precision
      var dLogevar = 0.0, dPhi = 0.0
      for row in 0..<rows {
        var last = 0.0
        for t in 0..<steps {
          let at = (t * rows + row) * count + i, u = Double(paths.samples[at])
          let next = t + 1 < steps ? Double(paths.samples[at + rows * count]) : nil
          var d = 0.0
          if t == 0 {
            let scaled = u * u * stationaryPrecision
            d = u * stationaryPrecision
            dLogevar += 0.5 * (1 - scaled)
            dPhi += (1 - scaled) * phi / (1 - phi * phi)
          } else {
            let residual = u - phi * last
            d = residual * precision
            dLogevar += 0.5 * (1 - residual * residual * precision)
            dPhi -= residual * last * precision
          }
          if let next { d -= phi * (next - phi * u) * precision }
          dInputs[at] = Float(w * d)
          last = u
        }
      }
      dParameters[0][i] += Float(w * dLogevar)
      dParameters[1][i] += Float(w * dPhi * coefficientSlope[i])
    }
  }

  func addDivergences(
    _ t: Int, rows: Int, samples: UnsafePointer<Float>, posterior: UnsafePointer<Float>, noise: UnsafePointer<Float>,
    noiseStride: Int, last: inout [Double], to sums: inout [Double]
  ) {
    let count = coefficient.count
    for row in 0..<rows {
      for i in 0..<count {
        let u = Double(samples[row * count + i])
        let (variance, carried) = conditional(t, i)
        sums[row] += DiagonalGaussian.sampledDivergence(
          residual: u - carried * last[row * count + i], priorLogVariance: variance.logarithm,
          priorPrecision: variance.precision,
          logVariance: Double(posterior[row * 2 * count + count + i]), noise: Double(noise[row * noiseStride + i]))
        last[row * count + i] = u
      }
    }
  }

  func draw(
    _ t: Int, rows: Int, inputs: UnsafeMutablePointer<Float>, noise: (_ row: Int, _ input: Int) -> Double
  ) {
    let count = coefficient.count
    for row in 0..<rows {
      for i in 0..<count {
        let (variance, carried) = conditional(t, i), at = row * count + i
        let mean = t == 0 ? 0 : carried * Double(inputs[at])
        inputs[at] = Float(mean + (variance.logarithm / 2).exponential * noise(row, i))
      }
    }
  }

  /// ½ [log v_p − log v_t − 1 + (v_t + φ²v_{t−1} + (μ_t − φμ_{t−1})²)/v_p], the first step against the stationary prior.
  func expectedDivergences(means: Tensor, logVariances: Tensor) -> Tensor {
    let (trials, steps, count) = (means.shape[0], means.shape[1], means.shape[2])
    let (m, l) = (means.doubles, logVariances.doubles)
    var result = [Double](repeating: 0, count: steps * count)
    for i in 0..<count {
      for trial in 0..<trials {
        for t in 0..<steps {
          let at = (trial * steps + t) * count + i
          let (prior, phi) = conditional(t, i)
          let lastMean = t == 0 ? 0 : m[at - count]
          let lastVariance = t == 0 ? 0 : l[at - count].exponential
          let residual = m[at] - phi * lastMean
          let spread = l[at].exponential + phi * phi * lastVariance + residual * residual
          result[t * count + i] +=
            0.5 * (prior.logarithm - l[at] - 1 + spread * prior.precision) / Double(trials)
        }
      }
    }
    return Tensor(result, shape: [steps, count], axes: ["time", "input"])
  }
}
