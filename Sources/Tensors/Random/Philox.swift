/// Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// a counter-based generator. Word block `counter` of stream `stream` under `key` is a pure function of the three,
/// so draws depend neither on the order of calls nor on threads.
public enum Philox {
  /// The four words of one block.
  @inlinable
  public static func block(key: UInt64, stream: UInt64, counter: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    var c0 = UInt32(truncatingIfNeeded: counter)
    var c1 = UInt32(truncatingIfNeeded: counter >> 32)
    var c2 = UInt32(truncatingIfNeeded: stream)
    var c3 = UInt32(truncatingIfNeeded: stream >> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) &* UInt64(c0)
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c2)
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}

/// A sequential generator over one Philox stream; its whole state is three numbers, so it can be stored and resumed.
public struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  public let key: UInt64
  public let stream: UInt64
  /// The next 64-bit word to hand out, counted from the start of the stream.
  public private(set) var position: UInt64

  public init(key: UInt64, stream: UInt64, position: UInt64 = 0) {
    self.key = key
    self.stream = stream
    self.position = position
  }

  public mutating func next() -> UInt64 {
    let words = Philox.block(key: key, stream: stream, counter: position >> 1)
    // After the stream's last word comes its first again.
    defer { position &+= 1 }
    return position & 1 == 0
      ? UInt64(words.0) | UInt64(words.1) << 32
      : UInt64(words.2) | UInt64(words.3) << 32
  }

  /// Uniform in [0, 1), 53 bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform among 0 ..< `bound`, without bias.
  public mutating func index(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }
}
