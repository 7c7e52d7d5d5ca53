import Tensors

/// A tensor of two axes read by rows and columns.
struct Matrix {
  let values: [Double]
  let rows, columns: Int

  /// - Precondition: two axes.
  init(_ tensor: Tensor) {
    precondition(tensor.rank == 2, "a matrix, not a tensor of shape \(tensor.shape)")
    values = tensor.doubles
    (rows, columns) = (tensor.shape[0], tensor.shape[1])
  }

  init(values: [Double], rows: Int, columns: Int) {
    self.values = values
    self.rows = rows
    self.columns = columns
  }

  subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

  func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }

  var transposed: Matrix {
    Matrix(values: (0..<columns).flatMap { column($0) }, rows: columns, columns: rows)
  }

  func scaled(_ factor: Double) -> Matrix {
    Matrix(values: values.map { $0 * factor }, rows: rows, columns: columns)
  }

  /// Columns of greatest variance, at most `count`, in their order.
  func liveliest(_ count: Int) -> [Int] {
    let spread = (0..<columns).map { index -> Double in
      let values = column(index).filter(\.isFinite)
      let mean = values.reduce(0, +) / Double(max(values.count, 1))
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return (0..<columns).sorted { (spread[$1], $0) < (spread[$0], $1) }.prefix(count).sorted()
  }
}
