import COpenBLAS

/// Square systems by LU factors with partial pivoting, symmetric positive definite ones by Cholesky's.
extension Tensor {
  /// x with `self @ x = b`; b [N] or [N, M]. The axes of x are the columns of the matrix and the columns of b.
  /// - Throws: `rank`, `notSquare`, `lengthsDiffer`, `namesDiffer`, `notFinite`; `singular` when the matrix has no
  ///   inverse to working precision.
  public func solved(_ b: Tensor) throws(TensorError) -> Tensor {
    let factors = try LUFactors(self, for: "solve")
    try factors.checkRegular()
    return try factors.solve(b)
  }

  /// The inverse of a square matrix.
  /// - Throws: `rank`, `notSquare`, `notFinite`, `singular`.
  public func inverse() throws(TensorError) -> Tensor {
    let factors = try LUFactors(self, for: "inv")
    try factors.checkRegular()
    return try factors.solve(Tensor.identity(shape[0])).named([axes[1], axes[0]])
  }

  /// The determinant of a square matrix; 1 of an empty one.
  /// - Throws: `rank`, `notSquare`, `notFinite`.
  public func determinant() throws(TensorError) -> Double {
    let factors = try LUFactors(self, for: "det")
    return factors.diagonal.reduce(factors.sign, *)
  }

  /// Sign and logarithm of the magnitude of the determinant, which cannot overflow; (0, −∞) of a singular matrix.
  /// - Throws: `rank`, `notSquare`, `notFinite`.
  public func logDeterminant() throws(TensorError) -> (sign: Double, logarithm: Double) {
    let factors = try LUFactors(self, for: "logdet")
    return factors.diagonal.reduce((factors.sign, 0)) { result, pivot in
      (pivot == 0 ? 0 : pivot < 0 ? -result.0 : result.0, result.1 + Double.log(pivot.magnitude))
    }
  }

  /// The sum of the diagonal of a square matrix.
  /// - Throws: `rank`, `notSquare`.
  public func trace() throws(TensorError) -> Double {
    guard rank == 2 else { throw .rank(operation: "trace", expected: 2...2, layout) }
    guard shape[0] == shape[1] else { throw .notSquare(operation: "trace", layout) }
    return try diagonal().reduced(.sum).doubles[0]
  }

  /// The lower triangular L with `L @ transpose(L)` equal to the matrix, which is symmetric and positive definite.
  /// - Throws: `rank`, `notSquare`, `notFinite`, `notSymmetric`, `notPositiveDefinite`.
  public func cholesky() throws(TensorError) -> Tensor {
    var a = try ColumnMatrix(square: self, for: "cholesky")
    if let (row, column) = a.asymmetry { throw .notSymmetric(row: row, column: column, layout) }
    var n = Int32(a.rows)
    var leading = max(n, 1)
    var info: Int32 = 0
    dpotrf_("L", &n, &a.elements, &leading, &info)
    if info > 0 { throw .notPositiveDefinite(order: Int(info), layout) }
    for column in 0..<a.columns {
      for row in 0..<column { a.elements[column * a.rows + row] = 0 }
    }
    return a.tensor(axes)
  }
}

extension ColumnMatrix {
  /// The first element that differs from its mirror image by more than rounding, or nil in a symmetric matrix.
  var asymmetry: (row: Int, column: Int)? {
    let tolerance = 8 * Double.ulpOfOne * (elements.map(\.magnitude).max() ?? 0)
    for row in 0..<rows {
      for column in 0..<row
      where (elements[column * rows + row] - elements[row * rows + column]).magnitude > tolerance {
        return (row, column)
      }
    }
    return nil
  }
}

/// P L U = A.
private struct LUFactors {
  let layout: Tensor.Layout
  let operation: String
  let matrix: ColumnMatrix
  let pivots: [Int32]
  /// Of an estimate of the condition number in the 1-norm; 0 for a pivot of 0.
  let reciprocalCondition: Double

  init(_ tensor: Tensor, for operation: String) throws(TensorError) {
    var a = try ColumnMatrix(square: tensor, for: operation)
    var norm = a.norm1
    var n = Int32(a.rows)
    var leading = max(n, 1)
    var info: Int32 = 0
    var pivots = [Int32](repeating: 0, count: a.rows)
    dgetrf_(&n, &n, &a.elements, &leading, &pivots, &info)
    var condition = 0.0
    if info == 0, a.rows > 0 {
      var work = [Double](repeating: 0, count: 4 * a.rows)
      var integers = [Int32](repeating: 0, count: a.rows)
      dgecon_("1", &n, a.elements, &leading, &norm, &condition, &work, &integers, &info)
    }
    (layout, self.operation, matrix, self.pivots) = (tensor.layout, operation, a, pivots)
    reciprocalCondition = a.rows == 0 ? 1 : condition
  }

  var diagonal: [Double] { (0..<matrix.rows).map { matrix.elements[$0 * (matrix.rows + 1)] } }

  /// Of the row exchanges.
  var sign: Double { pivots.enumerated().reduce(1) { $1.element == $1.offset + 1 ? $0 : -$0 } }

  /// Below the rounding unit no digit of an answer would be right.
  func checkRegular() throws(TensorError) {
    if reciprocalCondition < Double.ulpOfOne {
      throw .singular(operation: operation, layout, reciprocalCondition: reciprocalCondition)
    }
  }

  func solve(_ b: Tensor) throws(TensorError) -> Tensor {
    var right = try RightSide(b, for: layout, operation: operation)
    var n = Int32(matrix.rows)
    var count = Int32(right.matrix.columns)
    var leading = max(n, 1)
    var info: Int32 = 0
    dgetrs_("N", &n, &count, matrix.elements, &leading, pivots, &right.matrix.elements, &leading, &info)
    return right.solution(rows: matrix.columns, axis: layout.axes[1])
  }
}

/// The right side of a system: [N] or [N, M], checked against the rows of the matrix.
struct RightSide {
  var matrix: ColumnMatrix
  private let layout: Tensor.Layout

  init(_ b: Tensor, for left: Tensor.Layout, operation: String) throws(TensorError) {
    guard (1...2).contains(b.rank) else { throw .rank(operation: operation, expected: 1...2, b.layout) }
    if let x = left.axes[0], let y = b.axes[0], x != y {
      throw .namesDiffer(left: left, leftAxis: 0, right: b.layout, rightAxis: 0)
    }
    guard left.shape[0] == b.shape[0] else {
      throw .lengthsDiffer(left: left, leftAxis: 0, right: b.layout, rightAxis: 0)
    }
    layout = b.layout
    matrix = try ColumnMatrix(b.rank == 2 ? b : Tensor(storage: b.storage, shape: [b.count, 1]), for: operation)
  }

  /// The first `rows` rows of the matrix, LAPACK's answer, as a tensor with as many axes as the right side.
  func solution(rows: Int, axis: String?) -> Tensor {
    let kept = (0..<matrix.columns).flatMap { column in
      matrix.elements[(column * matrix.rows)..<(column * matrix.rows + rows)]
    }
    if layout.rank == 1 { return Tensor(kept, shape: [rows], axes: [axis]) }
    return ColumnMatrix(rows: rows, columns: matrix.columns, elements: kept).tensor([axis, layout.axes[1]])
  }
}
