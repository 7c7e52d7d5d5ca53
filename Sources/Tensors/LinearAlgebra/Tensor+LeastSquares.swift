import COpenBLAS

/// The answer to an overdetermined, underdetermined or rank-deficient system.
public struct LeastSquares: Sendable, Equatable {
  /// x of least norm among those that make `a @ x − b` smallest; axes as those of `solved`.
  public let solution: Tensor
  /// Number of singular values of `a` that count.
  public let rank: Int
  /// The singular values of `a`, descending.
  public let singularValues: Tensor
  /// Σ (a @ x − b)² of every column of b; a tensor without axes when b has one.
  public let residuals: Tensor
}

extension Tensor {
  /// x that makes the sum of squares of `self @ x − b` smallest, of least norm if there are several: by the singular
  /// value decomposition (dgelsd), which needs no full rank.
  /// - Parameters:
  ///   - b: [N] or [N, M].
  ///   - cutoff: singular values below this share of the largest count as 0; nil: max(N, columns) × 2⁻⁵².
  /// - Throws: `rank`, `lengthsDiffer`, `namesDiffer`, `notFinite`, `noConvergence`.
  public func leastSquares(_ b: Tensor, cutoff: Double? = nil) throws(TensorError) -> LeastSquares {
    var a = try ColumnMatrix(self, for: "lstsq")
    let right = try RightSide(b, for: layout, operation: "lstsq")
    let (rows, columns, sides) = (a.rows, a.columns, right.matrix.columns)
    // LAPACK reads b from, and writes x to, one array tall enough for both.
    let height = max(rows, columns, 1)
    var both = right
    both.matrix = ColumnMatrix(
      rows: height, columns: sides,
      elements: (0..<sides).flatMap { column in
        right.matrix.elements[(column * rows)..<((column + 1) * rows)] + Array(repeating: 0, count: height - rows)
      })
    var values = [Double](repeating: 0, count: min(rows, columns))
    var found: Int32 = 0
    if rows > 0, columns > 0, sides > 0 {
      var m = Int32(rows)
      var n = Int32(columns)
      var count = Int32(sides)
      var leading = Int32(height)
      var limit = cutoff ?? Double(max(rows, columns)) * Double.ulpOfOne
      // Enough for the deepest recursion dgelsd could ask for (its query returns it only in newer releases).
      var integers = [Int32](repeating: 0, count: max(1, 200 * values.count))
      let info = withLAPACKWorkspace { work, length in
        var info: Int32 = 0
        dgelsd_(
          &m, &n, &count, &a.elements, &m, &both.matrix.elements, &leading, &values, &limit, &found, work, length,
          &integers, &info)
        return info
      }
      if info > 0 { throw .noConvergence(operation: "lstsq", layout) }
    } else {
      both.matrix.elements = Array(repeating: 0, count: both.matrix.elements.count)
    }
    let x = both.solution(rows: columns, axis: axes[1])
    let unnamed = Tensor(storage: x.storage, shape: x.shape, axes: [nil] + x.axes.dropFirst())
    let fit = try named([axes[0], nil]).matmul(unnamed)
    let residuals = try Tensor.elementwise(.subtract, fit.named(b.axes), b).mapped(.square).reduced(.sum, over: [0])
    return LeastSquares(
      solution: x, rank: Int(found), singularValues: Tensor(values, shape: [values.count], axes: ["component"]),
      residuals: residuals)
  }
}
