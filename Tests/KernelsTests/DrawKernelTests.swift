import Foundation
import Tensors
import Testing

@testable import Kernels

@Suite struct DrawKernelTests {
  static let key: UInt64 = 0x0123_4567_89AB_CDEF
  static let stream: UInt64 = 0xFEDC_BA98_7654_3210

  @Test(arguments: InstructionSet.supported)
  func `A mask is what the words of its stream say, bit for bit`(set: InstructionSet) {
    let count = 1003, keep: Float = 0.7, threshold = UInt32((keep * 65536).rounded())
    let expected = (0..<count).map { i in
      let block = Philox.block(key: Self.key, stream: Self.stream, counter: UInt64(i / 8))
      let word = [block.0, block.1, block.2, block.3][i % 8 / 2]
      return UInt8(word >> UInt32(i % 2 * 16) & 0xFFFF < threshold ? 1 : 0)
    }
    var mask = [UInt8](repeating: 9, count: count)
    set.run { Kernels.mask(&mask, count: count, keep: keep, key: Self.key, stream: Self.stream) }
    #expect(mask == expected)
  }

  @Test(arguments: InstructionSet.supported)
  func `A mask keeps all, none or the share asked for`(set: InstructionSet) {
    let count = 100_000
    for keep: Float in [0, 0.5, 0.95, 1] {
      var mask = [UInt8](repeating: 9, count: count)
      set.run { Kernels.mask(&mask, count: count, keep: keep, key: 3, stream: 4) }
      #expect(mask.allSatisfy { $0 <= 1 })
      let share = Double(mask.reduce(0) { $0 + Int($1) }) / Double(count), p = Double(keep)
      #expect(abs(share - p) <= 5 * (p * (1 - p) / Double(count)).squareRoot(), "\(set), keep \(keep)")
    }
  }

  @Test(arguments: InstructionSet.supported)
  func `A normal value is the transform of its words`(set: InstructionSet) {
    let count = 50_002
    let expected = (0..<count).map { (i: Int) -> Double in
      let block = Philox.block(key: Self.key, stream: Self.stream, counter: UInt64(i / 4))
      let (p, q) = i % 4 < 2 ? (block.0, block.1) : (block.2, block.3)
      let uniform = (Double(p) + 0.5) * 0x1p-32, angle = 2 * Double.pi * Double(q) * 0x1p-32
      let radius = (-2 * log(uniform)).squareRoot()
      return radius * (i % 2 == 0 ? cos(angle) : sin(angle))
    }
    var values = [Float](repeating: 0, count: count)
    set.run { Kernels.normals(&values, count: count, key: Self.key, stream: Self.stream) }
    // Where the first word is near 2³², the nearest float to the uniform number limits a radius near 0.
    var worst = 0.0
    var worstOutside = 0.0
    for (value, exact) in zip(values, expected) {
      let distance = abs(Double(value) - exact)
      worst = max(worst, distance)
      if abs(exact) > 0.1 { worstOutside = max(worstOutside, distance / abs(exact)) }
    }
    #expect(worst < 1e-4)
    #expect(worstOutside < 3e-6)
  }

  @Test(arguments: InstructionSet.supported)
  func `Draws depend on key, stream and index alone`(set: InstructionSet) {
    set.run {
      var normals = [Float](repeating: 0, count: 300), mask = [UInt8](repeating: 0, count: 300)
      Kernels.normals(&normals, count: 300, key: 5, stream: 6)
      Kernels.mask(&mask, count: 300, keep: 0.5, key: 5, stream: 6)
      for count in oddCounts {
        var fewer = [Float](repeating: 9, count: 300), fewerMask = [UInt8](repeating: 9, count: 300)
        Kernels.normals(&fewer, count: count, key: 5, stream: 6)
        Kernels.mask(&fewerMask, count: count, keep: 0.5, key: 5, stream: 6)
        #expect(fewer == Array(normals[..<count]) + Array(repeating: 9, count: 300 - count))
        #expect(fewerMask == Array(mask[..<count]) + Array(repeating: 9, count: 300 - count))
      }
      for (key, stream): (UInt64, UInt64) in [(6, 6), (5, 7), (5 + 1 << 32, 6), (5, 6 + 1 << 32)] {
        var other = [Float](repeating: 0, count: 300)
        Kernels.normals(&other, count: 300, key: key, stream: stream)
        #expect(zip(other, normals).filter { $0 == $1 }.isEmpty)
      }
    }
  }

  @Test(arguments: InstructionSet.supported)
  func `Normal values have the moments and the tails of the distribution`(set: InstructionSet) {
    let count = 1 << 20
    var values = [Float](repeating: 0, count: count)
    set.run { Kernels.normals(&values, count: count, key: 1, stream: 2) }
    var moments = [0.0, 0.0, 0.0, 0.0], beyond = [0.0, 0.0, 0.0, 0.0]
    for value in values {
      let x = Double(value), square = x * x
      moments[0] += x
      moments[1] += square
      moments[2] += square * x
      moments[3] += square * square
      for k in 0..<4 where abs(x) > Double(k + 1) { beyond[k] += 1 }
    }
    let n = Double(count)
    // Six standard errors; the variances of x, x², x³, x⁴ are 1, 2, 15, 96.
    for (k, (expected, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
      #expect(abs(moments[k] / n - expected) < 6 * (variance / n).squareRoot(), "moment \(k + 1), \(set)")
    }
    for k in 0..<4 {
      let expected = n * erfc(Double(k + 1) / 2.0.squareRoot())
      #expect(abs(beyond[k] - expected) < 6 * expected.squareRoot(), "beyond \(k + 1), \(set)")
    }
  }

  @Test(arguments: InstructionSet.supported)
  func `The tails reach beyond five and a half standard deviations`(set: InstructionSet) {
    // The first word of this key's first block is 21, one of the smallest 32-bit words and so one of the largest radii.
    let key: UInt64 = 93_114_646, stream: UInt64 = 9
    let smallest = Philox.block(key: key, stream: stream, counter: 0).0
    #expect(smallest == 21)
    var values: [Float] = [0, 0]
    set.run { Kernels.normals(&values, count: 2, key: key, stream: stream) }
    let radius = (values[0] * values[0] + values[1] * values[1]).squareRoot()
    let expected = (-2 * log(21.5 * 0x1p-32)).squareRoot()
    #expect(abs(Double(radius) - expected) < 1e-5 && radius > 6)
  }
}
