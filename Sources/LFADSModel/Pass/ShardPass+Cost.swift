import Kernels

extension ShardPass {
  /// The log-likelihood of every cell in `rowLogLikelihood`; with a scale, the gradient of −scale·log p in `dOutput`.
  func likelihood(gradientScale scale: Float?) {
    let ll = rowLogLikelihood.pointer, d = channels
    ll.update(repeating: 0, count: cells)
    let width = outputWidth
    switch (h.output_dist, scale) {
    case (.poisson, let scale?):
      Kernels.poisson(
        rows: cells, n: d, logRates: output.pointer, leadingDimension: d, counts: data.pointer,
        countsLeadingDimension: d, logLikelihood: ll, gradientScale: scale, gradient: dOutput.pointer,
        gradientLeadingDimension: d)
    case (.poisson, nil):
      Kernels.poisson(
        rows: cells, n: d, logRates: output.pointer, leadingDimension: d, counts: data.pointer,
        countsLeadingDimension: d, logLikelihood: ll)
    case (.gaussian, let scale?):
      Kernels.gaussian(
        rows: cells, n: d, mean: output.pointer, logVariance: output.pointer + d, leadingDimension: width,
        x: data.pointer, xLeadingDimension: d, logLikelihood: ll, gradientScale: scale, dMean: dOutput.pointer,
        dLogVariance: dOutput.pointer + d, gradientLeadingDimension: width)
    case (.gaussian, nil):
      Kernels.gaussian(
        rows: cells, n: d, mean: output.pointer, logVariance: output.pointer + d, leadingDimension: width,
        x: data.pointer, xLeadingDimension: d, logLikelihood: ll)
    }
    if h.output_dist == .poisson {
      for cell in 0..<cells { ll[cell] -= Float(LogFactorials.bytes.sum(data.pointer + cell * d, count: d)) }
    }
  }

  /// What trial `row` of the shard contributes, after ``likelihood(gradientScale:)``.
  func logLikelihood(_ row: Int) -> Double {
    var sum = 0.0
    for t in 0..<steps { sum += Double(rowLogLikelihood.pointer[t * rows + row]) }
    return sum
  }

  /// The KL of trial `row`'s g0 from its prior, with `kl_ic_weight`.
  func klInitialCondition(_ row: Int, _ prior: InitialConditionPrior) -> Double {
    initialDivergence(row, prior) * h.kl_ic_weight
  }

  /// The same without its weight: ½ Σ [log v_p − log v_q + (v_q + (μ_q − μ_p)²)/v_p − 1].
  func initialDivergence(_ row: Int, _ prior: InitialConditionPrior) -> Double {
    var sum = 0.0
    initialDivergences(row, prior) { _, twice in sum += twice }
    return 0.5 * sum
  }

  /// Twice the unweighted KL of every dimension of trial `row`'s g0.
  func initialDivergences(_ row: Int, _ prior: InitialConditionPrior, _ body: (_ dimension: Int, Double) -> Void) {
    let dim = h.ic_dim, mean = g0Posterior.pointer + row * 2 * dim, logvar = mean + dim
    for i in 0..<dim {
      let difference = Double(mean[i] - prior.mean[i]), logPrior = Double(prior.logVariance[i])
      let logPosterior = Double(logvar[i])
      body(
        i,
        logPrior - logPosterior
          + (logPosterior.exponential + difference * difference) * (-logPrior).exponential - 1)
    }
  }

  /// Adds `scale` times the gradient of ``klInitialCondition(_:_:)`` over all trials: sets `dG0Posterior`, adds to the
  /// prior's parameters.
  func klInitialConditionBackward(
    _ prior: InitialConditionPrior, scale: Double, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard h.hasInitialConditionCode else { return }
    let dim = h.ic_dim, w = Float(scale * h.kl_ic_weight)
    let dPriorMean = gradient + model.initialConditionPriorMean
    let dPriorLogvar = gradient + model.initialConditionPriorLogvar
    for row in 0..<rows {
      let mean = g0Posterior.pointer + row * 2 * dim, logvar = mean + dim
      let dMean = dG0Posterior.pointer + row * 2 * dim, dLogvar = dMean + dim
      for i in 0..<dim {
        let precision = (-prior.logVariance[i]).exponential, difference = mean[i] - prior.mean[i]
        let variance = logvar[i].exponential
        dMean[i] = w * difference * precision
        dLogvar[i] = w * 0.5 * (variance * precision - 1)
        dPriorMean[i] -= w * difference * precision
        dPriorLogvar[i] +=
          w * 0.5 * (1 - (variance + difference * difference) * precision) * prior.logVarianceSlope[i]
      }
    }
  }

