/// A figure's layout as a script for gnuplot 5.4, data included: read on standard input, it draws the figure.
struct GnuplotScript {
  let layout: FigureLayout
  let theme: Theme
  let terminal: GnuplotTerminal
  /// Where gnuplot writes; nil is its standard output.
  let output: String?
  private var text = ""

  init(_ layout: FigureLayout, theme: Theme, terminal: GnuplotTerminal, output: String? = nil) {
    self.layout = layout
    self.theme = theme
    self.terminal = terminal
    self.output = output
  }

  /// The whole script.
  static func write(
    _ layout: FigureLayout, theme: Theme, terminal: GnuplotTerminal, output: String? = nil
  ) -> String {
    var script = GnuplotScript(layout, theme: theme, terminal: terminal, output: output)
    return script.write()
  }

  /// In a terminal's cells gnuplot draws the data alone; axes and words are set by `TerminalPicture`.
  private var drawsWords: Bool { !layout.metrics.isCells }

  private var isDumb: Bool {
    if case .dumb = terminal { true } else { false }
  }

  private mutating func write() -> String {
    line(terminal.command(width: layout.width, height: layout.height, theme: theme))
    if let output { line("set output \(GnuplotText.quoted(output))") }
    line("set encoding utf8")
    var data = GnuplotData()
    var bodies: [[String]] = []
    for panel in layout.panels {
      var writer = MarkWriter(layout: panel, theme: theme, usesLineTypes: isDumb, data: data)
      bodies.append(writer.clauses())
      data = writer.data
    }
    text += data.text
    line("set multiplot")
    if let title = layout.title, drawsWords { label(title, weight: ":Bold") }
    for (index, panel) in layout.panels.enumerated() {
      line("")
      line("# panel \(index + 1)")
      axes(panel)
      if drawsWords { words(panel) }
      if drawsWords, index == 0, let legend = layout.legend { self.legend(legend, panel) }
      // Without data gnuplot still has to draw the axes.
      let clauses = bodies[index].isEmpty ? ["NaN notitle"] : bodies[index]
      line("plot " + clauses.joined(separator: ", \\\n  "))
      line("reset")
    }
    line("unset multiplot")
    return text
  }

  private mutating func line(_ words: String) { text += words + "\n" }

  // MARK: Places

  private func across(_ x: Double) -> String { GnuplotText.fraction(x / layout.width) }
  private func up(_ y: Double) -> String { GnuplotText.fraction(1 - y / layout.height) }
  private func screen(_ x: Double, _ y: Double) -> String { "screen \(across(x)),\(up(y))" }
  private var ink: String { "textcolor rgb '\(theme.foreground.hex)'" }

  // MARK: Axes

  private mutating func axes(_ panel: FigureLayout.PanelLayout) {
    let plot = panel.plot
    line("set lmargin at screen \(across(plot.x)); set rmargin at screen \(across(plot.right))")
    line("set bmargin at screen \(up(plot.bottom)); set tmargin at screen \(up(plot.y))")
    range("x", panel.x.limits)
    range("y", panel.y.limits)
    // Without it a stroke between two points outside the axes is not drawn at all.
    line("set clip two; unset key; set boxwidth 1 absolute")
    if drawsWords {
      line("set border \(panel.panel.hasHeatMap ? 15 : 3) front lw 1 lc rgb '\(theme.foreground.hex)'")
      ticks("x", panel.x)
      ticks("y", panel.y)
    } else {
      line("unset border; unset xtics; unset ytics")
    }
    guard panel.panel.usesColorScale else { return }
    palette(panel)
  }

  private mutating func range(_ axis: String, _ limits: Limits) {
    let ends = limits.isReversed ? (limits.upper, limits.lower) : (limits.lower, limits.upper)
    line("set \(axis)range [\(ends.0):\(ends.1)]")
    if limits.scale == .log { line("set logscale \(axis) 10") }
  }

  private func list(_ marks: TickMarks, showsNumbers: Bool) -> String {
    let items = marks.ticks.map { tick in
      "\(showsNumbers ? GnuplotText.quotedFormat(tick.label) : "''") \(GnuplotText.number(tick.value))"
    }
    return "(" + items.joined(separator: ", ") + ")"
  }

  private mutating func ticks(_ axis: String, _ of: FigureLayout.AxisLayout) {
    guard !of.marks.ticks.isEmpty else { return line("unset \(axis)tics") }
    let shift = axis == "x" ? "0,0.4" : "0.6,0"
    line(
      "set \(axis)tics out nomirror scale 0.45 offset \(shift) font ',\(Int(layout.metrics.small))' \(ink)"
        + " \(list(of.marks, showsNumbers: of.showsNumbers))")
  }

