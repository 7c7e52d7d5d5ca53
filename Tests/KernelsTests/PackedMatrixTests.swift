import Testing

@testable import Kernels

/// A product to try: rows, inputs, outputs.
struct ProductShape: CustomTestStringConvertible, Sendable {
  let rows: Int
  let inputs: Int
  let outputs: Int
  var testDescription: String { "\(rows)×\(inputs)×\(outputs)" }

  init(_ rows: Int, _ inputs: Int, _ outputs: Int) {
    self.rows = rows
    self.inputs = inputs
    self.outputs = outputs
  }

  static let odd =
    [
      ProductShape(0, 3, 4), ProductShape(3, 0, 4), ProductShape(3, 4, 0), ProductShape(32, 128, 256),
      ProductShape(32, 200, 200), ProductShape(97, 21, 50), ProductShape(193, 5, 33), ProductShape(13, 256, 128),
    ]
    + (1...17).map { ProductShape($0, 37, 61) } + (1...70).map { ProductShape(7, 3, $0) }
    + [1, 2, 63, 64, 129, 150].map { ProductShape(9, $0, 100) }
}

@Suite struct PackedMatrixTests {
  /// a·w (+ c) in double precision.
  static func product(_ a: [Float], _ w: [Float], _ c: [Float], lda: Int, ldc: Int, shape: ProductShape) -> [Double] {
    var result = c.map(Double.init)
    for r in 0..<shape.rows {
      for j in 0..<shape.outputs {
        for i in 0..<shape.inputs {
          result[r * ldc + j] += Double(a[r * lda + i]) * Double(w[i * shape.outputs + j])
        }
      }
    }
    return result
  }

  @Test(arguments: InstructionSet.supported, ProductShape.odd)
  func `A product is that of a plain loop and writes nothing outside its matrix`(
    set: InstructionSet, shape: ProductShape
  ) {
    let lda = shape.inputs + 3, ldc = shape.outputs + 5
    let a = uniforms(max(shape.rows * lda, 1), seed: 1), w = uniforms(max(shape.inputs * shape.outputs, 1), seed: 2)
    let before = uniforms(max(shape.rows * ldc, 1), seed: 3)
    set.run {
      let matrix = PackedMatrix(inputs: shape.inputs, outputs: shape.outputs)
      matrix.pack(w, leadingDimension: shape.outputs)
      var added = before, overwritten = before
      matrix.multiply(
        a, leadingDimension: lda, rows: shape.rows, into: &added, leadingDimension: ldc, accumulate: true)
      matrix.multiply(
        a, leadingDimension: lda, rows: shape.rows, into: &overwritten, leadingDimension: ldc, accumulate: false)
      var cleared = before
      for r in 0..<shape.rows { for j in 0..<shape.outputs { cleared[r * ldc + j] = 0 } }
      expectClose(
        added, Self.product(a, w, before, lda: lda, ldc: ldc, shape: shape), "\(set) \(shape), accumulated")
      expectClose(
        overwritten, Self.product(a, w, cleared, lda: lda, ldc: ldc, shape: shape), "\(set) \(shape), overwritten")
    }
  }

  @Test(arguments: InstructionSet.supported, [ProductShape(5, 7, 9), ProductShape(8, 61, 83)])
  func `Packing a transpose is packing what it is the transpose of`(set: InstructionSet, shape: ProductShape) {
    let w = uniforms(shape.inputs * shape.outputs, seed: 4), ld = shape.inputs + 2
    var transposed = [Float](repeating: .nan, count: shape.outputs * ld)
    for i in 0..<shape.inputs { for j in 0..<shape.outputs { transposed[j * ld + i] = w[i * shape.outputs + j] } }
    let a = uniforms(shape.rows * shape.inputs, seed: 5)
    set.run {
      let products = [false, true].map { isTransposed in
        let matrix = PackedMatrix(inputs: shape.inputs, outputs: shape.outputs)
        if isTransposed {
          matrix.pack(transposeOf: transposed, leadingDimension: ld)
        } else {
          matrix.pack(w, leadingDimension: shape.outputs)
        }
        var c = [Float](repeating: 0, count: shape.rows * shape.outputs)
        matrix.multiply(
          a, leadingDimension: shape.inputs, rows: shape.rows, into: &c, leadingDimension: shape.outputs,
          accumulate: false)
        return c
      }
      #expect(products[0] == products[1])
    }
  }

