import Glibc

/// Sets axes, numbers and words of a figure over a picture of its data, cell by cell: in a picture of characters that
/// stand for pixels, words drawn as pixels could not be read.
struct TerminalPicture {
  let layout: FigureLayout
  let theme: Theme
  let window: TerminalWindow
  private(set) var grid: CellGrid

  /// - Parameter data: the drawn marks, as large as the layout.
  init(_ layout: FigureLayout, data: CellGrid, theme: Theme, window: TerminalWindow) {
    self.layout = layout
    self.theme = theme
    self.window = window
    grid = data
    for panel in layout.panels { draw(panel) }
    if let legend = layout.legend, let first = layout.panels.first { draw(legend, first) }
    if let title = layout.title { set(title, isBold: true) }
  }

  private func column(_ x: Double) -> Int { Int((x / TextMetrics.cell.width).rounded(.down)) }
  private func row(_ y: Double) -> Int { Int((y / TextMetrics.cell.height).rounded(.down)) }

  private func width(_ text: String) -> Int { text.reduce(0) { $0 + TextMetrics.cells(of: $1) } }

  private func characters(_ text: String) -> String {
    guard !window.isUnicode else { return text }
    let plain: [Character: String] = ["−": "-", "×": "x", "…": "~", "±": "+-", "µ": "u"]
    var result = ""
    var isExponent = false
    for character in text {
      let lowered = TickMarks.lowered(character)
      // A power of ten keeps its width, by which its place was measured.
      if lowered != nil, !isExponent {
        result = result.hasSuffix("10") ? String(result.dropLast(2)) + "1e" : result + "^"
      }
      isExponent = lowered != nil
      result += lowered ?? (character.isASCII ? String(character) : plain[character] ?? "?")
    }
    return result
  }

  private mutating func set(_ words: String, x: Double, y: Double, anchor: Note.Anchor, style: CellGrid.Style = .plain)
  {
    let text = characters(words)
    let start =
      switch anchor {
      case .left: column(x)
      case .center: column(x) - width(text) / 2
      case .right: column(x) - width(text)
      }
    grid.set(text, row: row(y), column: max(0, min(start, grid.columns - width(text))), style: style)
  }

  private mutating func set(_ text: FigureLayout.Text, isBold: Bool = false) {
    let style = CellGrid.Style(isBold: isBold && window.graphics != .text)
    for (index, line) in text.lines.enumerated() {
      let shift = (Double(index) - Double(text.lines.count - 1) / 2) * TextMetrics.cell.height
      set(line, x: text.x, y: text.y + shift, anchor: text.anchor, style: style)
    }
  }

  private mutating func draw(_ panel: FigureLayout.PanelLayout) {
    if window.graphics == .text {
      for mark in panel.panel.marks {
        if case .heatMap(let map) = mark { shade(map, panel) }
      }
    }
    axes(panel)
    if let title = panel.title { set(title) }
    if let label = panel.x.label { set(label) }
    if let label = panel.y.label { set(label) }
    if let bar = panel.colorBar { draw(bar, panel) }
    for mark in panel.panel.marks {
      if case .note(let note) = mark { draw(note, panel) }
    }
    if let legend = panel.legend { draw(legend, panel) }
  }

  // MARK: Axes

  private mutating func axes(_ panel: FigureLayout.PanelLayout) {
    let (left, top) = (column(panel.plot.x) - 1, row(panel.plot.y))
    let (right, bottom) = (column(panel.plot.right) - 1, row(panel.plot.bottom))
    let lines = window.isUnicode ? ["│", "─", "└", "┤", "┬"] : ["|", "-", "+", "+", "+"]
    for y in top..<max(bottom, top) { grid.set(lines[0], row: y, column: left) }
    for x in (left + 1)...max(right, left + 1) { grid.set(lines[1], row: bottom, column: x) }
    grid.set(lines[2], row: bottom, column: left)
    for tick in panel.y.marks.ticks {
      let place = top + cell(1 - panel.y.limits.fraction(tick.value), of: bottom - top)
      grid.set(lines[3], row: place, column: left)
      guard panel.y.showsNumbers else { continue }
      let label = characters(tick.label)
      grid.set(label, row: place, column: max(0, left - width(label)))
    }
    var free = 0
    for tick in panel.x.marks.ticks {
      let place = left + 1 + cell(panel.x.limits.fraction(tick.value), of: right - left)
      grid.set(lines[4], row: bottom, column: place)
      let label = characters(tick.label)
      let start = max(0, min(place - width(label) / 2, grid.columns - width(label)))
      guard panel.x.showsNumbers, start >= free else { continue }
      grid.set(label, row: bottom + 1, column: start)
      free = start + width(label) + 1
    }
  }

  private func cell(_ fraction: Double, of count: Int) -> Int {
    max(0, min(count - 1, Int(fraction * Double(count))))
  }

  // MARK: Colours

  /// From nothing to much, for terminals without colours.
  private static let ramp: [String] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

  private func shade(_ fraction: Double) -> String {
    Self.ramp[max(0, min(Self.ramp.count - 1, Int(fraction * Double(Self.ramp.count))))]
  }

