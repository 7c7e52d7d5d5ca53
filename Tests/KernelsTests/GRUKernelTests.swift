import Foundation
import Testing

@testable import Kernels

@Suite struct GRUKernelTests {
  static let shapes = [(1, 1), (3, 5), (2, 8), (5, 16), (4, 33), (3, 100), (0, 4), (4, 0)]
  static let clip: Float = 0.8

  /// Inputs of a step: preactivations beyond saturation, states beyond the clip.
  struct Sample {
    let rows: Int
    let n: Int
    var gates, candidate, h: [Float]

    init(rows: Int, n: Int) {
      self.rows = rows
      self.n = n
      gates = uniforms(max(rows * 2 * n, 1), seed: 11, limit: 6)
      candidate = uniforms(max(rows * n, 1), seed: 12, limit: 6)
      h = uniforms(max(rows * n, 1), seed: 13, limit: 1.5)
    }

    /// Every element of [rows, n] from its row's r, u and its own c and h.
    func map(_ body: (_ r: Double, _ u: Double, _ c: Double, _ h: Double, _ index: Int) -> Double) -> [Double] {
      (0..<max(rows * n, 1)).map { i in
        guard rows * n > 0 else { return body(0, 0, Double(candidate[0]), Double(h[0]), 0) }
        let at = i / n * 2 * n + i % n
        return body(Double(gates[at]), Double(gates[at + n]), Double(candidate[i]), Double(h[i]), i)
      }
    }
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// One half of [rows, 2n].
  static func half(_ gates: [Float], _ which: Int, rows: Int, n: Int) -> [Float] {
    (0..<rows * n).map { gates[$0 / max(n, 1) * 2 * n + which * n + $0 % max(n, 1)] }
  }

  @Test(arguments: InstructionSet.supported, shapes)
  func `A step forward is that of the formulas`(set: InstructionSet, shape: (rows: Int, n: Int)) {
    let (rows, n) = shape, sample = Sample(rows: rows, n: n), count = rows * n
    var gates = sample.gates, candidate = sample.candidate
    var rh = [Float](repeating: 0, count: max(count, 1)), next = rh
    set.run {
      Kernels.gruGates(rows: rows, n: n, gates: &gates, h: sample.h, rh: &rh)
      Kernels.gruOutput(
        rows: rows, n: n, gates: gates, candidate: &candidate, h: sample.h, clip: Self.clip, next: &next)
    }
    let what = "\(set), \(rows) × \(n)", clip = Double(Self.clip)
    func expected(_ body: (Double, Double, Double, Double, Int) -> Double) -> [Double] {
      Array(sample.map(body)[..<count])
    }
    expectClose(Self.half(gates, 0, rows: rows, n: n), expected { r, _, _, _, _ in Self.sigmoid(r) }, "r, \(what)")
    expectClose(Self.half(gates, 1, rows: rows, n: n), expected { _, u, _, _, _ in Self.sigmoid(u) }, "u, \(what)")
    expectClose(Array(rh[..<count]), expected { r, _, _, h, _ in Self.sigmoid(r) * h }, "r∘h, \(what)")
    expectClose(Array(candidate[..<count]), expected { _, _, c, _, _ in tanh(c) }, "c, \(what)")
    expectClose(
      Array(next[..<count]),
      expected { _, u, c, h, _ in
        let u = Self.sigmoid(u)
        return min(max(u * h + (1 - u) * tanh(c), -clip), clip)
      }, "h', \(what)")
  }

  @Test(arguments: InstructionSet.supported, shapes)
  func `A step backward is the derivative of the formulas`(set: InstructionSet, shape: (rows: Int, n: Int)) {
    let (rows, n) = shape, count = rows * n
    var sample = Sample(rows: rows, n: n)
    // As forward leaves them: gates in 0 … 1, candidates in −1 … 1.
    sample.gates = sample.gates.map { Float(Self.sigmoid(Double($0))) }
    sample.candidate = sample.candidate.map { Float(tanh(Double($0))) }
    let dNext = uniforms(max(count, 1), seed: 14), dRH = uniforms(max(count, 1), seed: 15)
    var gates = sample.gates, candidate = sample.candidate, dh = [Float](repeating: 9, count: max(count, 1))
    set.run {
      Kernels.gruOutputBackward(
        rows: rows, n: n, dNext: dNext, gates: &gates, candidate: &candidate, h: sample.h, clip: Self.clip, dh: &dh)
      Kernels.gruResetBackward(rows: rows, n: n, dRH: dRH, gates: &gates, h: sample.h, dh: &dh)
    }
    let what = "\(set), \(rows) × \(n)"
    func dv(_ u: Double, _ c: Double, _ h: Double, _ i: Int) -> Double {
      abs(Float(u * h + (1 - u) * c)) <= Self.clip ? Double(dNext[i]) : 0
    }
    func expected(_ body: (Double, Double, Double, Double, Int) -> Double) -> [Double] {
      Array(sample.map(body)[..<count])
    }
    expectClose(
      Self.half(gates, 0, rows: rows, n: n),
      expected { r, _, _, h, i in Double(dRH[i]) * h * r * (1 - r) }, "dR, \(what)")
    expectClose(
      Self.half(gates, 1, rows: rows, n: n),
      expected { _, u, c, h, i in dv(u, c, h, i) * (h - c) * u * (1 - u) }, "dU, \(what)")
    expectClose(
      Array(candidate[..<count]), expected { _, u, c, h, i in dv(u, c, h, i) * (1 - u) * (1 - c * c) }, "dC, \(what)")
    expectClose(
      Array(dh[..<count]), expected { r, u, c, h, i in dv(u, c, h, i) * u + Double(dRH[i]) * r }, "dh, \(what)")
  }

  @Test(arguments: InstructionSet.supported)
  func `A step may overwrite the state it started from`(set: InstructionSet) {
    let sample = Sample(rows: 3, n: 21)
    set.run {
      var candidate = sample.candidate, again = sample.candidate, apart = sample.h, inPlace = sample.h
      Kernels.gruOutput(
        rows: 3, n: 21, gates: sample.gates, candidate: &candidate, h: sample.h, clip: 5, next: &apart)
      inPlace.withUnsafeMutableBufferPointer { h in
        guard let h = h.baseAddress else { return }
        Kernels.gruOutput(rows: 3, n: 21, gates: sample.gates, candidate: &again, h: h, clip: 5, next: h)
      }
      #expect(apart == inPlace && candidate == again)
    }
  }
}
