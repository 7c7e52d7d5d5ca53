/// Where a pass takes its random numbers from.
public enum NoiseSource: Sendable {
  /// Fresh draws, a pure function of seed, step and place in the batch.
  case drawn(seed: UInt64, step: Int, site: NoiseSite)
  /// Given standard normal numbers: g0 [B, ic_dim], u [B, T, U]. No dropout.
  case recorded(initialCondition: [Float], inputs: [Float])
  /// Recorded normals with drawn masks, for checking gradients under dropout.
  case recordedNormals(initialCondition: [Float], inputs: [Float], maskSeed: UInt64)
  /// No noise at all: posterior means, no dropout.
  case none
}

/// What the draws are for; it decides the streams and whether dropout is on.
public enum NoiseSite: Sendable, Equatable {
  case training
  /// The n-th batch of a pass over the validation data.
  case validation(batch: Int)
}
