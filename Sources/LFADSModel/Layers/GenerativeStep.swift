import Kernels

/// Where one step of a cell reads and writes; R rows, n units.
struct CellPlaces {
  let before: UnsafePointer<Float>  // [R, n]
  let gates: UnsafeMutablePointer<Float>  // [R, 2n]
  let candidate: UnsafeMutablePointer<Float>  // [R, n]
  let resetState: UnsafeMutablePointer<Float>  // [R, n]
  let after: UnsafeMutablePointer<Float>  // [R, n]
}

/// Where one inferred input is read from and written to.
struct InputPlaces {
  let posterior: UnsafeMutablePointer<Float>  // [R, 2U]: means, then log variances
  let noise: UnsafePointer<Float>  // [R, U] with its leading dimension
  let noiseStride: Int
  let inputs: UnsafeMutablePointer<Float>  // [R, U]
}

/// Units that dropout keeps in one place.
struct DropoutMask {
  let kept: UnsafePointer<UInt8>
  /// 1/keep_prob.
  let scale: Float
}

/// The generative half of the model, step by step, wherever its rows and their buffers lie: the pass that trains and the
/// decoder that reads both run this.
struct GenerativeStep {
  let model: PackedModel

  private var shape: ModelShape { model.shape }
  private var hyper: Hyperparameters { model.shape.hyperparameters }

  /// The generator's first state [R, G] from g0 [R, ic_dim], or the learned one. It is not clipped.
  func firstState(
    of g0: UnsafePointer<Float>, rows: Int, parameters: UnsafePointer<Float>, into state: UnsafeMutablePointer<Float>
  ) {
    let units = hyper.gen_dim
    if let map = model.g0ToGenerator {
      map.forward(g0, leadingDimension: hyper.ic_dim, rows: rows, into: state, leadingDimension: units)
    } else if hyper.hasInitialConditionCode {
      state.update(from: g0, count: rows * units)
    } else {
      Kernels.fillRows(
        state, leadingDimension: units, rows: rows, n: units, row: parameters + model.generatorFirstState)
    }
  }

  /// The controller's learned first state [R, con_dim].
  func firstControllerState(
    rows: Int, parameters: UnsafePointer<Float>, into state: UnsafeMutablePointer<Float>
  ) {
    Kernels.fillRows(
      state, leadingDimension: hyper.con_dim, rows: rows, n: hyper.con_dim,
      row: parameters + model.controllerFirstState)
  }

  /// The generator's last factors [R, F] or rates, dropped: what the controller sees of them, [R, feedback width].
  ///
  /// - Parameter distribution: of the last output, [R, quantities·D]; rates feedback alone reads it.
  func feedBack(
    factors: UnsafePointer<Float>, distribution: UnsafePointer<Float>, rows: Int, mask: DropoutMask?,
    into seen: UnsafeMutablePointer<Float>
  ) {
    let width = shape.feedbackWidth
    if hyper.feedsRates {
      let stride = width * shape.quantitiesPerChannel
      for row in 0..<rows { (seen + row * width).update(from: distribution + row * stride, count: width) }
    } else {
      seen.update(from: factors, count: rows * width)
    }
    if let mask { Kernels.applyMask(seen, mask: mask.kept, scale: mask.scale, count: rows * width, into: seen) }
  }

  /// The controller's step, the posterior of u_t and its sample.
  func inferInput(_ seen: UnsafePointer<Float>, _ cell: CellPlaces, _ input: InputPlaces, rows: Int) {
    guard let controller = model.controller, let head = model.inputPosterior else { return }
    let count = hyper.co_dim
    controller.step(
      dynamic: seen, h: cell.before, rows: rows, gates: cell.gates, candidate: cell.candidate,
      resetState: cell.resetState, next: cell.after)
    head.forward(
      cell.after, leadingDimension: hyper.con_dim, rows: rows, into: input.posterior, leadingDimension: 2 * count)
    for row in 0..<rows {
      let posterior = input.posterior + row * 2 * count
      DiagonalGaussian.sample(
        mean: posterior, logVariance: posterior + count, noise: input.noise + row * input.noiseStride, count: count,
        into: input.inputs + row * count)
    }
  }

  /// The generator's step with inputs [R, U], and the factors [R, F] of its state.
  ///
  /// - Parameter dropped: the mask, and where the state goes as the factors see it [R, G]; nil without dropout.
  func generate(
    inputs: UnsafePointer<Float>, _ cell: CellPlaces, rows: Int,
    dropped: (mask: DropoutMask, state: UnsafeMutablePointer<Float>)?, into factors: UnsafeMutablePointer<Float>
  ) {
    model.generator.step(
      dynamic: inputs, h: cell.before, rows: rows, gates: cell.gates, candidate: cell.candidate,
      resetState: cell.resetState, next: cell.after)
    guard let dropped else { return model.factors.forward(cell.after, rows: rows, into: factors) }
    Kernels.applyMask(
      cell.after, mask: dropped.mask.kept, scale: dropped.mask.scale, count: rows * hyper.gen_dim, into: dropped.state)
    model.factors.forward(dropped.state, rows: rows, into: factors)
  }

  /// output [R, parts·D] of factors [R, F]; the identity where the session has no read-out.
  func readOut(
    _ factors: UnsafePointer<Float>, rows: Int, session: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let width = shape.outputWidth(session)
    if let map = model.readOuts[session] {
      map.forward(
        factors, leadingDimension: hyper.factors_dim, rows: rows, into: output, leadingDimension: width)
    } else {
      output.update(from: factors, count: rows * width)
    }
  }
}
