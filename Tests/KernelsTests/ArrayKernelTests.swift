import Testing

@testable import Kernels

@Suite struct ArrayKernelTests {
  @Test(arguments: InstructionSet.supported, oddCounts)
  func `Dropout takes what the mask keeps`(set: InstructionSet, count: Int) {
    let x = uniforms(count + 1, seed: 1), start = uniforms(count + 1, seed: 2)
    let mask = uniforms(count + 1, seed: 3).map { UInt8($0 > 0 ? 1 : 0) }
    var applied = start, added = start
    set.run {
      Kernels.applyMask(x, mask: mask, scale: 1.25, count: count, into: &applied)
      Kernels.addMasked(x, mask: mask, scale: 1.25, count: count, into: &added)
    }
    let kept = (0..<count).map { Double(x[$0]) * Double(mask[$0]) * 1.25 }
    let last = Double(start[count])
    expectClose(applied, kept + [last], tolerance: 1e-6, "\(set), \(count)")
    expectClose(
      added, (0..<count).map { Double(start[$0]) + kept[$0] } + [last], tolerance: 1e-6, "\(set), \(count)")
  }

  @Test(arguments: InstructionSet.supported, oddCounts)
  func `Rows are filled and summed`(set: InstructionSet, n: Int) {
    let rows = 7, ld = n + 3, row = uniforms(n + 1, seed: 4), start = uniforms(rows * ld, seed: 5)
    var filled = start, sums = row
    set.run {
      Kernels.fillRows(&filled, leadingDimension: ld, rows: rows, n: n, row: row)
      Kernels.addRowSums(start, leadingDimension: ld, rows: rows, n: n, into: &sums)
    }
    let expected = (0..<rows * ld).map { $0 % ld < n ? row[$0 % ld] : start[$0] }
    #expect(filled == expected)
    let columns = (0..<n).map { j in (0..<rows).reduce(Double(row[j])) { $0 + Double(start[$1 * ld + j]) } }
    expectClose(sums, columns + [Double(row[n])], tolerance: 2e-6, "\(set), \(n)")
  }

  @Test(arguments: InstructionSet.supported, oddCounts)
  func `Arrays are scaled, added and summed`(set: InstructionSet, count: Int) {
    let x = uniforms(count + 1, seed: 6), start = uniforms(count + 1, seed: 7)
    var added = start, scaled = start
    let squares = set.run {
      Kernels.addScaled(x, scale: -0.5, count: count, into: &added)
      Kernels.scale(&scaled, by: 3, count: count)
      return Kernels.sumOfSquares(x, count: count)
    }
    expectClose(
      added, (0...count).map { Double(start[$0]) - ($0 < count ? 0.5 * Double(x[$0]) : 0) }, tolerance: 1e-6,
      "\(set), \(count)")
    expectClose(
      scaled, (0...count).map { Double(start[$0]) * ($0 < count ? 3 : 1) }, tolerance: 1e-6, "\(set), \(count)")
    let expected = x[..<count].reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(squares - expected) <= 1e-13 * max(1, expected))
  }

  @Test(arguments: InstructionSet.supported)
  func `A sum of squares neither overflows nor loses small terms where float would`(set: InstructionSet) {
    let x: [Float] = [1e30, 1, 1e-5] + Array(repeating: 0, count: 40) + [1e30]
    let sum = set.run { Kernels.sumOfSquares(x, count: x.count) }
    #expect(abs(sum - 2e60) < 1e54)
    let small = [Float](repeating: 1e-3, count: 100_001)
    let sumOfSmall = set.run { Kernels.sumOfSquares(small, count: small.count) }
    let square = Double(Float(1e-3)) * Double(Float(1e-3))
    #expect(abs(sumOfSmall - 100_001 * square) < 1e-12)
  }

  @Test(arguments: InstructionSet.supported, oddCounts)
  func `One value that is not finite is found wherever it stands`(set: InstructionSet, count: Int) {
    set.run {
      var x = uniforms(count + 1, seed: 8)
      x[count] = .nan
      #expect(Kernels.allFinite(x, count: count))
      for i in 0..<count {
        for bad in [Float.nan, .infinity, -.infinity] {
          var y = x
          y[i] = bad
          #expect(!Kernels.allFinite(y, count: count), "\(bad) at \(i) of \(count), \(set)")
        }
      }
    }
  }

  @Test(arguments: InstructionSet.supported, oddCounts)
  func `A step of Adam is that of the formula`(set: InstructionSet, count: Int) {
    let g = uniforms(count + 1, seed: 9), start = uniforms(count + 1, seed: 10), m0 = uniforms(count + 1, seed: 11)
    let v0 = uniforms(count + 1, seed: 12).map(abs)
    var theta = start, m = m0, v = v0
    set.run {
      Kernels.adam(
        theta: &theta, m: &m, v: &v, g: g, count: count, alpha: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 0.1,
        gradientScale: 0.5)
    }
    var expected = (theta: start.map(Double.init), m: m0.map(Double.init), v: v0.map(Double.init))
    for i in 0..<count {
      let scaled = 0.5 * Double(g[i])
      expected.m[i] = 0.9 * expected.m[i] + 0.1 * scaled
      expected.v[i] = 0.999 * expected.v[i] + 0.001 * scaled * scaled
      expected.theta[i] -= 0.01 * expected.m[i] / (expected.v[i].squareRoot() + 0.1)
    }
    expectClose(theta, expected.theta, tolerance: 1e-6, "θ, \(set), \(count)")
    expectClose(m, expected.m, tolerance: 1e-6, "m, \(set), \(count)")
    expectClose(v, expected.v, tolerance: 1e-6, "v, \(set), \(count)")
  }
}
