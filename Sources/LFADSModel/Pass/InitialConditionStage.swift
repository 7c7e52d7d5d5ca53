import Kernels

/// The initial-condition encoders, the posterior of g0 and its sample.
final class InitialConditionStage {
  private let model: PackedModel
  private let hyper: Hyperparameters
  let encoders: EncoderPair
  let posterior: AlignedBuffer<Float>  // [R, 2·ic_dim]: mean, floored log variance
  let g0: AlignedBuffer<Float>  // [R, ic_dim]
  private let code: AlignedBuffer<Float>  // [R, 2·ic_enc_dim], dropped
  private let dCode: AlignedBuffer<Float>  // [R, 2·ic_enc_dim]
  private let dPosterior: AlignedBuffer<Float>  // [R, 2·ic_dim]

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, hyper = shape.hyperparameters
    self.model = model
    self.hyper = hyper
    encoders = EncoderPair(
      model, model.icEncoders, firstStates: model.icFirstStates, units: hyper.ic_enc_dim,
      steps: shape.initialConditionSteps, rows: capacity)
    posterior = AlignedBuffer(count: capacity * 2 * hyper.ic_dim)
    g0 = AlignedBuffer(count: capacity * hyper.ic_dim)
    code = AlignedBuffer(count: capacity * 2 * hyper.ic_enc_dim)
    dCode = AlignedBuffer(count: capacity * 2 * hyper.ic_enc_dim)
    dPosterior = AlignedBuffer(count: capacity * 2 * hyper.ic_dim)
  }

  /// The step whose state an encoder ends with.
  private func last(_ history: CellHistory) -> Int { history.runsBackward ? 0 : encoders.steps - 1 }

  func forward(
    _ extent: PassExtent, _ readIn: ReadInStage, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>
  ) {
    let n = hyper.ic_enc_dim, rows = extent.rows, dim = hyper.ic_dim, floor = Float(hyper.ic_post_var_min)
    encoders.forward(extent, readIn, parameters)
    for (index, history) in encoders.histories.enumerated() {
      copyRows(
        history.after(last(history), rows: rows), width: n, rows: rows, into: code.pointer + index * n,
        leadingDimension: 2 * n)
    }
    if noise.hasMasks {
      Kernels.applyMask(
        code.pointer, mask: noise.initialConditionMask.pointer, scale: noise.maskScale, count: rows * 2 * n,
        into: code.pointer)
    }
    model.g0Posterior?.forward(
      code.pointer, leadingDimension: 2 * n, rows: rows, into: posterior.pointer, leadingDimension: 2 * dim)
    for row in 0..<rows {
      let logvar = logVariance(row)
      for i in 0..<dim { logvar[i] = (logvar[i].exponential + floor).logarithm }
      DiagonalGaussian.sample(
        mean: mean(row), logVariance: logvar, noise: noise.initialCondition.pointer + row * dim, count: dim,
        into: g0.pointer + row * dim)
    }
  }

  /// The posterior of one trial, [ic_dim].
  func mean(_ row: Int) -> UnsafeMutablePointer<Float> { posterior.pointer + row * 2 * hyper.ic_dim }
  func logVariance(_ row: Int) -> UnsafeMutablePointer<Float> { mean(row) + hyper.ic_dim }

  /// The KL of trial `row`'s g0 from its prior, without its weight.
  func divergence(_ row: Int, _ prior: any InitialConditionPrior) -> Double {
    prior.divergence(mean: mean(row), logVariance: logVariance(row))
  }

  /// Starts the gradient of the posterior with `weight` times that of the KL, and adds the prior's.
  func divergenceBackward(
    _ extent: PassExtent, _ prior: any InitialConditionPrior, weight: Double, _ gradient: UnsafeMutablePointer<Float>
  ) {
    prior.divergenceBackward(
      posterior.pointer, rows: extent.rows, weight: Float(weight), into: dPosterior.pointer,
      model.initialConditionPriorParameters.map { gradient + $0 })
  }

  /// Adds the gradient of the sample g0 [R, ic_dim], and takes it all through the encoders.
  func backward(
    _ extent: PassExtent, _ readIn: ReadInStage, _ noise: ShardNoise, dG0: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let n = hyper.ic_enc_dim, rows = extent.rows, dim = hyper.ic_dim, floor = Float(hyper.ic_post_var_min)
    for row in 0..<rows {
      let dMean = dPosterior.pointer + row * 2 * dim, dLogvar = dMean + dim, logvar = logVariance(row)
      DiagonalGaussian.sampleBackward(
        dG0 + row * dim, logVariance: logvar, noise: noise.initialCondition.pointer + row * dim, count: dim,
        addingMean: dMean, addingLogVariance: dLogvar)
      // l' = log(e^l + floor): dl'/dl = e^l / (e^l + floor) = 1 − floor·e^{−l'}.
      for i in 0..<dim { dLogvar[i] *= 1 - floor * (-logvar[i]).exponential }
    }
    guard let head = model.g0Posterior else { return }
    head.weightsBackward(code.pointer, leadingDimension: 2 * n, dPosterior.pointer, rows: rows, into: gradient)
    head.inputBackward(
      dPosterior.pointer, rows: rows, into: dCode.pointer, leadingDimension: 2 * n, accumulate: false)
    if noise.hasMasks {
      Kernels.applyMask(
        dCode.pointer, mask: noise.initialConditionMask.pointer, scale: noise.maskScale, count: rows * 2 * n,
        into: dCode.pointer)
    }
    encoders.backward(extent, readIn, gradient) { index, t, dState in
      guard t == last(encoders.histories[index]) else { return }
      addColumns(dCode.pointer + index * n, leadingDimension: 2 * n, rows: rows, count: n, to: dState)
    }
  }
}
