import Kernels

/// All normal draws and dropout masks of one shard's pass, drawn before it starts.
///
/// R trials in use of `rows`; everything time-major.
final class ShardNoise {
  let initialCondition: AlignedBuffer<Float>  // [R, ic_dim]
  let inputs: AlignedBuffer<Float>  // [T, R, U]
  let dataMask: AlignedBuffer<UInt8>  // [Te, R, De]
  let externalInputMask: AlignedBuffer<UInt8>  // [T, R, I]
  let initialConditionMask: AlignedBuffer<UInt8>  // [R, 2·ic_enc_dim]
  let controllerEncoderMask: AlignedBuffer<UInt8>  // [T, R, encoder width]
  let feedbackMask: AlignedBuffer<UInt8>  // [T, R, feedback width]
  let generatorMask: AlignedBuffer<UInt8>  // [T, R, G]
  /// Whether the masks are in force.
  private(set) var hasMasks = false
  /// 1/keep_prob, by which kept units are scaled.
  let maskScale: Float

  private let shape: ModelShape

  init(_ shape: ModelShape, rows: Int) {
    let hyper = shape.hyperparameters, cells = shape.steps * rows
    self.shape = shape
    maskScale = Float(1 / hyper.keep_prob)
    let masked = hyper.keep_prob < 1
    initialCondition = AlignedBuffer(count: rows * hyper.ic_dim)
    inputs = AlignedBuffer(count: cells * hyper.co_dim)
    dataMask = AlignedBuffer(count: masked ? shape.encodedSteps * rows * shape.maximumEncodedChannels : 0)
    externalInputMask = AlignedBuffer(count: masked ? cells * hyper.ext_input_dim : 0)
    initialConditionMask = AlignedBuffer(count: masked ? rows * 2 * hyper.ic_enc_dim : 0)
    controllerEncoderMask = AlignedBuffer(count: masked ? cells * shape.controllerEncoderWidth : 0)
    feedbackMask = AlignedBuffer(count: masked ? cells * shape.feedbackWidth : 0)
    generatorMask = AlignedBuffer(count: masked ? cells * hyper.gen_dim : 0)
  }

  /// Fills everything for the shard of trials `rows` of a batch of a session.
  ///
  /// - Parameter part: the number of the part that these trials are of.
  func fill(_ source: NoiseSource, shard: Int, part: Int, rows: Range<Int>, session: Int) {
    let keepsAll = shape.hyperparameters.keep_prob >= 1
    hasMasks = false
    switch source {
    case .none:
      initialCondition.fill(0)
      inputs.fill(0)
    case .drawn(let seed, let step, let site):
      drawNormals(seed, step: step, shard: shard, rows: rows.count, site: site)
      if site == .training && !keepsAll {
        drawMasks(
          seed, step: step, shard: shard, rows: rows.count, channels: shape.sessions[session].encodedChannels)
      }
    case .recorded(let noise): copy(noise[part], rows: rows, session: session)
    }
  }

  private func drawNormals(_ seed: UInt64, step: Int, shard: Int, rows: Int, site: NoiseSite) {
    let hyper = shape.hyperparameters
    let major = UInt32(truncatingIfNeeded: step)
    // Validation draws of a step are other numbers than its training draws.
    let (key, minor) =
      switch site {
      case .training: (seed, UInt32(shard))
      case .validation(let batch): (seed ^ 0x9E37_79B9_7F4A_7C15, UInt32(truncatingIfNeeded: batch << 10 | shard))
      }
    Kernels.normals(
      initialCondition.pointer, count: rows * hyper.ic_dim, key: key,
      stream: DrawSite.initialCondition.stream(major: major, minor: minor))
    Kernels.normals(
      inputs.pointer, count: shape.steps * rows * hyper.co_dim, key: key,
      stream: DrawSite.inferredInput.stream(major: major, minor: minor))
  }

  private func drawMasks(_ seed: UInt64, step: Int, shard: Int, rows: Int, channels: Int) {
    let hyper = shape.hyperparameters, cells = shape.steps * rows
    let major = UInt32(truncatingIfNeeded: step), minor = UInt32(shard), keep = Float(hyper.keep_prob)
    func draw(_ mask: AlignedBuffer<UInt8>, _ count: Int, _ site: DrawSite) {
      Kernels.mask(
        mask.pointer, count: count, keep: keep, key: seed, stream: site.stream(major: major, minor: minor))
    }
    draw(dataMask, shape.encodedSteps * rows * channels, .dataMask)
    draw(externalInputMask, cells * hyper.ext_input_dim, .externalInputMask)
    if hyper.hasInitialConditionCode { draw(initialConditionMask, rows * 2 * hyper.ic_enc_dim, .initialConditionMask) }
    draw(controllerEncoderMask, cells * shape.controllerEncoderWidth, .controllerInputMask)
    draw(feedbackMask, cells * shape.feedbackWidth, .feedbackMask)
    draw(generatorMask, cells * hyper.gen_dim, .generatorMask)
    hasMasks = true
  }

  /// Given numbers are by trial; the pass wants them by time.
  private func copy(_ noise: Noise, rows: Range<Int>, session: Int) {
    let hyper = shape.hyperparameters
    Self.copy(noise.initialCondition, width: hyper.ic_dim, steps: 1, rows: rows, into: initialCondition.pointer)
    Self.copy(noise.inputs, width: hyper.co_dim, steps: shape.steps, rows: rows, into: inputs.pointer)
    guard let masks = noise.masks else { return }
    precondition(hyper.keep_prob < 1, "masks for a model without dropout")
    for (place, values) in masks {
      Self.copy(
        values, width: place.width(shape, session: session), steps: place.steps(shape), rows: rows,
        into: mask(place).pointer)
    }
    hasMasks = true
  }

  private func mask(_ place: DropoutPlace) -> AlignedBuffer<UInt8> {
    switch place {
    case .data: dataMask
    case .externalInput: externalInputMask
    case .initialConditionCode: initialConditionMask
    case .controllerEncoder: controllerEncoderMask
    case .feedback: feedbackMask
    case .generator: generatorMask
    }
  }

  /// Trials `rows` of [B, steps, width] to [steps, R, width].
  private static func copy<Element>(
    _ source: [Element], width: Int, steps: Int, rows: Range<Int>, into target: UnsafeMutablePointer<Element>
  ) {
    for (r, trial) in rows.enumerated() {
      for t in 0..<steps {
        for i in 0..<width { target[(t * rows.count + r) * width + i] = source[(trial * steps + t) * width + i] }
      }
    }
  }
}
