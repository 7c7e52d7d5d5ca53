/// Computes a figure's layout: first what stands around each pair of axes, then, with the room that leaves, the axes.
struct LayoutBuilder {
  let figure: Figure
  let metrics: TextMetrics
  let width, height: Double

  /// - Parameter size: the room there is, in points; nil takes the figure's own.
  init(_ figure: Figure, metrics: TextMetrics = .page, size: (width: Double, height: Double)? = nil) {
    self.figure = figure
    self.metrics = metrics
    (width, height) = size ?? figure.size
  }

  /// A panel on the way to its layout.
  struct Draft {
    var row, column: Int
    var panel: Panel
    var x, y: Limits
    var colorLimits: Limits
    var showsBar: Bool
    var showsXNumbers = true
    var showsYNumbers = true
    var entries: [LegendLayout.Entry]?
    var legendAbove: Bool
  }

  /// What a panel needs on each side of its axes.
  struct Margins {
    var left = 0.0
    var right = 0.0
    var top = 0.0
    var bottom = 0.0
  }

  func layout() -> FigureLayout {
    var drafts = drafts()
    // A legend that finds no free corner moves above the axes, which makes them lower: place again until none moves.
    // Each round moves at least one, so there are at most as many rounds as panels.
    while true {
      let layout = place(drafts)
      let homeless = drafts.indices.filter {
        drafts[$0].entries != nil && !drafts[$0].legendAbove && layout.panels[$0].legend == nil
      }
      if homeless.isEmpty { return layout }
      for index in homeless { drafts[index].legendAbove = true }
    }
  }

  private func drafts() -> [Draft] {
    let occupied = (0..<figure.rows).flatMap { row in
      (0..<figure.columns).compactMap { column in figure.panel(row: row, column: column).map { (row, column, $0) } }
    }
    let colors = colorLimits(occupied.map(\.2))
    return occupied.enumerated().map { index, place in
      let (row, column, panel) = place
      let limits = limits(row: row, column: column, panel: panel)
      let isBelow = occupied.contains { $0.0 > row && $0.1 == column }
      let isRight = occupied.contains { $0.0 == row && $0.1 < column }
      let isGroupEnd =
        panel.colorScale.group == nil
        || !occupied.contains {
          $0.0 == row && $0.1 > column && $0.2.colorScale.group == panel.colorScale.group && $0.2.usesColorScale
        }
      return Draft(
        row: row, column: column, panel: panel, x: limits.x, y: limits.y, colorLimits: colors[index],
        showsBar: panel.usesColorScale && panel.colorScale.showsBar && isGroupEnd,
        showsXNumbers: figure.sharesX == .none || !isBelow, showsYNumbers: figure.sharesY == .none || !isRight,
        entries: figure.sharesLegend ? nil : LegendLayout.entries(of: panel),
        legendAbove: panel.legend == .above)
    }
  }

  /// Limits of a panel, joined with those of its column or row where axes are shared.
  private func limits(row: Int, column: Int, panel: Panel) -> (x: Limits, y: Limits) {
    func joined(_ panels: [Panel], _ direction: Direction) -> Limits {
      let all = panels.map { ($0.extent(direction), direction == .x ? $0.x : $0.y) }
        .map { $0.0.limits(for: $0.1) }
      var result = panel.extent(direction).limits(for: direction == .x ? panel.x : panel.y)
      for other in all where other.scale == result.scale {
        result.lower = min(result.lower, other.lower)
        result.upper = max(result.upper, other.upper)
      }
      return result
    }
    let inColumn = (0..<figure.rows).compactMap { figure.panel(row: $0, column: column) }
    let inRow = (0..<figure.columns).compactMap { figure.panel(row: row, column: $0) }
    return (
      joined(figure.sharesX == .shared ? inColumn : [panel], .x),
      joined(figure.sharesY == .shared ? inRow : [panel], .y)
    )
  }

  /// The ends of every panel's colour scale, common to those of one group.
  private func colorLimits(_ panels: [Panel]) -> [Limits] {
    func extremes(_ panels: [Panel]) -> Limits {
      var extent = Extent()
      for panel in panels { extent.include(panel.scaledValues, .none, positiveOnly: false) }
      let scale = panels[0].colorScale
      let data = extent.limits(for: Axis(lower: scale.lower, upper: scale.upper))
      guard scale.map.isDiverging, scale.lower == nil, scale.upper == nil else { return data }
      let reach = max(abs(data.lower), abs(data.upper))
      return Limits(lower: -reach, upper: reach)
    }
    return panels.map { panel in
      guard panel.usesColorScale else { return Limits(lower: 0, upper: 1) }
      guard let group = panel.colorScale.group else { return extremes([panel]) }
      return extremes(panels.filter { $0.colorScale.group == group })
    }
  }
}