  /// A heat map in characters: each cell of the terminal takes the mean of what falls into it.
  private mutating func shade(_ map: HeatMap, _ panel: FigureLayout.PanelLayout) {
    let (left, top) = (column(panel.plot.x), row(panel.plot.y))
    let (columns, rows) = (column(panel.plot.right) - left, row(panel.plot.bottom) - top)
    func indices(_ from: Double, _ to: Double, _ centers: HeatMap.Centers, _ count: Int) -> Range<Int> {
      let places = [from, to].map { ($0 - centers.first) / centers.step + 0.5 }
      let low = max(0, Int(min(places[0], places[1]).rounded(.down).clamped))
      let high = min(count, max(low + 1, Int(max(places[0], places[1]).rounded(.down).clamped)))
      return low..<max(low, high)
    }
    for r in 0..<rows {
      let up = [r, r + 1].map { panel.y.limits.value(at: 1 - Double($0) / Double(rows)) }
      let places = indices(up[0], up[1], map.y, map.drawnRows)
      for c in 0..<columns {
        let along = [c, c + 1].map { panel.x.limits.value(at: Double($0) / Double(columns)) }
        let values = places.flatMap { place in
          map.row(at: place).dropFirst(indices(along[0], along[1], map.x, map.columns).lowerBound)
            .prefix(indices(along[0], along[1], map.x, map.columns).count).filter(\.isFinite)
        }
        guard !values.isEmpty else { continue }
        let mean = values.reduce(0, +) / Double(values.count)
        grid.set(shade(panel.colorLimits.fraction(mean)), row: top + r, column: left + c)
      }
    }
  }

  private mutating func draw(_ bar: FigureLayout.ColorBar, _ panel: FigureLayout.PanelLayout) {
    let (left, top) = (column(bar.rect.x), row(bar.rect.y))
    let (right, bottom) = (column(bar.rect.right), row(bar.rect.bottom))
    for y in top..<max(bottom, top) {
      let fraction = 1 - (Double(y - top) + 0.5) / Double(bottom - top)
      let value = panel.colorLimits.lower + fraction * panel.colorLimits.span
      for x in left..<max(right, left) {
        if window.graphics == .text {
          grid.set(shade(fraction), row: y, column: x)
        } else {
          let color = panel.resolve(.scale(value), theme)
          grid.set(" ", row: y, column: x, style: .init(background: window.colors.parameter(color, background: true)))
        }
      }
    }
    for tick in bar.marks.ticks {
      let place = top + cell(1 - panel.colorLimits.fraction(tick.value), of: bottom - top)
      grid.set(" " + characters(tick.label), row: place, column: right)
    }
    if let label = bar.label { set(label) }
  }

  // MARK: Words

  private mutating func draw(_ note: Note, _ panel: FigureLayout.PanelLayout) {
    let (fx, fy) = (panel.x.limits.fraction(note.x), panel.y.limits.fraction(note.y))
    guard (0...1).contains(fx), (0...1).contains(fy) else { return }
    let y = min(panel.plot.y + (1 - fy) * panel.plot.height, panel.plot.bottom - 1)
    let color = window.colors.parameter(panel.resolve(note.color, theme))
    set(
      PlainText.clean(note.text), x: panel.plot.x + fx * panel.plot.width, y: y, anchor: note.anchor,
      style: .init(foreground: window.graphics == .text ? nil : color))
  }

  private mutating func draw(_ legend: LegendLayout, _ panel: FigureLayout.PanelLayout) {
    let metrics = layout.metrics
    for (index, entry) in legend.entries.enumerated() {
      let x = legend.x + Double(index % legend.perRow) * (legend.entryWidth + metrics.entryGap)
      let y = legend.y + (Double(index / legend.perRow) + 0.5) * metrics.height(metrics.small)
      let mark = panel.panel.marks[entry.mark]
      let color = panel.resolve(panel.colors[entry.mark], theme)
      let isText = window.graphics == .text
      set(
        isText ? dumbSample(mark, entry.mark) : sample(mark), x: x, y: y, anchor: .left,
        style: .init(foreground: isText ? nil : window.colors.parameter(color)))
      set(entry.text, x: x + metrics.sample + metrics.sampleGap, y: y, anchor: .left)
    }
  }

  /// A mark's look in two cells.
  private func sample(_ mark: Mark) -> String {
    switch mark {
    case .line(let line): line.dash == .solid ? "──" : "╌╌"
    case .rule(let rule): rule.dash == .solid ? "──" : "╌╌"
    case .points(let points): points.symbol.sample
    case .raster: "│ "
    case .band, .bars, .histogram, .span: "██"
    case .heatMap, .note: "  "
    }
  }

  /// The character with which gnuplot's text terminal draws a mark: a letter for each type of points, one of these for
  /// each type of line.
  ///
  /// - Parameter index: the number of the mark among those of its panel.
  private func dumbSample(_ mark: Mark, _ index: Int) -> String {
    if case .points(let points) = mark {
      return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(points.symbol.pointType - 1) % 26)) + " "
    }
    let characters = ["*", "#", "$", "%", "@", "&", "=", "-"]
    return String(repeating: characters[index % characters.count], count: 2)
  }
}

extension Limits {
  /// The value at a fraction of the axis from its lower left.
  func value(at fraction: Double) -> Double {
    let along = isReversed ? 1 - fraction : fraction
    switch scale {
    case .linear: return lower + along * span
    case .log: return exp2(log2(lower) + along * (log2(upper) - log2(lower)))
    }
  }
}

extension Points.Symbol {
  /// What it looks like in two cells.
  fileprivate var sample: String {
    switch self {
    case .disc: "● "
    case .circle: "○ "
    case .square: "■ "
    case .triangle: "▲ "
    case .diamond: "◆ "
    case .cross: "× "
    }
  }
}

extension Double {
  /// Small enough to become an integer.
  fileprivate var clamped: Double { isNaN ? 0 : Swift.max(-1e9, Swift.min(1e9, self)) }
}
