import Tensors

/// The figures people look at when they judge a model, made from plain tensors. Rates are spikes per bin, as
/// everywhere; `dt`, seconds a bin, turns them into spikes per second on the page.
public enum StandardView {
  /// Above so many categories a colour scale tells them apart better than the palette does.
  public static let categoryLimit = 7

  static func timePoints(_ bins: Int, _ dt: Double) -> [Double] { (0..<bins).map { (Double($0) + 0.5) * dt * 1000 } }

  static func timeCenters(_ dt: Double) -> HeatMap.Centers { HeatMap.Centers(first: dt * 500, step: dt * 1000) }

  static func timeAxis(_ bins: Int, _ dt: Double) -> Axis {
    Axis("time", unit: "ms", lower: 0, upper: Double(bins) * dt * 1000)
  }

  /// The colour of one of several categories.
  public static func categoryColor(_ index: Int, of count: Int) -> Color {
    count <= categoryLimit ? .category(index) : .scale(Double(index))
  }

  /// What a condition is called in a legend.
  static func conditionName(_ condition: Int, _ names: [Int: String]) -> String {
    names[condition] ?? "condition \(condition)"
  }

  /// The scale that colours so many categories.
  public static func categoryScale(_ label: String, of count: Int) -> ColorScale {
    ColorScale(lower: 0, upper: Double(max(count - 1, 1)), label: label)
  }
}

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
