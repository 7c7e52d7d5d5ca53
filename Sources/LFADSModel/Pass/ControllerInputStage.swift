import Kernels

/// The controller-input encoders, and the controller's lagged, dropped view of them.
final class ControllerInputStage {
  private let shape: ModelShape
  private let hyper: Hyperparameters
  let encoders: EncoderPair
  /// What the controller sees of the encoders; 0 past either end of them.
  let seen: AlignedBuffer<Float>  // [T, R, encoder width]
  let dSeen: AlignedBuffer<Float>  // [T, R, encoder width]

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, hyper = shape.hyperparameters
    self.shape = shape
    self.hyper = hyper
    encoders = EncoderPair(
      model, model.ciEncoders, firstStates: model.ciFirstStates, units: hyper.ci_enc_dim, steps: shape.encodedSteps,
      rows: capacity)
    let count = shape.steps * capacity * shape.controllerEncoderWidth
    seen = AlignedBuffer(count: count)
    dSeen = AlignedBuffer(count: count)
  }

  func forward(
    _ extent: PassExtent, _ readIn: ReadInStage, _ noise: ShardNoise, _ parameters: UnsafePointer<Float>
  ) {
    let n = hyper.ci_enc_dim, width = shape.controllerEncoderWidth, rows = extent.rows
    encoders.forward(extent, readIn, parameters)
    for (index, history) in encoders.histories.enumerated() {
      for t in 0..<extent.steps {
        let target = seen.pointer + t * rows * width + index * n
        if let source = step(seenAt: t, runsBackward: history.runsBackward) {
          copyRows(history.after(source, rows: rows), width: n, rows: rows, into: target, leadingDimension: width)
        } else {
          for row in 0..<rows { (target + row * width).update(repeating: 0, count: n) }
        }
      }
    }
    if noise.hasMasks {
      Kernels.applyMask(
        seen.pointer, mask: noise.controllerEncoderMask.pointer, scale: noise.maskScale,
        count: extent.cells * width, into: seen.pointer)
    }
  }

  /// The encoder step whose state the controller sees at `t`; nil past either end, and after the last encoded step.
  private func step(seenAt t: Int, runsBackward: Bool) -> Int? {
    let step = runsBackward ? t + hyper.controller_input_lag : t - hyper.controller_input_lag
    return t < encoders.steps && step >= 0 && step < encoders.steps ? step : nil
  }

  /// Expects `dSeen`, the gradient of what the controller saw.
  func backward(
    _ extent: PassExtent, _ readIn: ReadInStage, _ noise: ShardNoise, _ gradient: UnsafeMutablePointer<Float>
  ) {
    let n = hyper.ci_enc_dim, width = shape.controllerEncoderWidth, rows = extent.rows
    let lag = hyper.controller_input_lag
    if noise.hasMasks {
      Kernels.applyMask(
        dSeen.pointer, mask: noise.controllerEncoderMask.pointer, scale: noise.maskScale,
        count: extent.cells * width, into: dSeen.pointer)
    }
    encoders.backward(extent, readIn, gradient) { index, step, dState in
      let t = encoders.histories[index].runsBackward ? step - lag : step + lag
      guard t >= 0 && t < encoders.steps else { return }
      addColumns(
        dSeen.pointer + t * rows * width + index * n, leadingDimension: width, rows: rows, count: n, to: dState)
    }
  }
}
