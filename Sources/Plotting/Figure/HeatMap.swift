/// A matrix as coloured cells, by the panel's colour scale. Cells with NaN stay empty.
public struct HeatMap: Sendable, Equatable {
  /// Row-major [rows, columns].
  public var values: [Double]
  public var rows, columns: Int
  /// Centre of the first column and distance to the next, on the x axis.
  public var x: Centers
  /// Centre of the first drawn row and distance to the next, on the y axis.
  public var y: Centers
  /// Which row of `values` stands at each place; nil keeps their order. A row may be left out.
  public var order: [Int]?

  public struct Centers: Sendable, Equatable {
    public var first, step: Double
    public init(first: Double = 0, step: Double = 1) {
      precondition(step.isFinite && step > 0 && first.isFinite, "centres from \(first) by \(step)")
      self.first = first
      self.step = step
    }
  }

  /// - Precondition: `values` fill rows × columns; `order` names existing rows.
  public init(
    values: [Double], rows: Int, columns: Int, x: Centers = Centers(), y: Centers = Centers(), order: [Int]? = nil
  ) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns) cells")
    precondition(order.map { $0.allSatisfy { (0..<rows).contains($0) } } ?? true, "an order of rows that are not there")
    self.values = values
    self.rows = rows
    self.columns = columns
    self.x = x
    self.y = y
    self.order = order
  }

  /// Number of rows that are drawn.
  var drawnRows: Int { order?.count ?? rows }

  /// The values of the row drawn at a place.
  func row(at place: Int) -> ArraySlice<Double> {
    let row = order.map { $0[place] } ?? place
    return values[row * columns..<(row + 1) * columns]
  }

  /// The order that puts rows with an early peak first; equal peaks keep their order, rows of NaN come last.
  public static func orderByPeak(_ values: [Double], rows: Int, columns: Int) -> [Int] {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns) cells")
    let peaks = (0..<rows).map { row in
      var best = -Double.infinity
      var place = columns
      for column in 0..<columns where values[row * columns + column] > best {
        best = values[row * columns + column]
        place = column
      }
      return place
    }
    return (0..<rows).sorted { (peaks[$0], $0) < (peaks[$1], $1) }
  }
}
