/// Writes marks as clauses of gnuplot's `plot`, their numbers as data blocks.
struct MarkWriter {
  let layout: FigureLayout.PanelLayout
  let theme: Theme
  /// In a page of characters lines differ by their characters, which gnuplot takes from the line type.
  let usesLineTypes: Bool
  var data: GnuplotData

  private var x: Limits { layout.x.limits }
  private var y: Limits { layout.y.limits }

  /// The clauses of the panel's marks, from the back to the front. Marks without a single number have none.
  mutating func clauses() -> [String] {
    data.isPrecise = [x, y, layout.colorLimits].contains(where: \.needsDoubles)
    let order = layout.panel.marks.indices.sorted {
      (layout.panel.marks[$0].layer, $0) < (layout.panel.marks[$1].layer, $1)
    }
    return order.flatMap { clauses(of: layout.panel.marks[$0], index: $0) } + colorBar()
  }

  /// gnuplot draws the colour bar only where a mark takes its colour from the palette: where all colours are worked out
  /// here, a point that lies outside the axes.
  private mutating func colorBar() -> [String] {
    guard layout.colorBar != nil, !layout.panel.showsValues else { return [] }
    let outside = x.scale == .log ? x.lower / 10 : x.lower - x.span
    let name = data.block("bar", [[outside, y.lower, layout.colorLimits.lower]])
    return ["\(name) using 1:2:3 with points pt 7 ps 0.1 lc palette notitle"]
  }

  private mutating func clauses(of mark: Mark, index: Int) -> [String] {
    let color = resolved(layout.colors[index])
    switch mark {
    case .line(let line): return clauses(line, color, index)
    case .points(let points): return clauses(points, color)
    case .raster(let raster): return clauses(raster, color)
    case .heatMap(let map): return clauses(map)
    case .histogram(let histogram): return clauses(histogram, color)
    case .bars(let bars): return clauses(bars, color)
    case .band(let band): return clauses(band, color, index)
    case .rule(let rule): return clauses(rule, color, index)
    case .span(let span): return clauses(span, color)
    case .note: return []
    }
  }

  private func resolved(_ color: Color) -> RGB { layout.resolve(color, theme) }

  /// Width, colour and dash of a stroke.
  private func stroke(_ color: RGB, width: Double, dash: Line.Dash, opacity: Double = 1, index: Int) -> String {
    if usesLineTypes { return "lt \(index % 8 + 1)" }
    return "lw \(width) lc rgb \(GnuplotText.color(color, opacity: opacity)) dt \(dash.pattern)"
  }

  private mutating func clauses(_ line: Line, _ color: RGB, _ index: Int) -> [String] {
    let style = line.form == .step ? "steps" : "lines"
    var rows: [[Double]?] = []
    for (x, y) in zip(line.x, line.y) {
      let isPoint = x.isFinite && y.isFinite
      if isPoint { rows.append([x, y]) } else if rows.last.map({ $0 != nil }) ?? false { rows.append(nil) }
    }
    if case nil? = rows.last { rows.removeLast() }
    guard !rows.isEmpty else { return [] }
    let name = data.block("line", rows)
    let look = stroke(color, width: line.width, dash: line.dash, opacity: line.opacity, index: index)
    return ["\(name) using 1:2 with \(style) \(look) notitle"]
  }

  private mutating func clauses(_ points: Points, _ color: RGB) -> [String] {
    let shape = "with points pt \(points.symbol.pointType) ps \(GnuplotText.fraction(points.size / Self.pointSize))"
    if let values = points.values {
      let rows = points.x.indices.map { [points.x[$0], points.y[$0], values[$0]] }.filter { $0.allSatisfy(\.isFinite) }
      guard !rows.isEmpty else { return [] }
      return ["\(data.block("points", rows)) using 1:2:3 \(shape) lc palette notitle"]
    }
    let rows = zip(points.x, points.y).map { [$0, $1] }.filter { $0.allSatisfy(\.isFinite) }
    guard !rows.isEmpty else { return [] }
    let look = usesLineTypes ? "" : " lc rgb \(GnuplotText.color(color, opacity: points.opacity))"
    return ["\(data.block("points", rows)) using 1:2 \(shape)\(look) notitle"]
  }

  /// Diameter in points of a symbol of gnuplot's size 1, with the 12 point font of all our terminals.
  static let pointSize = 9.0

  private mutating func clauses(_ raster: Raster, _ color: RGB) -> [String] {
    let rows = raster.rows.enumerated().flatMap { row, times in
      times.filter(\.isFinite).map { [$0, raster.firstRow + Double(row) - raster.height / 2] }
    }
    guard !rows.isEmpty else { return [] }
    let look = stroke(color, width: 1, dash: .solid, index: 0)
    return ["\(data.block("spikes", rows)) using 1:2:(0):(\(raster.height)) with vectors nohead \(look) notitle"]
  }

  private mutating func clauses(_ map: HeatMap) -> [String] {
    guard map.drawnRows > 0, map.columns > 0, map.values.contains(where: \.isFinite) else { return [] }
    // gnuplot's images need two pixels each way and a linear scale.
    guard map.drawnRows > 1, map.columns > 1, x.scale == .linear, y.scale == .linear else { return cells(map) }
    let name = data.matrix("map", rows: map.drawnRows) { map.row(at: $0) }
    let across = "(\(map.x.first)+$1*\(map.x.step))"
    let up = "(\(map.y.first)+$2*\(map.y.step))"
    return ["\(name) matrix using \(across):\(up):3 with image notitle"]
  }