  @Test(arguments: InstructionSet.supported)
  func `However rows are cut into shards, every bit of the product stays`(set: InstructionSet) {
    let shape = ProductShape(67, 45, 77), a = uniforms(67 * 45, seed: 6), w = uniforms(45 * 77, seed: 7)
    set.run {
      let matrix = PackedMatrix(inputs: shape.inputs, outputs: shape.outputs)
      matrix.pack(w, leadingDimension: shape.outputs)
      func product(cutAfter rows: Int) -> [Float] {
        var c = [Float](repeating: 0, count: shape.rows * shape.outputs)
        c.withUnsafeMutableBufferPointer { c in
          a.withUnsafeBufferPointer { a in
            guard let c = c.baseAddress, let a = a.baseAddress else { return }
            for start in stride(from: 0, to: shape.rows, by: rows) {
              matrix.multiply(
                a + start * shape.inputs, leadingDimension: shape.inputs, rows: min(rows, shape.rows - start),
                into: c + start * shape.outputs, leadingDimension: shape.outputs, accumulate: false)
            }
          }
        }
        return c
      }
      let whole = product(cutAfter: shape.rows)
      for rows in [1, 2, 5, 8, 32] { #expect(product(cutAfter: rows) == whole, "\(set), \(rows) rows at a time") }
    }
  }

  @Test(arguments: InstructionSet.supported, [(3, 0, 0), (0, 5, 0), (2, 61, 0), (20, 1, 128), (1, 2, 3), (0, 0, 4)])
  func `A factor in parts is the factor whose columns they are, and a bias is added to every row`(
    set: InstructionSet, parts: (Int, Int, Int)
  ) {
    let counts = [parts.0, parts.1, parts.2], rows = 11, outputs = 77
    let inputs = counts.reduce(0, +), offsets = [0, counts[0], counts[0] + counts[1]]
    let a = uniforms(rows * inputs, seed: 10), w = uniforms(inputs * outputs, seed: 11)
    let bias = uniforms(outputs, seed: 12), before = uniforms(rows * outputs, seed: 13)
    // Where each part stands alone: its own matrix at its own distance of rows, and the transpose of its weights.
    let apart = zip(counts, offsets).map { count, offset in
      (0..<rows * (count + 2)).map { i in
        i % (count + 2) < count ? a[i / (count + 2) * inputs + offset + i % (count + 2)] : .nan
      }
    }
    let transposed = (0..<outputs * counts[1]).map { i in
      w[(offsets[1] + i % counts[1]) * outputs + i / counts[1]]
    }
    set.run {
      let whole = PackedMatrix(inputs: inputs, outputs: outputs)
      whole.pack(w, leadingDimension: outputs)
      let pieces = PackedMatrix(inputs: inputs, outputs: outputs)
      w.withUnsafeBufferPointer { w in
        guard let w = w.baseAddress else { return }
        for part in [2, 0] {
          pieces.pack(
            w + offsets[part] * outputs, leadingDimension: outputs,
            inputs: offsets[part]..<offsets[part] + counts[part])
        }
      }
      pieces.pack(transposeOf: transposed, leadingDimension: counts[1], inputs: counts[0]..<counts[0] + counts[1])

      var expected = before, found = before
      whole.multiply(
        PackedMatrix.Columns(a, count: inputs, leadingDimension: inputs), rows: rows, bias: bias, into: &expected,
        leadingDimension: outputs, accumulate: true)
      apart[0].withUnsafeBufferPointer { x in
        apart[1].withUnsafeBufferPointer { y in
          apart[2].withUnsafeBufferPointer { z in
            guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
            pieces.multiply(
              PackedMatrix.Columns(x, count: counts[0], leadingDimension: counts[0] + 2),
              PackedMatrix.Columns(y, count: counts[1], leadingDimension: counts[1] + 2),
              PackedMatrix.Columns(z, count: counts[2], leadingDimension: counts[2] + 2), rows: rows, bias: bias,
              into: &found, leadingDimension: outputs, accumulate: true)
          }
        }
      }
      #expect(found == expected)
      let biased = before.enumerated().map { $1 + bias[$0 % outputs] }
      let shape = ProductShape(rows, inputs, outputs)
      expectClose(found, Self.product(a, w, biased, lda: inputs, ldc: outputs, shape: shape), "\(set), \(parts)")
    }
  }

  @Test func `A matrix keeps to the instruction set it was made under`() {
    let w = uniforms(6 * 40, seed: 8), a = uniforms(3 * 6, seed: 9)
    let matrix = InstructionSet.portable.run { PackedMatrix(inputs: 6, outputs: 40) }
    matrix.pack(w, leadingDimension: 40)
    var c = [Float](repeating: 0, count: 3 * 40)
    matrix.multiply(a, leadingDimension: 6, rows: 3, into: &c, leadingDimension: 40, accumulate: false)
    let zeros = [Float](repeating: 0, count: 3 * 40)
    expectClose(c, Self.product(a, w, zeros, lda: 6, ldc: 40, shape: ProductShape(3, 6, 40)), "portable")
  }
}