  private mutating func palette(_ panel: FigureLayout.PanelLayout) {
    let anchors = panel.panel.colorScale.map.anchors(on: theme).enumerated()
    line("set palette defined (\(anchors.map { "\($0) '\($1.hex)'" }.joined(separator: ", ")))")
    line("set cbrange [\(panel.colorLimits.lower):\(panel.colorLimits.upper)]")
    guard let bar = panel.colorBar, drawsWords else { return line("unset colorbox") }
    line(
      "set colorbox vertical user origin \(screen(bar.rect.x, bar.rect.bottom))"
        + " size screen \(across(bar.rect.width)),\(GnuplotText.fraction(bar.rect.height / layout.height)) noborder")
    line(
      "set cbtics out nomirror scale 0.45 offset -0.6,0 font ',\(Int(layout.metrics.small))' \(ink)"
        + " \(list(bar.marks, showsNumbers: true))")
  }

  // MARK: Words

  private mutating func words(_ panel: FigureLayout.PanelLayout) {
    if let title = panel.title { label(title) }
    if let text = panel.x.label { label(text) }
    if let text = panel.y.label { label(text) }
    if let text = panel.colorBar?.label { label(text) }
    for mark in panel.panel.marks {
      if case .note(let note) = mark { self.note(note, panel) }
    }
    if let legend = panel.legend { self.legend(legend, panel) }
  }

  private mutating func label(_ text: FigureLayout.Text, weight: String = "") {
    let size =
      switch text.role {
      case .figureTitle: layout.metrics.figureTitle
      case .title: layout.metrics.title
      case .label: layout.metrics.label
      }
    for (index, words) in text.lines.enumerated() {
      let shift = (Double(index) - Double(text.lines.count - 1) / 2) * layout.metrics.height(size)
      let place = text.isRotated ? screen(text.x + shift, text.y) : screen(text.x, text.y + shift)
      line(
        "set label \(GnuplotText.quoted(words)) at \(place) \(text.anchor)\(text.isRotated ? " rotate by 90" : "")"
          + " font '\(weight.isEmpty ? "" : "Sans" + weight),\(Int(size))' \(ink)")
    }
  }

  private mutating func note(_ note: Note, _ panel: FigureLayout.PanelLayout) {
    guard note.x.isFinite, note.y.isFinite else { return }
    line(
      "set label \(GnuplotText.quoted(note.text)) at first \(note.x),\(note.y) \(note.anchor) front"
        + " font ',\(Int(layout.metrics.small))' textcolor rgb '\(panel.resolve(note.color, theme).hex)'")
  }

  private mutating func legend(_ legend: LegendLayout, _ panel: FigureLayout.PanelLayout) {
    let metrics = layout.metrics
    for (index, entry) in legend.entries.enumerated() {
      let x = legend.x + Double(index % legend.perRow) * (legend.entryWidth + metrics.entryGap)
      let y = legend.y + (Double(index / legend.perRow) + 0.5) * metrics.height(metrics.small)
      sample(of: panel.panel.marks[entry.mark], panel.resolve(panel.colors[entry.mark], theme), x: x, y: y)
      line(
        "set label \(GnuplotText.quoted(entry.text)) at \(screen(x + metrics.sample + metrics.sampleGap, y)) left front"
          + " font ',\(Int(metrics.small))' \(ink)")
    }
  }

  /// A piece of the mark as it looks in the axes.
  private mutating func sample(of mark: Mark, _ color: RGB, x: Double, y: Double) {
    let right = x + layout.metrics.sample
    func stroke(_ width: Double, _ dash: Line.Dash, _ opacity: Double = 1) {
      line(
        "set arrow from \(screen(x, y)) to \(screen(right, y)) nohead front lw \(width)"
          + " lc rgb \(GnuplotText.color(color, opacity: opacity)) dt \(dash.pattern)")
    }
    func patch(_ opacity: Double) {
      line(
        "set object rectangle from \(screen(x, y - 4.5)) to \(screen(right, y + 4.5)) front"
          + " fc rgb \(GnuplotText.color(color, opacity: opacity)) fs solid 1 noborder")
    }
    switch mark {
    case .line(let mark): stroke(mark.width, mark.dash, mark.opacity)
    case .rule(let mark): stroke(mark.width, mark.dash)
    case .points(let mark):
      line(
        "set label '' at \(screen((x + right) / 2, y)) front point pt \(mark.symbol.pointType)"
          + " ps \(GnuplotText.fraction(max(mark.size, 4) / MarkWriter.pointSize)) lc rgb '\(color.hex)'")
    case .raster:
      let middle = (x + right) / 2
      line(
        "set arrow from \(screen(middle, y - 5)) to \(screen(middle, y + 5)) nohead front lw 1 lc rgb '\(color.hex)'")
    case .histogram(let mark): patch(mark.opacity)
    case .bars(let mark): patch(mark.opacity)
    case .span(let mark): patch(mark.opacity)
    case .band(let mark):
      patch(mark.opacity)
      if mark.middle != nil { stroke(1.6, mark.dash) }
    case .heatMap, .note: break
    }
  }
}

extension Note.Anchor: CustomStringConvertible {
  public var description: String {
    switch self {
    case .left: "left"
    case .center: "center"
    case .right: "right"
    }
  }
}
