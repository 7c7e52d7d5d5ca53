import Kernels

/// Affine maps of one input side by side, y = x·[W₁ W₂ …] + [b₁ b₂ …]: a read-in, a read-out, a mean with its
/// log variance. Holds the weights packed for a training step; gradients go straight into the parts.
final class PackedAffine: Sendable {
  /// Where one part stands in the flat buffer of parameters (and of gradients).
  struct Part: Sendable {
    let weight: Int
    let bias: Int
    let outputs: Int
  }

  let inputs: Int
  let outputs: Int
  let parts: [Part]
  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix
  private let joined: AlignedBuffer<Float>  // [inputs, outputs]
  private let bias: AlignedBuffer<Float>  // [outputs]

  /// - Parameter paths: weight and bias of each part; all of one number of inputs.
  init(_ layout: ParameterLayout, _ paths: [(weight: String, bias: String)]) {
    let entries = paths.map { path -> (ParameterEntry, ParameterEntry) in
      guard let weight = layout[path.weight], let bias = layout[path.bias] else {
        preconditionFailure("no parameters \(path)")
      }
      return (weight, bias)
    }
    inputs = entries[0].0.shape[0]
    parts = entries.map { Part(weight: $0.0.offset, bias: $0.1.offset, outputs: $0.0.shape[1]) }
    outputs = parts.reduce(0) { $0 + $1.outputs }
    forwardWeights = PackedMatrix(inputs: inputs, outputs: outputs)
    backwardWeights = PackedMatrix(inputs: outputs, outputs: inputs)
    joined = AlignedBuffer(count: inputs * outputs)
    bias = AlignedBuffer(count: outputs)
  }

  /// Packs the weights of `parameters` for the products to come.
  func prepare(_ parameters: UnsafePointer<Float>, backward: Bool) {
    var column = 0
    for part in parts {
      for row in 0..<inputs {
        (joined.pointer + row * outputs + column)
          .update(from: parameters + part.weight + row * part.outputs, count: part.outputs)
      }
      (bias.pointer + column).update(from: parameters + part.bias, count: part.outputs)
      column += part.outputs
    }
    forwardWeights.pack(joined.pointer, leadingDimension: outputs)
    if backward { backwardWeights.pack(transposeOf: joined.pointer, leadingDimension: outputs) }
  }

  /// y [rows, outputs] = x [rows, inputs]·W + b.
  func forward(
    _ x: UnsafePointer<Float>, leadingDimension ldx: Int, rows: Int,
    into y: UnsafeMutablePointer<Float>, leadingDimension ldy: Int
  ) {
    forwardWeights.multiply(
      PackedMatrix.Columns(x, count: inputs, leadingDimension: ldx), rows: rows, bias: bias.pointer, into: y,
      leadingDimension: ldy)
  }

  /// dX [rows, inputs] (+)= dY [rows, outputs]·Wᵀ.
  func inputBackward(
    _ dY: UnsafePointer<Float>, rows: Int, into dX: UnsafeMutablePointer<Float>, leadingDimension ldx: Int,
    accumulate: Bool
  ) {
    backwardWeights.multiply(
      dY, leadingDimension: outputs, rows: rows, into: dX, leadingDimension: ldx, accumulate: accumulate)
  }

  /// dW += xᵀ·dY, db += Σ dY.
  func weightsBackward(
    _ x: UnsafePointer<Float>, leadingDimension ldx: Int, _ dY: UnsafePointer<Float>, rows: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    var column = 0
    for part in parts {
      Kernels.addOuterProducts(
        OuterFactor(PackedMatrix.Columns(x, count: inputs, leadingDimension: ldx), into: gradient + part.weight),
        with: dY + column, leadingDimension: outputs, rows: rows, n: part.outputs, sums: gradient + part.bias)
      column += part.outputs
    }
  }
}
