import COpenBLAS

/// A matrix of doubles by columns, as LAPACK wants it.
struct ColumnMatrix {
  let rows: Int
  let columns: Int
  var elements: [Double]

  init(rows: Int, columns: Int, elements: [Double]) {
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// - Throws: `rank` unless the tensor has two axes, `notFinite` when NaN or infinity is in it: LAPACK's iterations
  ///   need not end on those.
  init(_ tensor: Tensor, for operation: String) throws(TensorError) {
    guard tensor.rank == 2 else { throw .rank(operation: operation, expected: 2...2, tensor.layout) }
    self.init(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.transposed.doubles)
    guard elements.allSatisfy(\.isFinite) else { throw .notFinite(operation: operation, tensor.layout) }
  }

  /// - Throws: besides what `init(_:for:)` throws, `notSquare`.
  init(square tensor: Tensor, for operation: String) throws(TensorError) {
    try self.init(tensor, for: operation)
    guard rows == columns else { throw .notSquare(operation: operation, tensor.layout) }
  }

  /// The matrix as a tensor [rows, columns].
  func tensor(_ axes: [String?] = [nil, nil]) -> Tensor {
    Tensor(elements, shape: [columns, rows], axes: axes.reversed()).transposed
  }

  /// The greatest column sum of magnitudes.
  var norm1: Double {
    (0..<columns).map { column in
      elements[(column * rows)..<((column + 1) * rows)].reduce(0) { $0 + $1.magnitude }
    }.max() ?? 0
  }
}

/// LAPACK wants to be asked first how much workspace it would like, then to be called with it.
///
/// - Parameter call: runs the routine on a workspace of `lwork` doubles and returns its `info`; −1 asks.
/// - Returns: the second call's `info`.
func withLAPACKWorkspace(
  _ call: (_ work: UnsafeMutablePointer<Double>, _ lwork: UnsafePointer<Int32>) -> Int32
) -> Int32 {
  var size = 0.0
  var ask: Int32 = -1
  let info = call(&size, &ask)
  if info != 0 { return info }
  var length = max(Int32(size), 1)
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(length)) { work in
    guard let base = work.baseAddress else { return -1 }
    return call(base, &length)
  }
}
