import Kernels

extension ShardPass {
  /// The generator's first state from g0, and the controller's; the factors (and output) of that first state, which
  /// the controller sees at t = 0. The first state is not clipped.
  func startGenerator(_ parameters: ParameterVector) {
    let base = UnsafePointer(parameters.buffer.pointer)
    let first = generatorHistory.first(rows: rows, steps: steps)
    if let map = model.g0ToGenerator {
      map.forward(g0.pointer, leadingDimension: h.ic_dim, rows: rows, into: first, leadingDimension: h.gen_dim)
    } else if h.hasInitialConditionCode {
      first.update(from: g0.pointer, count: rows * h.gen_dim)
    } else {
      broadcast(base + model.generatorFirstState, width: h.gen_dim, into: first)
    }
    guard let controllerHistory else { return }
    broadcast(
      base + model.controllerFirstState, width: h.con_dim, into: controllerHistory.first(rows: rows, steps: steps))
    guard shape.feedbackWidth > 0 else { return }
    model.factors.forward(first, rows: rows, into: firstFactors.pointer)
    if h.feedsRates { outputs(of: firstFactors.pointer, rows: rows, into: firstOutput.pointer) }
  }

  /// The gradients of whatever g0 or the learned first states are, from `dGenerator.0` and `dController.0`.
  func startGeneratorBackward(_ gradient: UnsafeMutablePointer<Float>) {
    let dFirst = dGenerator.0.pointer, gen = h.gen_dim
    let first = generatorHistory.first(rows: rows, steps: steps)
    if h.hasController {
      Kernels.addRowSums(
        dController.0.pointer, leadingDimension: h.con_dim, rows: rows, n: h.con_dim,
        into: gradient + model.controllerFirstState)
      if shape.feedbackWidth > 0 {
        if h.feedsRates {
          outputsBackward(
            dFirstOutput.pointer, of: firstFactors.pointer, rows: rows, into: dFirstFactors.pointer, gradient)
        }
        model.factors.weightsBackward(first, dFirstFactors.pointer, rows: rows, into: gradient)
        model.factors.inputBackward(dFirstFactors.pointer, rows: rows, into: scratch.pointer)
        Kernels.addScaled(scratch.pointer, scale: 1, count: rows * gen, into: dFirst)
      }
    }
    guard h.hasInitialConditionCode else {
      Kernels.addRowSums(
        dFirst, leadingDimension: gen, rows: rows, n: gen, into: gradient + model.generatorFirstState)
      return
    }
    let dim = h.ic_dim
    var dG0 = UnsafePointer(dFirst)
    if let map = model.g0ToGenerator {
      map.weightsBackward(g0.pointer, leadingDimension: dim, dFirst, rows: rows, into: gradient)
      map.inputBackward(dFirst, rows: rows, into: self.dG0.pointer, leadingDimension: dim, accumulate: false)
      dG0 = UnsafePointer(self.dG0.pointer)
    }
    // g0 = μ + e^{l/2}·ε: dμ += dg0, dl += dg0·½·e^{l/2}·ε.
    for row in 0..<rows {
      let logvar = g0Posterior.pointer + row * 2 * dim + dim, epsilon = noise.initialCondition.pointer + row * dim
      let dMean = dG0Posterior.pointer + row * 2 * dim, dLogvar = dMean + dim
      for i in 0..<dim {
        let d = dG0[row * dim + i]
        dMean[i] += d
        dLogvar[i] += d * 0.5 * (logvar[i] / 2).exponential * epsilon[i]
      }
    }
  }

  /// The parts of all preactivations that do not depend on the recurrence.
  func beginGenerate() {
    let cellsInUse = cells
    model.generator.beginForward(
      externalInput.pointer, rows: cellsInUse, gates: generatorHistory.gates.pointer,
      candidates: generatorHistory.candidates.pointer)
    if let controller = model.controller, let history = controllerHistory {
      controller.beginForward(
        controllerEncoderInput.pointer, rows: cellsInUse, gates: history.gates.pointer,
        candidates: history.candidates.pointer)
    }
  }

