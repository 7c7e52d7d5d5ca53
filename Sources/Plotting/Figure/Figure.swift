/// A picture as a value: panels in a grid. It knows no file format and no terminal; `Renderer` draws it.
public struct Figure: Sendable, Equatable {
  public enum Sharing: Sendable {
    case none
    /// Panels of one column (x) or row (y) have the same limits, and only the outermost writes numbers and label.
    case shared
  }

  public var title: String?
  /// Panels row by row; nil leaves a place empty.
  public var panels: [Panel?]
  /// Panels a row.
  public var columns: Int
  /// Size in points (1/72 inch, and pixels of an SVG); nil is chosen by the grid.
  public var width, height: Double?
  /// Height of each row of panels relative to the others; missing ones count 1.
  public var rowWeights: [Double]
  public var sharesX, sharesY: Sharing
  /// Whether one legend above all panels, that of the first, stands for those of all.
  public var sharesLegend: Bool

  /// - Precondition: at least one column; weights positive.
  public init(
    title: String? = nil, panels: [Panel?], columns: Int = 1, width: Double? = nil, height: Double? = nil,
    rowWeights: [Double] = [], sharesX: Sharing = .none, sharesY: Sharing = .none, sharesLegend: Bool = false
  ) {
    precondition(columns >= 1, "a figure of \(columns) columns")
    precondition(rowWeights.allSatisfy { $0 > 0 && $0.isFinite }, "weights must be positive")
    self.title = title
    self.panels = panels
    self.columns = columns
    self.width = width
    self.height = height
    self.rowWeights = rowWeights
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.sharesLegend = sharesLegend
  }

  public init(_ panel: Panel, width: Double? = nil, height: Double? = nil) {
    self.init(panels: [panel], width: width, height: height)
  }

  public var rows: Int { max(1, (panels.count + columns - 1) / columns) }

  func panel(row: Int, column: Int) -> Panel? {
    let index = row * columns + column
    return index < panels.count ? panels[index] : nil
  }

  /// Width and height in points. Text keeps its size whatever the grid, so a panel shrinks less than the grid grows:
  /// one panel is 480 × 300, readable at half that in a column of a paper.
  public var size: (width: Double, height: Double) {
    let natural = columns == 1 ? 480 : columns == 2 ? 780 : Double(columns) * 320
    let rowHeight = columns == 1 ? (rows == 1 ? 300.0 : 220) : rows == 1 ? 290 : 230
    let weights = (0..<rows).reduce(0.0) { $0 + ($1 < rowWeights.count ? rowWeights[$1] : 1) }
    return (max(width ?? natural, 120), max(height ?? rowHeight * weights + (title == nil ? 0 : 24), 90))
  }
}
