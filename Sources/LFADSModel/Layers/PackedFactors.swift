import Kernels

/// The map from generator to factors: W's columns scaled to unit L2 norm, no bias.
///
/// Gradients of a pass are those of the scaled matrix Ŵ; ``normalisationBackward(_:)`` turns their sum into W's.
final class PackedFactors: Sendable {
  let units: Int
  let factors: Int
  private let offset: Int
  private let unitColumns: AlignedBuffer<Float>  // Ŵ [units, factors]
  private let inverseNorms: AlignedBuffer<Float>  // [factors]
  private let isFloored: AlignedBuffer<Bool>  // [factors]: the norm is below its floor, a constant
  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix

  init(_ layout: ParameterLayout) {
    guard let entry = layout["generator/to_factors_W"] else { preconditionFailure("no map to factors") }
    units = entry.shape[0]
    factors = entry.shape[1]
    offset = entry.offset
    unitColumns = AlignedBuffer(count: entry.count)
    inverseNorms = AlignedBuffer(count: factors)
    isFloored = AlignedBuffer(count: factors)
    forwardWeights = PackedMatrix(inputs: units, outputs: factors)
    backwardWeights = PackedMatrix(inputs: factors, outputs: units)
  }

  func prepare(_ parameters: UnsafePointer<Float>, backward: Bool) {
    let weight = parameters + offset, floor: Float = 1e-12
    for f in 0..<factors {
      var sum: Float = 0
      for i in 0..<units { sum += weight[i * factors + f] * weight[i * factors + f] }
      isFloored.pointer[f] = sum < floor
      inverseNorms.pointer[f] = 1 / max(sum, floor).squareRoot()
    }
    for i in 0..<units {
      for f in 0..<factors {
        unitColumns.pointer[i * factors + f] = weight[i * factors + f] * inverseNorms.pointer[f]
      }
    }
    forwardWeights.pack(unitColumns.pointer, leadingDimension: factors)
    if backward { backwardWeights.pack(transposeOf: unitColumns.pointer, leadingDimension: factors) }
  }

  /// factors [rows, F] = d [rows, G]·Ŵ.
  func forward(_ d: UnsafePointer<Float>, rows: Int, into factors: UnsafeMutablePointer<Float>) {
    forwardWeights.multiply(
      d, leadingDimension: units, rows: rows, into: factors, leadingDimension: self.factors, accumulate: false)
  }

  /// dD [rows, G] = dF [rows, F]·Ŵᵀ.
  func inputBackward(_ dFactors: UnsafePointer<Float>, rows: Int, into dD: UnsafeMutablePointer<Float>) {
    backwardWeights.multiply(
      dFactors, leadingDimension: factors, rows: rows, into: dD, leadingDimension: units, accumulate: false)
  }

  /// dŴ += dᵀ·dF.
  func weightsBackward(
    _ d: UnsafePointer<Float>, _ dFactors: UnsafePointer<Float>, rows: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    Kernels.addOuterProducts(
      OuterFactor(PackedMatrix.Columns(d, count: units), into: gradient + offset), with: dFactors,
      leadingDimension: factors, rows: rows, n: factors)
  }

  /// Turns the gradient of Ŵ into that of W, in place: dW = (dŴ − Ŵ·(Ŵ·dŴ))/‖W‖ column by column; below the floor
  /// the norm is a constant.
  func normalisationBackward(_ gradient: UnsafeMutablePointer<Float>) {
    let dW = gradient + offset, unit = unitColumns.pointer
    for f in 0..<factors {
      var along: Float = 0
      if !isFloored.pointer[f] {
        for i in 0..<units { along += unit[i * factors + f] * dW[i * factors + f] }
      }
      for i in 0..<units {
        dW[i * factors + f] = (dW[i * factors + f] - unit[i * factors + f] * along) * inverseNorms.pointer[f]
      }
    }
  }
}
