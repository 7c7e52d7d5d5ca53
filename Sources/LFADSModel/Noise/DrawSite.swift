/// Every place that draws random numbers has streams of its own under the seed, so no draw moves another.
///
/// A stream number packs the site (8 bits), a major counter (32 bits: the training step, the parameter, the trial)
/// and a minor one (24 bits: the shard, the sample).
public enum DrawSite: UInt8, Sendable {
  case initialisation = 1
  case initialCondition, inferredInput
  case dataMask, externalInputMask, initialConditionMask, controllerInputMask, feedbackMask, generatorMask
  case validation, shuffle, jitter, posteriorInitialCondition, posteriorInput, prior, priorInput, synthetic

  public func stream(major: UInt32, minor: UInt32) -> UInt64 {
    UInt64(rawValue) << 56 | UInt64(minor & 0xFF_FFFF) << 32 | UInt64(major)
  }
}
