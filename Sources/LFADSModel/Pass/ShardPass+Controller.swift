import Kernels

extension ShardPass {
  /// One step of the controller: what is fed back, its cell, the posterior of u_t and its sample.
  func inferInput(_ t: Int) {
    guard let controller = model.controller, let head = model.inputPosterior, let history = controllerHistory else {
      return
    }
    let width = shape.feedbackWidth, inputCount = h.co_dim
    let seen = feedback.pointer + t * rows * width
    if width > 0 { feedBack(t, into: seen) }
    controller.step(
      dynamic: seen, h: history.before(t, rows: rows), rows: rows, gates: history.gates(t, rows: rows),
      candidate: history.candidate(t, rows: rows), resetState: history.resetState(t, rows: rows),
      next: history.after(t, rows: rows))
    let posterior = inputPosterior.pointer + t * rows * 2 * inputCount
    head.forward(
      history.after(t, rows: rows), leadingDimension: h.con_dim, rows: rows, into: posterior,
      leadingDimension: 2 * inputCount)
    let epsilon = noise.inputs.pointer + t * rows * inputCount, sample = inputs.pointer + t * rows * inputCount
    for row in 0..<rows {
      for i in 0..<inputCount {
        let mean = posterior[row * 2 * inputCount + i], logvar = posterior[row * 2 * inputCount + inputCount + i]
        sample[row * inputCount + i] = mean + (logvar / 2).exponential * epsilon[row * inputCount + i]
      }
    }
  }

  /// The generator's last factors or rates, dropped: what the controller sees of them at step t.
  private func feedBack(_ t: Int, into seen: UnsafeMutablePointer<Float>) {
    let width = shape.feedbackWidth
    if h.feedsFactors {
      let last = t == 0 ? firstFactors.pointer : factors.pointer + (t - 1) * rows * width
      seen.update(from: last, count: rows * width)
    } else {
      let last = t == 0 ? firstOutput.pointer : output.pointer + (t - 1) * rows * outputWidth
      copyRows(last, width: width, rows: rows, from: outputWidth, into: seen, leadingDimension: width)
      if h.output_dist == .poisson { Kernels.exp(seen, count: rows * width, into: seen) }
    }
    if noise.hasMasks {
      Kernels.applyMask(
        seen, mask: noise.feedbackMask.pointer + t * rows * width, scale: noise.maskScale, count: rows * width,
        into: seen)
    }
  }

  /// The backward pass of ``inferInput(_:)``, from `dInput`, the generator's gradient of u_t. `dController.0` holds
  /// the gradient of the controller's state after the step and ends as that of the state before.
  func inferInputBackward(_ t: Int) {
    guard let controller = model.controller, let head = model.inputPosterior, let history = controllerHistory else {
      return
    }
    let inputCount = h.co_dim, n = h.con_dim
    let posterior = inputPosterior.pointer + t * rows * 2 * inputCount
    let dPosterior = dInputPosterior.pointer + t * rows * 2 * inputCount
    let epsilon = noise.inputs.pointer + t * rows * inputCount
    for row in 0..<rows {
      for i in 0..<inputCount {
        let cell = (t * rows + row) * inputCount + i
        let d = dInput.pointer[row * inputCount + i] + dInputs.pointer[cell]
        let logvar = posterior[row * 2 * inputCount + inputCount + i]
        dPosterior[row * 2 * inputCount + i] = d + dInputMeans.pointer[cell]
        dPosterior[row * 2 * inputCount + inputCount + i] =
          d * 0.5 * (logvar / 2).exponential * epsilon[row * inputCount + i] + dLogQ
      }
    }
    let dState = dController.0.pointer, dBefore = dController.1.pointer
    head.inputBackward(dPosterior, rows: rows, into: dState, leadingDimension: n, accumulate: true)
    controller.stepBackward(
      dNext: dState, h: history.before(t, rows: rows), rows: rows, gates: history.gates(t, rows: rows),
      candidate: history.candidate(t, rows: rows), scratch: scratch.pointer, dH: dBefore)
    dState.update(from: dBefore, count: rows * n)
    guard shape.feedbackWidth > 0 else { return }
    controller.dynamicBackward(
      gates: history.gates(t, rows: rows), candidate: history.candidate(t, rows: rows), rows: rows,
      into: dFeedback.pointer, accumulate: false)
    feedBackBackward(t)
  }

  /// The gradient of what was fed back, added to that of the factors or outputs it came from.
  private func feedBackBackward(_ t: Int) {
    let width = shape.feedbackWidth
    if noise.hasMasks {
      Kernels.applyMask(
        dFeedback.pointer, mask: noise.feedbackMask.pointer + t * rows * width, scale: noise.maskScale,
        count: rows * width, into: dFeedback.pointer)
    }
    if h.feedsFactors {
      if t == 0 {
        dFirstFactors.pointer.update(from: dFeedback.pointer, count: rows * width)
      } else {
        Kernels.addScaled(
          dFeedback.pointer, scale: 1, count: rows * width, into: dFactors.pointer + (t - 1) * rows * width)
      }
      return
    }
    let last = t == 0 ? firstOutput.pointer : output.pointer + (t - 1) * rows * outputWidth
    let dLast = t == 0 ? dFirstOutput.pointer : dOutput.pointer + (t - 1) * rows * outputWidth
    if t == 0 { dLast.update(repeating: 0, count: rows * outputWidth) }
    for row in 0..<rows {
      for i in 0..<width {
        // d e^x = e^x dx for Poisson; Gaussian means are fed back as they are.
        let slope = h.output_dist == .poisson ? last[row * outputWidth + i].exponential : 1
        dLast[row * outputWidth + i] += dFeedback.pointer[row * width + i] * slope
      }
    }
  }

  /// The gradients of the controller's weights over some steps, and of what it saw of the encoders then.
  func inferInputsWeightsBackward(_ steps: Range<Int>, _ gradient: UnsafeMutablePointer<Float>) {
    guard let controller = model.controller, let head = model.inputPosterior, let history = controllerHistory else {
      return
    }
    let first = steps.lowerBound, count = steps.count * rows, width = shape.controllerEncoderWidth
    head.weightsBackward(
      history.after(first, rows: rows), leadingDimension: h.con_dim,
      dInputPosterior.pointer + first * rows * 2 * h.co_dim, rows: count, into: gradient)
    controller.weightsBackward(
      history, steps: steps, trials: rows, staticInput: controllerEncoderInput.pointer,
      dynamicInput: feedback.pointer, into: gradient)
    controller.staticBackward(
      gates: history.gates(first, rows: rows), candidates: history.candidate(first, rows: rows), rows: count,
      into: dControllerEncoderInput.pointer + first * rows * width)
  }
}
