import Kernels

extension GenerationStage {
  /// The backward pass of ``forward(_:_:_:)``, from `observation.dOutput`; leaves the gradients of both first states in
  /// `dStates.0` and `dControllerStates.0`, and that of the encoders' view in the controller's input.
  func backward(
    _ extent: PassExtent, _ noise: ShardNoise, _ readIn: ReadInStage, _ controllerInput: ControllerInputStage,
    _ parameters: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    let rows = extent.rows, units = hyper.gen_dim, count = hyper.factors_dim, session = extent.session
    let outputWidth = shape.outputWidth(session), dOutput = observation.dOutput.pointer
    if !hyper.feedsRates {
      observation.inputBackward(dOutput, rows: extent.cells, session: session, into: dFactors.pointer)
      observation.weightsBackward(dOutput, of: factors.pointer, rows: extent.cells, session: session, gradient)
    }
    var dState = dStates.0.pointer, dBefore = dStates.1.pointer
    dState.update(repeating: 0, count: rows * units)
    if hyper.hasController {
      dControllerStates.0.pointer.update(repeating: 0, count: rows * hyper.con_dim)
    }
    for t in stride(from: extent.steps - 1, through: 0, by: -1) {
      let dFactor = dFactors.pointer + t * rows * count
      if hyper.feedsRates {
        // Fed-back rates have added to this step's output by now.
        observation.inputBackward(dOutput + t * rows * outputWidth, rows: rows, session: session, into: dFactor)
      }
      factorsBackward(t, rows, noise, dFactor, into: dState)
      let cell = generator.places(t, rows: rows)
      model.generator.stepBackward(
        dNext: dState, h: cell.before, rows: rows, gates: cell.gates, candidate: cell.candidate,
        scratch: scratch.pointer, dH: dBefore)
      swap(&dState, &dBefore)
      if hyper.hasController {
        model.generator.dynamicBackward(
          gates: cell.gates, candidate: cell.candidate, rows: rows, into: dInputs.pointer, accumulate: false)
        controllerBackward(t, extent, noise, parameters, gradient)
      }
      if let finished = StepGroup.finished(after: t, of: extent.steps) {
        weightsBackward(finished, extent, noise, readIn, controllerInput, gradient)
      }
    }
    if dState != dStates.0.pointer { dStates.0.pointer.update(from: dState, count: rows * units) }
    if hyper.feedsRates {
      observation.weightsBackward(dOutput, of: factors.pointer, rows: extent.cells, session: session, gradient)
    }
  }

  /// dState [R, G] += the gradient of step t's factors through dropout.
  private func factorsBackward(
    _ t: Int, _ rows: Int, _ noise: ShardNoise, _ dFactor: UnsafePointer<Float>,
    into dState: UnsafeMutablePointer<Float>
  ) {
    let count = rows * hyper.gen_dim
    model.factors.inputBackward(dFactor, rows: rows, into: dFromFactors.pointer)
    if noise.hasMasks {
      Kernels.addMasked(
        dFromFactors.pointer, mask: noise.generatorMask.pointer + t * count, scale: noise.maskScale, count: count,
        into: dState)
    } else {
      Kernels.addScaled(dFromFactors.pointer, scale: 1, count: count, into: dState)
    }
  }

  /// The backward pass of step t's inferred input, from `dInputs`, the generator's gradient of u_t. `dControllerStates.0`
  /// holds the gradient of the controller's state after the step and ends as that of the state before.
  private func controllerBackward(
    _ t: Int, _ extent: PassExtent, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard let cell = model.controller, let head = model.inputPosterior, let controller else { return }
    let rows = extent.rows, n = hyper.con_dim, places = controller.places(t, rows: rows)
    let dPosterior = input.backward(t, extent, noise, dInputs: dInputs.pointer)
    let dState = dControllerStates.0.pointer, dBefore = dControllerStates.1.pointer
    head.inputBackward(dPosterior, rows: rows, into: dState, leadingDimension: n, accumulate: true)
    cell.stepBackward(
      dNext: dState, h: places.before, rows: rows, gates: places.gates, candidate: places.candidate,
      scratch: scratch.pointer, dH: dBefore)
    dState.update(from: dBefore, count: rows * n)
    guard shape.feedbackWidth > 0 else { return }
    cell.dynamicBackward(
      gates: places.gates, candidate: places.candidate, rows: rows, into: dFeedback.pointer, accumulate: false)
    feedBackBackward(t, extent, noise, parameters, gradient)
  }

