import Glibc
import Kernels

/// NumPy's legacy `RandomState`: the Mersenne twister MT19937 and the ways NumPy has always drawn from it.
///
/// The synthetic data sets are defined by these draws, in their order. A struct around a buffer of its own: pass it on,
/// do not copy it.
struct LegacyRandom: ~Copyable {
  private let state = AlignedBuffer<UInt32>(count: 624)
  private var position = 624
  /// The second number of a pair of normals, kept for the next call.
  private var spare: Double?

  /// Seeds as `init_genrand` of 2002 does.
  init(seed: UInt32) {
    let words = state.pointer
    words[0] = seed
    for i in 1..<624 { words[i] = 1_812_433_253 &* (words[i - 1] ^ words[i - 1] >> 30) &+ UInt32(i) }
  }

  /// 32 uniform bits.
  @inline(__always)
  mutating func next32() -> UInt32 {
    if position == 624 { refill() }
    var word = state.pointer[position]
    position += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9d2c_5680
    word ^= word << 15 & 0xefc6_0000
    return word ^ word >> 18
  }

  private mutating func refill() {
    let words = state.pointer
    func twisted(_ i: Int, _ next: Int, _ far: Int) {
      let mixed = words[i] & 0x8000_0000 | words[next] & 0x7fff_ffff
      words[i] = words[far] ^ mixed >> 1 ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
    }
    for i in 0..<227 { twisted(i, i + 1, i + 397) }
    for i in 227..<623 { twisted(i, i + 1, i - 227) }
    twisted(623, 0, 396)
    position = 0
  }

  /// Uniform in [0, 1), 53 bits.
  @inline(__always)
  mutating func uniform() -> Double {
    let high = next32() >> 5
    let low = next32() >> 6
    return (Double(high) * 0x1p26 + Double(low)) * 0x1p-53
  }

  /// Standard normal, by Marsaglia's polar method; the second number of a pair comes first.
  mutating func normal() -> Double {
    if let kept = spare {
      spare = nil
      return kept
    }
    while true {
      let x1 = 2 * uniform() - 1
      let x2 = 2 * uniform() - 1
      let squared = x1 * x1 + x2 * x2
      guard squared > 0, squared < 1 else { continue }
      let factor = (-2 * log(squared) / squared).squareRoot()
      spare = factor * x1
      return factor * x2
    }
  }

  mutating func normals(_ count: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(normal()) }
    return values
  }

  /// A Poisson count by Knuth's product.
  ///
  /// - Precondition: 0 ≤ `mean` < 10; from 10 on NumPy draws otherwise.
  @inline(__always)
  mutating func poisson(_ mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    var product = uniform()
    // 1 − x ≤ exp(−x): most draws end here, and the exponential is never needed.
    if product <= 1 - mean { return 0 }
    let end = exp(-mean)
    var count = 0
    while product > end {
      count += 1
      product *= uniform()
    }
    return count
  }

  /// Uniform among 0 ..< `bound`: words are masked and those that reach too far drawn again.
  ///
  /// - Precondition: 1 ≤ `bound` ≤ 2³².
  mutating func integer(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let top = UInt32(bound - 1)
    let mask = UInt32.max >> UInt32(top.leadingZeroBitCount)
    while true {
      let word = next32() & mask
      if word <= top { return Int(word) }
    }
  }
}
