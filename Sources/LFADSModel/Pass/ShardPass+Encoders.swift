import Kernels

extension ShardPass {
  /// Runs one encoder over the first `steps` steps of the encoder input.
  private func encode(
    _ cell: PackedCell, _ history: CellHistory, firstState: UnsafePointer<Float>, steps: Int
  ) {
    broadcast(firstState, width: cell.units, into: history.first(rows: rows, steps: steps))
    let width = shape.encoderInputWidth
    for step in 0..<steps {
      let t = history.runsBackward ? steps - 1 - step : step
      cell.step(
        dynamic: encoderInput.pointer + t * rows * width, h: history.before(t, rows: rows), rows: rows,
        gates: history.gates(t, rows: rows),
        candidate: history.candidate(t, rows: rows), resetState: history.resetState(t, rows: rows),
        next: history.after(t, rows: rows))
    }
  }

  /// The backward pass of ``encode``. `addOutputGradient` adds the gradient of the state that step t made.
  private func encodeBackward(
    _ cell: PackedCell, _ history: CellHistory, firstState: Int, steps: Int, isFirstEncoder: Bool,
    _ gradient: UnsafeMutablePointer<Float>, addOutputGradient: (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    let n = cell.units
    var dNext = dEncoder.0.pointer, dBefore = dEncoder.1.pointer
    dNext.update(repeating: 0, count: rows * n)
    for step in 0..<steps {
      let t = history.runsBackward ? step : steps - 1 - step
      addOutputGradient(t, dNext)
      cell.stepBackward(
        dNext: dNext, h: history.before(t, rows: rows), rows: rows, gates: history.gates(t, rows: rows),
        candidate: history.candidate(t, rows: rows), scratch: scratch.pointer, dH: dBefore)
      swap(&dNext, &dBefore)
      guard let finished = finishedSteps(after: t, of: steps, ascending: history.runsBackward) else { continue }
      cell.weightsBackward(
        history, steps: finished, trials: rows, staticInput: encoderInput.pointer, dynamicInput: encoderInput.pointer,
        into: gradient)
    }
    Kernels.addRowSums(dNext, leadingDimension: n, rows: rows, n: n, into: gradient + firstState)
    guard model.readIns[session] != nil else { return }
    if isFirstEncoder { dEncoderInput.pointer.update(repeating: 0, count: cells * shape.encoderInputWidth) }
    cell.dynamicBackward(
      gates: history.gates.pointer, candidate: history.candidates.pointer, rows: steps * rows,
      into: dEncoderInput.pointer, accumulate: true)
  }

  /// Both initial-condition encoders, the posterior of g0 and its sample.
  func encodeInitialCondition(_ parameters: UnsafePointer<Float>) {
    let n = h.ic_enc_dim, icSteps = shape.initialConditionSteps
    for (index, cell) in model.icEncoders.enumerated() {
      let history = icHistories[index]
      encode(cell, history, firstState: parameters + model.icFirstStates[index], steps: icSteps)
      let last = history.after(history.runsBackward ? 0 : icSteps - 1, rows: rows)
      copyRows(last, width: n, rows: rows, into: icCode.pointer + index * n, leadingDimension: 2 * n)
    }
    if noise.hasMasks {
      Kernels.applyMask(
        icCode.pointer, mask: noise.initialConditionMask.pointer, scale: noise.maskScale, count: rows * 2 * n,
        into: icCode.pointer)
    }
    let dim = h.ic_dim, floor = Float(h.ic_post_var_min)
    model.g0Posterior?.forward(
      icCode.pointer, leadingDimension: 2 * n, rows: rows, into: g0Posterior.pointer, leadingDimension: 2 * dim)
    for row in 0..<rows {
      let mean = g0Posterior.pointer + row * 2 * dim, logvar = mean + dim
      let epsilon = noise.initialCondition.pointer + row * dim, sample = g0.pointer + row * dim
      for i in 0..<dim {
        logvar[i] = (logvar[i].exponential + floor).logarithm
        sample[i] = mean[i] + (logvar[i] / 2).exponential * epsilon[i]
      }
    }
  }

  /// Expects in `dG0Posterior` the gradients of mean and floored log variance.
  func encodeInitialConditionBackward(_ gradient: UnsafeMutablePointer<Float>) {
    let n = h.ic_enc_dim, icSteps = shape.initialConditionSteps, dim = h.ic_dim, floor = Float(h.ic_post_var_min)
    for row in 0..<rows {
      let logvar = g0Posterior.pointer + row * 2 * dim + dim, dLogvar = dG0Posterior.pointer + row * 2 * dim + dim
      // l' = log(e^l + floor): dl'/dl = e^l / (e^l + floor) = 1 − floor·e^{−l'}.
      for i in 0..<dim { dLogvar[i] *= 1 - floor * (-logvar[i]).exponential }
    }
    guard let head = model.g0Posterior else { return }
    head.weightsBackward(icCode.pointer, leadingDimension: 2 * n, dG0Posterior.pointer, rows: rows, into: gradient)
    head.inputBackward(
      dG0Posterior.pointer, rows: rows, into: dIcCode.pointer, leadingDimension: 2 * n, accumulate: false)
    if noise.hasMasks {
      Kernels.applyMask(
        dIcCode.pointer, mask: noise.initialConditionMask.pointer, scale: noise.maskScale, count: rows * 2 * n,
        into: dIcCode.pointer)
    }
    for (index, cell) in model.icEncoders.enumerated() {
      let history = icHistories[index], last = history.runsBackward ? 0 : icSteps - 1
      encodeBackward(
        cell, history, firstState: model.icFirstStates[index], steps: icSteps,
        isFirstEncoder: index == 0 && !h.hasController, gradient
      ) { t, dState in
        guard t == last else { return }
        addColumns(dIcCode.pointer + index * n, leadingDimension: 2 * n, count: n, to: dState)
      }
    }
  }

  /// Both controller-input encoders, and the controller's lagged, dropped view of them.
  func encodeControllerInput(_ parameters: UnsafePointer<Float>) {
    let n = h.ci_enc_dim, width = shape.controllerEncoderWidth
    for (index, cell) in model.ciEncoders.enumerated() {
      let history = ciHistories[index]
      encode(cell, history, firstState: parameters + model.ciFirstStates[index], steps: steps)
      for t in 0..<steps {
        let target = controllerEncoderInput.pointer + t * rows * width + index * n
        if let source = encoderStep(seenAt: t, runsBackward: history.runsBackward) {
          copyRows(history.after(source, rows: rows), width: n, rows: rows, into: target, leadingDimension: width)
        } else {
          for row in 0..<rows { (target + row * width).update(repeating: 0, count: n) }
        }
      }
    }
    if noise.hasMasks {
      Kernels.applyMask(
        controllerEncoderInput.pointer, mask: noise.controllerEncoderMask.pointer, scale: noise.maskScale,
        count: cells * width, into: controllerEncoderInput.pointer)
    }
  }

  /// Expects `dControllerEncoderInput`, the gradient of what the controller saw.
  func encodeControllerInputBackward(_ gradient: UnsafeMutablePointer<Float>) {
    let n = h.ci_enc_dim, width = shape.controllerEncoderWidth, lag = h.controller_input_lag
    if noise.hasMasks {
      Kernels.applyMask(
        dControllerEncoderInput.pointer, mask: noise.controllerEncoderMask.pointer, scale: noise.maskScale,
        count: cells * width, into: dControllerEncoderInput.pointer)
    }
    for (index, cell) in model.ciEncoders.enumerated() {
      let history = ciHistories[index]
      encodeBackward(
        cell, history, firstState: model.ciFirstStates[index], steps: steps, isFirstEncoder: index == 0, gradient
      ) { t, dState in
        let seen = history.runsBackward ? t - lag : t + lag
        guard seen >= 0 && seen < steps else { return }
        addColumns(
          dControllerEncoderInput.pointer + seen * rows * width + index * n, leadingDimension: width, count: n,
          to: dState)
      }
    }
  }

  /// The encoder step whose state the controller sees at `t`, nil past either end.
  private func encoderStep(seenAt t: Int, runsBackward: Bool) -> Int? {
    let step = runsBackward ? t + h.controller_input_lag : t - h.controller_input_lag
    return step >= 0 && step < steps ? step : nil
  }

  /// target [R, count] += `count` columns of an array of larger leading dimension.
  private func addColumns(
    _ source: UnsafePointer<Float>, leadingDimension: Int, count: Int, to target: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      Kernels.addScaled(source + row * leadingDimension, scale: 1, count: count, into: target + row * count)
    }
  }
}
