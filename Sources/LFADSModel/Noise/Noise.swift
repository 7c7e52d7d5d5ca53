import Kernels

/// Every random number of a pass over B trials of one session, trial-major: handed to different passes it gives each the
/// same draws.
public struct Noise: Sendable, Equatable {
  /// Standard normal numbers of g0's sample, [B, ic_dim].
  public var initialCondition: [Float]
  /// Standard normal numbers of the inferred inputs' samples, [B, T, U].
  public var inputs: [Float]
  /// What dropout keeps (1) and drops (0) in each place, [B, size]; nil without dropout.
  public var masks: [DropoutPlace: [UInt8]]?

  public init(initialCondition: [Float], inputs: [Float], masks: [DropoutPlace: [UInt8]]? = nil) {
    self.initialCondition = initialCondition
    self.inputs = inputs
    self.masks = masks
  }

  /// Fresh draws. A trial's numbers depend on the seed and on its number alone, and its normals are those of the first
  /// posterior sample that is read of the training trial of that number.
  ///
  /// - Parameter dropout: whether to draw masks too; there are none where `keep_prob` is 1.
  public static func drawn(_ shape: ModelShape, session: Int, trials: Int, seed: UInt64, dropout: Bool) -> Noise {
    let hyper = shape.hyperparameters
    func normals(_ count: Int, _ site: DrawSite) -> [Float] {
      let buffer = AlignedBuffer<Float>(count: trials * count)
      for trial in 0..<trials {
        Kernels.normals(
          buffer.pointer + trial * count, count: count, key: seed,
          stream: site.stream(major: UInt32(truncatingIfNeeded: trial), minor: 0))
      }
      return buffer.array
    }
    func mask(_ place: DropoutPlace) -> [UInt8] {
      let count = place.size(shape, session: session), buffer = AlignedBuffer<UInt8>(count: trials * count)
      for trial in 0..<trials {
        // No training step has as many shards, so these are no draws of a training.
        Kernels.mask(
          buffer.pointer + trial * count, count: count, keep: Float(hyper.keep_prob), key: seed,
          stream: place.site.stream(major: UInt32(truncatingIfNeeded: trial), minor: 0xFF_FFFF))
      }
      return buffer.array
    }
    return Noise(
      initialCondition: normals(hyper.ic_dim, .posteriorInitialCondition),
      inputs: normals(shape.steps * hyper.co_dim, .posteriorInput),
      masks: dropout && hyper.keep_prob < 1
        ? Dictionary(uniqueKeysWithValues: DropoutPlace.allCases.map { ($0, mask($0)) }) : nil)
  }

  /// How many numbers are drawn for one trial.
  public static func size(_ shape: ModelShape, session: Int, dropout: Bool) -> Double {
    let hyper = shape.hyperparameters
    let normals = Double(hyper.ic_dim) + Double(shape.steps) * Double(hyper.co_dim)
    guard dropout && hyper.keep_prob < 1 else { return normals }
    return DropoutPlace.allCases.reduce(normals) { sum, place in
      sum + Double(place.width(shape, session: session)) * Double(place.steps(shape))
    }
  }
}

/// Where dropout acts.
public enum DropoutPlace: Sendable, CaseIterable {
  case data, externalInput
  /// The two last encoder states that the posterior of g0 is read from.
  case initialConditionCode
  /// What the controller sees of its encoders.
  case controllerEncoder
  /// What the controller sees of the generator's last output.
  case feedback
  /// The generator's state on its way to the factors.
  case generator

  /// Whether there is a mask for every time step.
  public var hasSteps: Bool { self != .initialConditionCode }

  /// Time steps that there is a mask for; 1 where it has none.
  public func steps(_ shape: ModelShape) -> Int {
    switch self {
    case .data: shape.encodedSteps
    case .initialConditionCode: 1
    case .externalInput, .controllerEncoder, .feedback, .generator: shape.steps
    }
  }

  /// Units of one time step.
  public func width(_ shape: ModelShape, session: Int) -> Int {
    let hyper = shape.hyperparameters
    return switch self {
    case .data: shape.sessions[session].encodedChannels
    case .externalInput: hyper.ext_input_dim
    case .initialConditionCode: hyper.hasInitialConditionCode ? 2 * hyper.ic_enc_dim : 0
    case .controllerEncoder: shape.controllerEncoderWidth
    case .feedback: shape.feedbackWidth
    case .generator: hyper.gen_dim
    }
  }

  /// Units of a trial.
  public func size(_ shape: ModelShape, session: Int) -> Int {
    width(shape, session: session) * steps(shape)
  }

  var site: DrawSite {
    switch self {
    case .data: .dataMask
    case .externalInput: .externalInputMask
    case .initialConditionCode: .initialConditionMask
    case .controllerEncoder: .controllerInputMask
    case .feedback: .feedbackMask
    case .generator: .generatorMask
    }
  }
}