  /// The recurrence: controller, inferred inputs, generator, factors, step by step.
  func generate() {
    let factorCount = h.factors_dim, gen = h.gen_dim
    beginGenerate()
    for t in 0..<steps {
      if h.hasController { inferInput(t) }
      model.generator.step(
        dynamic: inputs.pointer + t * rows * h.co_dim, h: generatorHistory.before(t, rows: rows), rows: rows,
        gates: generatorHistory.gates(t, rows: rows), candidate: generatorHistory.candidate(t, rows: rows),
        resetState: generatorHistory.resetState(t, rows: rows), next: generatorHistory.after(t, rows: rows))
      if noise.hasMasks {
        Kernels.applyMask(
          generatorHistory.after(t, rows: rows), mask: noise.generatorMask.pointer + t * rows * gen,
          scale: noise.maskScale, count: rows * gen, into: droppedStates.pointer + t * rows * gen)
      }
      model.factors.forward(droppedState(t), rows: rows, into: factors.pointer + t * rows * factorCount)
      if h.feedsRates {
        outputs(of: factors.pointer + t * rows * factorCount, rows: rows, into: output.pointer + t * rows * outputWidth)
      }
    }
  }

  /// The generator's state of step t as the factors see it.
  private func droppedState(_ t: Int) -> UnsafePointer<Float> {
    noise.hasMasks
      ? UnsafePointer(droppedStates.pointer + t * rows * h.gen_dim)
      : UnsafePointer(generatorHistory.after(t, rows: rows))
  }

  /// The backward pass of ``generate()``; leaves the gradients of both first states in `dGenerator.0` and
  /// `dController.0`, and that of the encoders' view in `dControllerEncoderInput`.
  func generateBackward(_ gradient: UnsafeMutablePointer<Float>) {
    let gen = h.gen_dim, factorCount = h.factors_dim
    let history = generatorHistory
    var dState = dGenerator.0.pointer, dBefore = dGenerator.1.pointer
    dState.update(repeating: 0, count: rows * gen)
    if h.hasController { dController.0.pointer.update(repeating: 0, count: rows * h.con_dim) }
    for t in stride(from: steps - 1, through: 0, by: -1) {
      let dFactor = dFactors.pointer + t * rows * factorCount
      if h.feedsRates {
        // Fed-back rates have added to this step's output by now.
        outputsInputBackward(dOutput.pointer + t * rows * outputWidth, rows: rows, into: dFactor)
      }
      model.factors.inputBackward(dFactor, rows: rows, into: scratch.pointer)
      if noise.hasMasks {
        Kernels.addMasked(
          scratch.pointer, mask: noise.generatorMask.pointer + t * rows * gen, scale: noise.maskScale,
          count: rows * gen, into: dState)
      } else {
        Kernels.addScaled(scratch.pointer, scale: 1, count: rows * gen, into: dState)
      }
      model.generator.stepBackward(
        dNext: dState, h: history.before(t, rows: rows), rows: rows, gates: history.gates(t, rows: rows),
        candidate: history.candidate(t, rows: rows), scratch: scratch.pointer, dH: dBefore)
      swap(&dState, &dBefore)
      if h.hasController {
        model.generator.dynamicBackward(
          gates: history.gates(t, rows: rows), candidate: history.candidate(t, rows: rows), rows: rows,
          into: dInput.pointer, accumulate: false)
        inferInputBackward(t)
      }
      if let finished = finishedSteps(after: t, of: steps) { generateWeightsBackward(finished, gradient) }
    }
    if dState != dGenerator.0.pointer { dGenerator.0.pointer.update(from: dState, count: rows * gen) }
    if h.feedsRates { outputsWeightsBackward(dOutput.pointer, of: factors.pointer, rows: cells, gradient) }
  }

  /// The gradients of all weights of the recurrence over some steps.
  private func generateWeightsBackward(_ steps: Range<Int>, _ gradient: UnsafeMutablePointer<Float>) {
    model.factors.weightsBackward(
      droppedState(steps.lowerBound), dFactors.pointer + steps.lowerBound * rows * h.factors_dim,
      rows: steps.count * rows, into: gradient)
    model.generator.weightsBackward(
      generatorHistory, steps: steps, trials: rows, staticInput: externalInput.pointer, dynamicInput: inputs.pointer,
      into: gradient)
    if h.hasController { inferInputsWeightsBackward(steps, gradient) }
  }

  /// The steps whose backward pass step t completes, a few at a time; nil while more are to join them.
  func finishedSteps(after t: Int, of steps: Int, ascending: Bool = false) -> Range<Int>? {
    // The gradients of eight steps, of a shard and a cell of the default sizes, fill half a megabyte of cache.
    let group = 8, first = t / group * group, end = min(first + group, steps)
    return t == (ascending ? end - 1 : first) ? first..<end : nil
  }
}
