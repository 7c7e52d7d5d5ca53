extension Renderer {
  /// The figure as what is written to a terminal to show it: lines without a final newline.
  ///
  /// Where chafa is absent or the terminal shows plain characters only, gnuplot's text terminal draws instead.
  public func terminal(
    _ figure: Figure, window: TerminalWindow, isCancelled: () -> Bool = { false }
  ) throws(RenderError) -> String {
    var window = window
    if chafa == nil || window.colors == .none || !window.isUnicode { window.graphics = .text }
    let theme = (window.isDark ? Theme.dark : .light).transparent
    let (columns, rows) = window.size(for: figure)
    switch window.graphics {
    case .text, .symbols:
      let size = (width: Double(columns) * TextMetrics.cell.width, height: Double(rows) * TextMetrics.cell.height)
      let layout = LayoutBuilder(figure, metrics: .cells, size: size).layout().thinned()
      let data = try cells(layout, columns, rows, theme, window, isCancelled)
      return TerminalPicture(layout, data: data, theme: theme, window: window).grid.text
    case .sixel: return try pixels(figure, columns, rows, "sixels", theme, isCancelled)
    case .kitty: return try pixels(figure, columns, rows, "kitty", theme, isCancelled)
    case .iterm: return try pixels(figure, columns, rows, "iterm", theme, isCancelled)
    }
  }

  /// The marks alone, as characters.
  private func cells(
    _ layout: FigureLayout, _ columns: Int, _ rows: Int, _ theme: Theme, _ window: TerminalWindow,
    _ isCancelled: () -> Bool
  ) throws(RenderError) -> CellGrid {
    if window.graphics == .text {
      let script = GnuplotScript.write(layout, theme: theme, terminal: .dumb(columns: columns, rows: rows))
      let page = String(decoding: try runGnuplot(script, isCancelled), as: UTF8.self)
      return CellGrid(page, columns: columns, rows: rows)
    }
    let (maps, curves) = layout.dividedByMaps
    var grid = CellGrid(columns: columns, rows: rows)
    if !maps.panels.isEmpty {
      grid = try symbols("block+border+space-wide-inverted", [], maps, theme, window, 1, isCancelled)
    }
    if !curves.panels.isEmpty {
      // Dots of braille keep thin curves in one piece where they are about as wide as a dot; their page must be
      // painted, or chafa drops them with it.
      let dots = try symbols("braille", ["--fg-only"], curves, theme.opaque, window, 2.4, isCancelled)
      for panel in curves.panels { grid.take(panel.plot, from: dots) }
    }
    return grid
  }

  private func symbols(
    _ symbols: String, _ more: [String], _ layout: FigureLayout, _ theme: Theme, _ window: TerminalWindow,
    _ boldness: Double, _ isCancelled: () -> Bool
  ) throws(RenderError) -> CellGrid {
    let script = GnuplotScript.write(layout, theme: theme, terminal: .png(scale: 1, boldness: boldness))
    let colors = window.colors == .full ? "full" : "\(window.colors.rawValue)"
    let columns = Int((layout.width / TextMetrics.cell.width).rounded())
    let rows = Int((layout.height / TextMetrics.cell.height).rounded())
    let text = try runChafa(
      ["--format", "symbols", "--colors", colors, "--symbols", symbols] + more, columns, rows,
      try runGnuplot(script, isCancelled), isCancelled)
    return CellGrid(text, columns: columns, rows: rows)
  }

  private func pixels(
    _ figure: Figure, _ columns: Int, _ rows: Int, _ format: String, _ theme: Theme, _ isCancelled: () -> Bool
  ) throws(RenderError) -> String {
    // The window's shape at its own size, so that words come out as large as the terminal's.
    var figure = figure
    figure.width = Double(columns) * TextMetrics.cell.width
    figure.height = Double(rows) * TextMetrics.cell.height
    let picture = try png(figure, theme: theme, scale: 2, isCancelled: isCancelled)
    return try runChafa(["--format", format], columns, rows, picture, isCancelled)
  }

  private func runChafa(
    _ arguments: [String], _ columns: Int, _ rows: Int, _ picture: [UInt8], _ isCancelled: () -> Bool
  ) throws(RenderError) -> String {
    let fixed = ["--size", "\(columns)x\(rows)", "--stretch", "--animate", "off", "-"]
    let output = try run(.chafa, at: chafa, arguments + fixed, picture, isCancelled)
    guard !output.isEmpty, let text = String(validating: output, as: UTF8.self) else { throw .malformed(.chafa) }
    return text
  }
}

extension FigureLayout {
  /// The same with the panels that hold heat maps, and with all others.
  fileprivate var dividedByMaps: (maps: FigureLayout, curves: FigureLayout) {
    var (maps, curves) = (self, self)
    func hasMap(_ panel: PanelLayout) -> Bool {
      panel.panel.marks.contains { if case .heatMap = $0 { true } else { false } }
    }
    maps.panels = panels.filter(hasMap)
    curves.panels = panels.filter { !hasMap($0) }
    return (maps, curves)
  }
}

extension CellGrid {
  /// Takes over the cells of a part of the page, given in points.
  fileprivate mutating func take(_ part: FigureLayout.Rect, from other: CellGrid) {
    let left = Int((part.x / TextMetrics.cell.width).rounded(.down))
    let right = Int((part.right / TextMetrics.cell.width).rounded(.up))
    let top = Int((part.y / TextMetrics.cell.height).rounded(.down))
    let bottom = Int((part.bottom / TextMetrics.cell.height).rounded(.up))
    for row in max(top, 0)..<max(top, min(bottom, rows)) {
      for column in max(left, 0)..<max(left, min(right, columns)) { self[row, column] = other[row, column] }
    }
  }
}
