import Foundation
import Testing

@testable import Kernels

@Suite struct FunctionKernelTests {
  /// A kernel, what it stands for in double precision, where, and the units in the last place it may be off.
  struct Function: CustomTestStringConvertible, Sendable {
    let name: String
    let kernel: @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void
    let exact: @Sendable (Double) -> Double
    let range: ClosedRange<Float>
    let units: Double
    var testDescription: String { name }
  }

  static let everything = -Float.infinity...Float.infinity
  static let functions = [
    Function(
      name: "exp", kernel: { Kernels.exp($0, count: $1, into: $2) }, exact: { Foundation.exp($0) }, range: everything,
      units: 1.1),
    Function(
      name: "log", kernel: { Kernels.log($0, count: $1, into: $2) }, exact: { Foundation.log($0) }, range: everything,
      units: 0.9),
    Function(
      name: "tanh", kernel: { Kernels.tanh($0, count: $1, into: $2) }, exact: { Foundation.tanh($0) },
      range: everything, units: 2.6),
    Function(
      name: "sigmoid", kernel: { Kernels.sigmoid($0, count: $1, into: $2) }, exact: { 1 / (1 + Foundation.exp(-$0)) },
      range: -87...Float.infinity, units: 2.4),
  ]

  /// How far a float is from a number, in units of the last place a float of that magnitude has.
  static func distance(_ x: Float, _ exact: Double) -> Double {
    if exact.isNaN || x.isNaN { return exact.isNaN && x.isNaN ? 0 : .infinity }
    let nearest = Float(exact)
    if nearest.isInfinite || x.isInfinite { return nearest == x ? 0 : .infinity }
    return abs(Double(x) - exact) / Double(nearest.ulp)
  }

  /// Floats from everywhere: equal steps through their bit patterns, which are equal ratios, and through [−20, 20].
  static let samples =
    stride(from: UInt32(0), through: .max - 40_009, by: 40_009).map { Float(bitPattern: $0) }
    + (0...40_000).map { Float($0) / 1000 - 20 }

  @Test(arguments: InstructionSet.supported, functions)
  func `A function is off by no more than its documentation says, over all floats`(
    set: InstructionSet, function: Function
  ) {
    let x = Self.samples.filter { $0.isNaN || function.range.contains($0) }
    var y = [Float](repeating: 0, count: x.count)
    set.run { function.kernel(x, x.count, &y) }
    var worst = (distance: 0.0, at: Float(0))
    for (x, y) in zip(x, y) {
      let distance = Self.distance(y, function.exact(Double(x)))
      if distance > worst.distance { worst = (distance, x) }
    }
    #expect(worst.distance <= function.units, "\(function.name), \(set), worst at \(worst.at)")
  }

  @Test(arguments: InstructionSet.supported)
  func `Infinities, NaN and saturation come out right`(set: InstructionSet) {
    let x: [Float] = [
      0, -0.0, .infinity, -.infinity, .nan, 100, -100, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, 88.5, -88.5, -1,
    ]
    func all(_ function: (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void) -> [Float] {
      var y = x
      let count = y.count
      y.withUnsafeMutableBufferPointer { y in
        if let base = y.baseAddress { function(base, count, base) }
      }
      return y
    }
    set.run {
      let exp = all { Kernels.exp($0, count: $1, into: $2) }, log = all { Kernels.log($0, count: $1, into: $2) }
      let tanh = all { Kernels.tanh($0, count: $1, into: $2) }
      let sigmoid = all { Kernels.sigmoid($0, count: $1, into: $2) }
      for (name, y) in [("exp", exp), ("log", log), ("tanh", tanh), ("sigmoid", sigmoid)] {
        #expect(y[4].isNaN, "\(name) of NaN")
      }
      #expect(exp[0] == 1 && exp[2] == .infinity && exp[3] == 0 && exp[5] == .infinity && exp[7] == .infinity)
      #expect(exp[6] > 0 && exp[6].isSubnormal && exp[8] == 0 && exp[9] == 1 && exp[10].isFinite)
      #expect(log[0] == -.infinity && log[1] == -.infinity && log[2] == .infinity && log[3].isNaN && log[12].isNaN)
      #expect(abs(log[9] - Float(-149 * 0.693147180559945)) < 1e-5)
      #expect(tanh[0] == 0 && tanh[1].sign == .minus && tanh[2] == 1 && tanh[3] == -1 && tanh[7] == 1)
      #expect(tanh[9] == .leastNonzeroMagnitude)
      #expect(sigmoid[0] == 0.5 && sigmoid[2] == 1 && sigmoid[3] == 0 && sigmoid[5] == 1 && sigmoid[6] == 0)
      #expect(sigmoid[11] < 1e-38)
    }
  }

  @Test(arguments: InstructionSet.supported, functions)
  func `A value depends neither on its place nor on its neighbours, and nothing behind it is touched`(
    set: InstructionSet, function: Function
  ) {
    let x = uniforms(260, seed: 5, limit: 9).map(abs)
    set.run {
      var whole = [Float](repeating: 0, count: x.count)
      function.kernel(x, x.count, &whole)
      for count in oddCounts {
        var y = [Float](repeating: 7, count: x.count)
        function.kernel(x, count, &y)
        #expect(Array(y[..<count]) == Array(whole[..<count]), "\(count) values")
        #expect(y[count...].allSatisfy { $0 == 7 }, "\(count) values")
      }
    }
  }
}
