import Testing

@testable import Kernels

@Suite struct OuterProductTests {
  /// Columns of the three left factors, columns of y, rows: around the sizes of tiles, panels and blocks of rows.
  static let shapes: [(inputs: [Int], outputs: Int, rows: Int)] =
    [1, 2, 5, 6, 7, 8, 9, 13, 50].map { (inputs: [$0, 0, 3], outputs: 37, rows: 10) }
    + [0, 1, 7, 8, 15, 16, 17, 31, 33, 47, 48, 49, 97].map { (inputs: [5, 2, 11], outputs: $0, rows: 9) }
    + [0, 1, 127, 128, 129, 255, 256, 257, 513, 600].map { (inputs: [4, 9, 1], outputs: 20, rows: $0) }

  @Test(arguments: InstructionSet.supported, shapes.indices)
  func `Outer products and row sums are those of plain loops and touch nothing else`(set: InstructionSet, index: Int) {
    let (inputs, outputs, rows) = Self.shapes[index], ldy = outputs + 3
    let y = buffer(rows * ldy, seed: 1), sums = buffer(outputs, seed: 9), sumsBefore = sums.array
    let x = inputs.enumerated().map { buffer(rows * ($1 + $0), seed: UInt64($0) + 2) }
    let gradients = inputs.enumerated().map { buffer($1 * outputs, seed: UInt64($0) + 5) }
    let before = gradients.map(\.array)
    func factor(_ part: Int) -> OuterFactor {
      OuterFactor(
        PackedMatrix.Columns(x[part].pointer, count: inputs[part], leadingDimension: inputs[part] + part),
        into: gradients[part].pointer)
    }
    set.run {
      Kernels.addOuterProducts(
        factor(0), factor(1), factor(2), with: y.pointer, leadingDimension: ldy, rows: rows, n: outputs,
        sums: sums.pointer)
    }
    for part in inputs.indices {
      var expected = before[part].map(Double.init)
      for i in 0..<inputs[part] {
        for j in 0..<outputs {
          for r in 0..<rows {
            expected[i * outputs + j] +=
              Double(x[part].pointer[r * (inputs[part] + part) + i]) * Double(y.pointer[r * ldy + j])
          }
        }
      }
      expectClose(gradients[part].array, expected, "\(set), \(inputs[part]) × \(outputs), \(rows) rows")
    }
    var expected = sumsBefore.map(Double.init)
    for j in 0..<outputs { for r in 0..<rows { expected[j] += Double(y.pointer[r * ldy + j]) } }
    expectClose(sums.array, expected, "\(set), sums of \(rows) rows of \(outputs)")
  }

  private func buffer(_ count: Int, seed: UInt64) -> AlignedBuffer<Float> {
    let buffer = AlignedBuffer<Float>(count: count)
    for (i, value) in uniforms(count, seed: seed).enumerated() { buffer.pointer[i] = value }
    return buffer
  }
}
