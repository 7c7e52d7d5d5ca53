/// Where a pass takes its random numbers from.
public enum NoiseSource: Sendable {
  /// Fresh draws, a pure function of seed, step and place in the batch.
  case drawn(seed: UInt64, step: Int, site: NoiseSite)
  /// These very numbers, of all trials of each part of the batch.
  case recorded([Noise])
  /// No noise at all: posterior means, no dropout.
  case none

  /// These very numbers, of a batch of one session.
  public static func given(_ noise: Noise) -> NoiseSource { .recorded([noise]) }
}

/// What the draws are for; it decides the streams and whether dropout is on.
public enum NoiseSite: Sendable, Equatable {
  case training
  /// The n-th batch of a pass over the validation data.
  case validation(batch: Int)
}