  private mutating func cells(_ map: HeatMap) -> [String] {
    let rows = (0..<map.drawnRows).flatMap { place in
      zip(0..., map.row(at: place)).compactMap { column, value -> [Double]? in
        guard value.isFinite else { return nil }
        let left = map.x.first + (Double(column) - 0.5) * map.x.step
        let low = map.y.first + (Double(place) - 0.5) * map.y.step
        return box(left...left + map.x.step, low...low + map.y.step).map { $0 + [value] }
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      "\(data.block("cells", rows)) using 1:2:3:4:5:6:7 with boxxyerror fs solid 1 noborder lc palette notitle"
    ]
  }

  /// A rectangle inside the axes as gnuplot wants it: middle, left and right, lower and upper end. nil if none is left.
  private func box(_ across: ClosedRange<Double>, _ up: ClosedRange<Double>) -> [Double]? {
    let left = max(across.lowerBound, x.lower)
    let right = min(across.upperBound, x.upper)
    let low = max(up.lowerBound, y.lower)
    let high = min(up.upperBound, y.upper)
    guard left <= right, low <= high else { return nil }
    return [(left + right) / 2, (low + high) / 2, left, right, low, high]
  }

  private mutating func boxes(_ what: String, _ rows: [[Double]], _ color: RGB, _ opacity: Double) -> [String] {
    guard !rows.isEmpty else { return [] }
    let fill = "fs \(usesLineTypes ? "solid 1" : "transparent solid \(opacity)") noborder lc rgb '\(color.hex)'"
    return ["\(data.block(what, rows)) using 1:2:3:4:5:6 with boxxyerror \(fill) notitle"]
  }

  private mutating func clauses(_ histogram: Histogram, _ color: RGB) -> [String] {
    let foot = y.scale == .log ? y.lower : 0
    var outline: [[Double]] = [[histogram.edges[0], foot]]
    for (index, count) in histogram.counts.enumerated() {
      let height = count.isFinite ? max(count, foot) : foot
      outline += [[histogram.edges[index], height], [histogram.edges[index + 1], height]]
    }
    outline.append([histogram.edges[histogram.edges.count - 1], foot])
    guard outline.allSatisfy({ $0[0].isFinite }) else { return [] }
    let fill = "fs transparent solid \(histogram.opacity) noborder lc rgb '\(color.hex)'"
    return ["\(data.block("bins", outline)) using 1:2 with filledcurves closed \(fill) notitle"]
  }

  private mutating func clauses(_ bars: Bars, _ color: RGB) -> [String] {
    let foot = y.scale == .log ? y.lower : 0
    let rows = zip(bars.x, bars.heights).compactMap { center, height -> [Double]? in
      guard center.isFinite, height.isFinite else { return nil }
      return box(center - bars.width / 2...center + bars.width / 2, min(foot, height)...max(foot, height))
    }
    return boxes("bars", rows, color, bars.opacity)
  }

  private mutating func clauses(_ band: Band, _ color: RGB, _ index: Int) -> [String] {
    var clauses: [String] = []
    // gnuplot draws one shade through gaps; each stretch without one is a shade of its own.
    let stretches = band.x.indices.split { index in
      !(band.x[index].isFinite && band.lower[index].isFinite && band.upper[index].isFinite)
    }
    for stretch in stretches where !usesLineTypes {
      let rows = stretch.map { [band.x[$0], band.lower[$0], band.upper[$0]] }
      let fill = "fs transparent solid \(band.opacity) noborder lc rgb '\(color.hex)'"
      clauses.append("\(data.block("band", rows)) using 1:2:3 with filledcurves \(fill) notitle")
    }
    if let middle = band.middle {
      clauses += self.clauses(Line(x: band.x, y: middle, dash: band.dash), color, index)
    }
    return clauses
  }

  private mutating func clauses(_ rule: Rule, _ color: RGB, _ index: Int) -> [String] {
    let limits = rule.direction == .x ? x : y
    let rows = rule.positions.filter { limits.contains($0) }.flatMap { position -> [[Double]?] in
      switch rule.direction {
      case .x: [[position, y.lower], [position, y.upper], nil]
      case .y: [[x.lower, position], [x.upper, position], nil]
      }
    }
    guard !rows.isEmpty else { return [] }
    let look = stroke(color, width: rule.width, dash: rule.dash, index: index)
    return ["\(data.block("rule", rows)) using 1:2 with lines \(look) notitle"]
  }

  private mutating func clauses(_ span: Span, _ color: RGB) -> [String] {
    guard !usesLineTypes else { return [] }
    let rows = span.ranges.compactMap { range -> [Double]? in
      switch span.direction {
      case .x: box(range, y.lower...y.upper)
      case .y: box(x.lower...x.upper, range)
      }
    }
    return boxes("span", rows, color, span.opacity)
  }
}

extension Line.Dash {
  /// gnuplot's dash pattern, in its units of the line's width.
  var pattern: String {
    switch self {
    case .solid: "1"
    case .dashed: "(6,4)"
    case .dotted: "(1.5,3)"
    }
  }
}

extension Points.Symbol {
  /// gnuplot's number of the symbol.
  var pointType: Int {
    switch self {
    case .disc: 7
    case .circle: 6
    case .square: 5
    case .triangle: 9
    case .diamond: 13
    case .cross: 2
    }
  }
}

extension FigureLayout.PanelLayout {
  /// The colour of a mark on a page.
  func resolve(_ color: Color, _ theme: Theme) -> RGB {
    switch color {
    case .category(let index): return theme.category(index)
    case .scale(let value): return panel.colorScale.map.color(at: colorLimits.fraction(value), on: theme)
    case .foreground: return theme.foreground
    case .muted: return theme.muted
    case .rgb(let rgb): return rgb
    }
  }
}