  /// The one-sample KL of trial `row`'s inputs, with `kl_co_weight`: Σ_t log q(u_t) − log p(u_t | u_{t−1}).
  func klInputs(_ row: Int, _ prior: InputPrior) -> Double {
    var sum = 0.0
    for i in 0..<h.co_dim { inputDivergences(row, i, prior) { _, term in sum += term } }
    return sum * h.kl_co_weight
  }

  /// log q(u_t) − log p(u_t | u_{t−1}) of every step of input `i` of trial `row`, unweighted.
  func inputDivergences(_ row: Int, _ i: Int, _ prior: InputPrior, _ body: (_ step: Int, Double) -> Void) {
    let count = h.co_dim
    let phi = prior.coefficient[i], logInnovation = prior.logInnovationVariance[i]
    let precision = (-logInnovation).exponential
    var last = 0.0
    for t in 0..<steps {
      let cell = t * rows + row
      let u = Double(inputs.pointer[cell * count + i]), epsilon = Double(noise.inputs.pointer[cell * count + i])
      let logvar = Double(inputPosterior.pointer[cell * 2 * count + count + i])
      let residual = u - phi * last
      let logPrior = t == 0 ? prior.logStationaryVariance(i) : logInnovation
      let scaled = t == 0 ? u * u * (-logPrior).exponential : residual * residual * precision
      body(t, 0.5 * (logPrior + scaled - logvar - epsilon * epsilon))
      last = u
    }
  }

  /// Adds `scale` times the gradient of ``klInputs(_:_:)`` over all trials: sets `dInputs` and `dLogQ`, adds to the
  /// prior's parameters.
  func klInputsBackward(_ prior: InputPrior, scale: Double, _ gradient: UnsafeMutablePointer<Float>) {
    let count = h.co_dim, w = scale * h.kl_co_weight
    dLogQ = Float(-0.5 * w)
    for i in 0..<count {
      let phi = prior.coefficient[i], precision = (-prior.logInnovationVariance[i]).exponential
      let stationary = prior.logStationaryVariance(i)
      var dLogevar = 0.0, dPhi = 0.0
      for row in 0..<rows {
        var last = 0.0
        for t in 0..<steps {
          let at = (t * rows + row) * count + i, u = Double(inputs.pointer[at])
          let next = t + 1 < steps ? Double(inputs.pointer[at + rows * count]) : nil
          var d = 0.0
          if t == 0 {
            let scaled = u * u * (-stationary).exponential
            d = u * (-stationary).exponential
            dLogevar += 0.5 * (1 - scaled)
            dPhi += (1 - scaled) * phi / (1 - phi * phi)
          } else {
            let residual = u - phi * last
            d = residual * precision
            dLogevar += 0.5 * (1 - residual * residual * precision)
            dPhi -= residual * last * precision
          }
          if let next { d -= phi * (next - phi * u) * precision }
          dInputs.pointer[at] = Float(w * d)
          last = u
        }
      }
      gradient[model.inputPriorLogevars + i] += Float(w * dLogevar)
      gradient[model.inputPriorLogatau + i] += Float(w * dPhi * prior.coefficientSlope[i])
    }
  }

  /// The mean over input pairs i < j of ½(Σ_t μ_i μ_j)² of trial `row`, 0 where its cost is off; with a scale, its
  /// gradient is added to `dInputMeans`.
  func correlation(_ row: Int, gradientScale: Double?) -> Double {
    let count = h.co_dim
    guard count > 1 && h.co_mean_corr_scale != 0 else { return 0 }
    let pairs = Double(count * (count - 1) / 2)
    func mean(_ t: Int, _ i: Int) -> Double { Double(inputPosterior.pointer[(t * rows + row) * 2 * count + i]) }
    var sum = 0.0
    for i in 0..<count {
      for j in (i + 1)..<count {
        var product = 0.0
        for t in 0..<steps { product += mean(t, i) * mean(t, j) }
        sum += 0.5 * product * product
        guard let gradientScale else { continue }
        let slope = gradientScale * product / pairs
        for t in 0..<steps {
          let at = (t * rows + row) * count
          dInputMeans.pointer[at + i] += Float(slope * mean(t, j))
          dInputMeans.pointer[at + j] += Float(slope * mean(t, i))
        }
      }
    }
    return sum / pairs
  }
}