  /// The gradient of what was fed back, added to that of the factors or outputs it came from.
  private func feedBackBackward(
    _ t: Int, _ extent: PassExtent, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let rows = extent.rows, width = shape.feedbackWidth, outputWidth = shape.outputWidth(extent.session)
    if noise.hasMasks {
      Kernels.applyMask(
        dFeedback.pointer, mask: noise.feedbackMask.pointer + t * rows * width, scale: noise.maskScale,
        count: rows * width, into: dFeedback.pointer)
    }
    if hyper.feedsFactors {
      if t == 0 {
        dFirstFactors.pointer.update(from: dFeedback.pointer, count: rows * width)
      } else {
        Kernels.addScaled(
          dFeedback.pointer, scale: 1, count: rows * width, into: dFactors.pointer + (t - 1) * rows * width)
      }
      return
    }
    if t == 0 { dFirstOutput.pointer.update(repeating: 0, count: rows * outputWidth) }
    shape.likelihood.ratesBackward(
      observation.rows(outputBefore(t, extent), count: rows, extent, parameters), dFeedback.pointer,
      adding: t == 0 ? dFirstOutput.pointer : observation.dOutput.pointer + (t - 1) * rows * outputWidth,
      model.likelihoodParameters[extent.session].map { gradient + $0 })
  }

  /// The gradients of all weights of the recurrence over some steps, and of what the controller saw of the encoders then.
  private func weightsBackward(
    _ steps: Range<Int>, _ extent: PassExtent, _ noise: ShardNoise, _ readIn: ReadInStage,
    _ controllerInput: ControllerInputStage, _ gradient: UnsafeMutablePointer<Float>
  ) {
    let rows = extent.rows, first = steps.lowerBound, count = steps.count * rows
    model.factors.weightsBackward(
      seenStates(from: first, extent, noise), dFactors.pointer + first * rows * hyper.factors_dim, rows: count,
      into: gradient)
    model.generator.weightsBackward(
      generator, steps: steps, trials: rows, staticInput: readIn.externalInput.pointer,
      dynamicInput: input.samples.pointer, into: gradient)
    guard let cell = model.controller, let head = model.inputPosterior, let controller else { return }
    let width = shape.controllerEncoderWidth
    head.weightsBackward(
      controller.after(first, rows: rows), leadingDimension: hyper.con_dim,
      input.dPosterior.pointer + first * rows * 2 * hyper.co_dim, rows: count, into: gradient)
    cell.weightsBackward(
      controller, steps: steps, trials: rows, staticInput: controllerInput.seen.pointer,
      dynamicInput: feedback.pointer, into: gradient)
    cell.staticBackward(
      gates: controller.gates(first, rows: rows), candidates: controller.candidate(first, rows: rows), rows: count,
      into: controllerInput.dSeen.pointer + first * rows * width)
  }

  /// The gradients of the learned first states, and of g0 [R, ic_dim] where there is a code of it; from what
  /// ``backward(_:_:_:_:_:_:)`` leaves.
  func startBackward(
    _ extent: PassExtent, g0: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float>? {
    let dFirst = dStates.0.pointer, units = hyper.gen_dim, rows = extent.rows
    if hyper.hasController {
      Kernels.addRowSums(
        dControllerStates.0.pointer, leadingDimension: hyper.con_dim, rows: rows, n: hyper.con_dim,
        into: gradient + model.controllerFirstState)
      if shape.feedbackWidth > 0 {
        if hyper.feedsRates {
          observation.inputBackward(
            dFirstOutput.pointer, rows: rows, session: extent.session, into: dFirstFactors.pointer)
          observation.weightsBackward(
            dFirstOutput.pointer, of: firstFactors.pointer, rows: rows, session: extent.session, gradient)
        }
        model.factors.weightsBackward(
          generator.first(rows: rows, steps: extent.steps), dFirstFactors.pointer, rows: rows, into: gradient)
        model.factors.inputBackward(dFirstFactors.pointer, rows: rows, into: dFromFactors.pointer)
        Kernels.addScaled(dFromFactors.pointer, scale: 1, count: rows * units, into: dFirst)
      }
    }
    guard hyper.hasInitialConditionCode else {
      Kernels.addRowSums(
        dFirst, leadingDimension: units, rows: rows, n: units, into: gradient + model.generatorFirstState)
      return nil
    }
    guard let map = model.g0ToGenerator else { return UnsafePointer(dFirst) }
    let dim = hyper.ic_dim
    map.weightsBackward(g0, leadingDimension: dim, dFirst, rows: rows, into: gradient)
    map.inputBackward(dFirst, rows: rows, into: dG0.pointer, leadingDimension: dim, accumulate: false)
    return UnsafePointer(dG0.pointer)
  }
}
