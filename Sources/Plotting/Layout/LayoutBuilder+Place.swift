extension LayoutBuilder {
  /// Rough tick marks to learn how wide numbers will be; the axes' true lengths are not known yet.
  private func roughMarks(_ axis: Axis, _ limits: Limits, count: Int) -> TickMarks {
    switch axis.ticks {
    case .automatic: .automatic(limits, count: count)
    case .none: .none
    case .at(let ticks):
      TickMarks(
        ticks: ticks.filter { limits.contains($0.value) }.map { Axis.Tick($0.value, PlainText.clean($0.label)) })
    }
  }

  private func widest(_ marks: TickMarks) -> Double {
    marks.ticks.map { metrics.width($0.label, size: metrics.small) }.max() ?? 0
  }

  /// Width of the widest number that an axis may come to show; finer marks have more digits.
  private func widest(_ axis: Axis, _ limits: Limits) -> Double {
    (2...8).map { widest(roughMarks(axis, limits, count: $0)) }.max() ?? 0
  }

  /// Axis label with the power of ten of its numbers.
  private func text(_ axis: Axis, _ marks: TickMarks) -> String? {
    text(label: PlainText.clean(axis.label), unit: PlainText.clean(axis.unit), marks)
  }

  private func text(label: String?, unit: String?, _ marks: TickMarks) -> String? {
    guard marks.exponent != 0 else { return Axis.text(label: label, unit: unit) }
    let power = "10" + TickMarks.superscript(marks.exponent)
    return Axis.text(label: label, unit: unit.map { "\(power) \($0)" } ?? (label == nil ? "× " + power : power))
  }

  /// Numbers an axis of a length has room for, at most; they must stand well apart.
  private func count(_ length: Double, _ labelLength: Double) -> Int {
    max(1, min(metrics.isCells ? 8 : 7, Int(length / max(labelLength, 1))))
  }

  private var lineOfSmall: Double { metrics.height(metrics.small) }
  private var lineOfLabel: Double { metrics.height(metrics.label) }
  private var axisThickness: Double { metrics.isCells ? TextMetrics.cell.width : metrics.tickLength + metrics.tickGap }

  /// Lays the panels out with their legends where the drafts say.
  func place(_ drafts: [Draft]) -> FigureLayout {
    let titleText = PlainText.clean(figure.title)
    let titleLines =
      titleText.map { metrics.wrap($0, size: metrics.figureTitle, width: width - 2 * metrics.edge) } ?? []
    let titleHeight =
      titleLines.isEmpty ? 0 : metrics.height(metrics.figureTitle, lines: titleLines.count) + metrics.edge * 0.75
    let legend = sharedLegend(drafts, below: metrics.edge + titleHeight)
    let header = titleHeight + (legend.map { $0.height(metrics) + metrics.edge * 1.5 } ?? 0)
    let cellWidth = (width - 2 * metrics.edge) / Double(figure.columns)
    let cellHeight = (height - 2 * metrics.edge - header) / Double(figure.rows)
    var left = [Double](repeating: 0, count: figure.columns)
    var right = left
    var top = [Double](repeating: 0, count: figure.rows)
    var bottom = top
    for draft in drafts {
      let margins = margins(draft, cellWidth: cellWidth, cellHeight: cellHeight)
      left[draft.column] = max(left[draft.column], margins.left)
      right[draft.column] = max(right[draft.column], margins.right)
      top[draft.row] = max(top[draft.row], margins.top)
      bottom[draft.row] = max(bottom[draft.row], margins.bottom)
    }
    let columns = Self.divide(
      from: metrics.edge, to: width - metrics.edge, before: left, after: right,
      weights: Array(repeating: 1, count: figure.columns), gap: metrics.panelGap,
      unit: metrics.isCells ? TextMetrics.cell.width : nil)
    let rows = Self.divide(
      from: metrics.edge + header, to: height - metrics.edge, before: top, after: bottom,
      weights: rowWeights, gap: metrics.isCells ? 0 : metrics.panelGap * 0.6,
      unit: metrics.isCells ? TextMetrics.cell.height : nil)
    let panels = drafts.map { draft in
      panel(
        draft,
        plot: FigureLayout.Rect(
          x: columns[draft.column].start, y: rows[draft.row].start, width: columns[draft.column].length,
          height: rows[draft.row].length),
        margins: Margins(
          left: left[draft.column], right: right[draft.column], top: top[draft.row], bottom: bottom[draft.row]))
    }
    let title =
      titleLines.isEmpty
      ? nil
      : FigureLayout.Text(
        lines: titleLines, x: width / 2,
        y: metrics.edge + metrics.height(metrics.figureTitle, lines: titleLines.count) / 2, anchor: .center,
        role: .figureTitle)
    return FigureLayout(
      width: width, height: height, title: title, legend: legend, panels: panels, metrics: metrics)
  }

  /// The first panel's legend in rows across the whole figure.
  private func sharedLegend(_ drafts: [Draft], below top: Double) -> LegendLayout? {
    guard figure.sharesLegend, let entries = drafts.first.flatMap({ LegendLayout.entries(of: $0.panel) }) else {
      return nil
    }
    let available = width - 2 * metrics.edge
    var block = LegendLayout(entries: entries, inside: false, available: available, metrics: metrics)
    block.x = metrics.edge + max(0, (available - block.width(metrics)) / 2)
    block.y = top
    if metrics.isCells { block.x = (block.x / TextMetrics.cell.width).rounded() * TextMetrics.cell.width }
    return block
  }

  private var rowWeights: [Double] {
    (0..<figure.rows).map { $0 < figure.rowWeights.count ? figure.rowWeights[$0] : 1 }
  }

  /// Shares a length among axes of given weights that have given margins before and after them.
  static func divide(
    from start: Double, to end: Double, before: [Double], after: [Double], weights: [Double], gap: Double, unit: Double?
  ) -> [(start: Double, length: Double)] {
    let fixed = before.reduce(0, +) + after.reduce(0, +) + gap * Double(weights.count - 1)
    let free = max(end - start - fixed, 0)
    let total = weights.reduce(0, +)
    var position = start
    return weights.indices.map { index in
      let share = free * weights[index] / total
      // Terminals: whole cells. Even a figure squeezed to nothing keeps axes that have a length.
      let length = max(unit.map { (share / $0).rounded(.down) * $0 } ?? share, unit ?? 8)
      defer { position += before[index] + length + after[index] + gap }
      return (position + before[index], length)
    }
  }

  private func margins(_ draft: Draft, cellWidth: Double, cellHeight: Double) -> Margins {
    let xMarks = roughMarks(draft.panel.x, draft.x, count: 5)
    let yMarks = roughMarks(draft.panel.y, draft.y, count: 5)
    var margins = Margins()
    if draft.showsYNumbers {
      margins.left = axisThickness + (yMarks.ticks.isEmpty ? 0 : min(widest(draft.panel.y, draft.y), cellWidth * 0.35))
      if let label = text(draft.panel.y, yMarks), !metrics.isCells {
        margins.left += metrics.labelGap + metrics.height(metrics.label, lines: yLines(label, cellHeight).count)
      }
    } else {
      margins.left = axisThickness
    }
    margins.bottom = metrics.isCells ? TextMetrics.cell.height : axisThickness
    if draft.showsXNumbers {
      if !xMarks.ticks.isEmpty { margins.bottom += metrics.small }
      if text(draft.panel.x, xMarks) != nil { margins.bottom += metrics.labelGap * 0.8 + lineOfLabel }
    }
    margins.right = xMarks.ticks.isEmpty || !draft.showsXNumbers ? 0 : widest(draft.panel.x, draft.x) / 2
    if draft.showsBar {
      let marks = TickMarks.automatic(draft.colorLimits, count: 4)
      margins.right = max(
        margins.right, metrics.barGap + metrics.barWidth + axisThickness + widest(Axis(), draft.colorLimits))
      if !metrics.isCells, draft.panel.colorScale.text != nil || marks.exponent != 0 {
        margins.right += metrics.labelGap + lineOfLabel
      }
    }
    // Half a number of the y axis stands above the axes' upper end.
    margins.top = metrics.isCells ? 0 : lineOfSmall / 2
    if let title = PlainText.clean(draft.panel.title) {
      let lines = metrics.wrap(title, size: metrics.title, width: max(cellWidth - margins.left, 60))
      margins.top += metrics.height(metrics.title, lines: lines.count)
    }
    if metrics.isCells, hasLabelRow(draft) { margins.top += TextMetrics.cell.height }
    if let entries = draft.entries, draft.legendAbove {
      let legend = LegendLayout(
        entries: entries, inside: false, available: legendWidth(cellWidth, margins), metrics: metrics)
      margins.top += legend.height(metrics) + metrics.labelGap
    }
    return margins
  }

  /// In cells, labels of the y axis and of the colour bar stand upright in a row above the axes.
  private func hasLabelRow(_ draft: Draft) -> Bool {
    (draft.showsYNumbers && (draft.panel.y.label ?? draft.panel.y.unit) != nil)
      || (draft.showsBar && draft.panel.colorScale.text != nil)
  }

  private func legendWidth(_ cellWidth: Double, _ margins: Margins) -> Double {
    max(cellWidth - margins.left - margins.right - metrics.panelGap, 60)
  }

  private func yLines(_ label: String, _ cellHeight: Double) -> [String] {
    metrics.wrap(label, size: metrics.label, width: max(cellHeight - lineOfSmall, 40))
  }

  private func panel(_ draft: Draft, plot: FigureLayout.Rect, margins: Margins) -> FigureLayout.PanelLayout {
    let panel = draft.panel
    let xWidest = widest(panel.x, draft.x)
    let xMarks = roughMarks(panel.x, draft.x, count: count(plot.width, xWidest * 1.8))
    let yMarks = roughMarks(panel.y, draft.y, count: count(plot.height, lineOfSmall * (metrics.isCells ? 2.5 : 1.5)))
    var x = FigureLayout.AxisLayout(limits: draft.x, marks: xMarks, showsNumbers: draft.showsXNumbers)
    var y = FigureLayout.AxisLayout(limits: draft.y, marks: yMarks, showsNumbers: draft.showsYNumbers)
    if draft.showsXNumbers, let label = text(panel.x, xMarks) {
      let below = margins.bottom - lineOfLabel / 2
      x.label = FigureLayout.Text(
        lines: [metrics.shorten(label, size: metrics.label, width: plot.width + margins.left + margins.right)],
        x: plot.x + plot.width / 2, y: plot.bottom + below, anchor: .center, role: .label)
    }
    // Above the axes from below upwards: labels (in cells), legend, title.
    var above = plot.y - (metrics.isCells ? 0 : lineOfSmall / 2)
    let labelRow = above - TextMetrics.cell.height / 2
    if metrics.isCells, hasLabelRow(draft) { above -= TextMetrics.cell.height }
    if draft.showsYNumbers, let label = text(panel.y, yMarks) {
      y.label =
        metrics.isCells
        ? FigureLayout.Text(
          lines: [metrics.shorten(label, size: metrics.label, width: plot.width)], x: plot.x - margins.left,
          y: labelRow, anchor: .left, role: .label)
        : yLabel(label, plot: plot, margins: margins)
    }
    var legend: LegendLayout?
    if let entries = draft.entries {
      if draft.legendAbove {
        var block = LegendLayout(
          entries: entries, inside: false, available: max(plot.width, 60), metrics: metrics)
        above -= block.height(metrics) + metrics.labelGap
        block.x = plot.x
        block.y = above
        legend = block
      } else {
        legend = inside(entries, draft, plot)
      }
    }
    var title: FigureLayout.Text?
    if let text = PlainText.clean(panel.title) {
      let lines = metrics.wrap(text, size: metrics.title, width: max(plot.width + margins.right, 60))
      title = FigureLayout.Text(
        lines: lines, x: plot.x + plot.width / 2, y: above - metrics.height(metrics.title, lines: lines.count) / 2,
        anchor: .center, role: .title)
    }
    return FigureLayout.PanelLayout(
      panel: panel, plot: plot, x: x, y: y, title: title, legend: legend, colors: panel.markColors,
      colorLimits: draft.colorLimits, colorBar: draft.showsBar ? colorBar(draft, plot, labelRow, margins) : nil)
  }

  private func yLabel(_ label: String, plot: FigureLayout.Rect, margins: Margins) -> FigureLayout.Text {
    let lines = metrics.wrap(label, size: metrics.label, width: plot.height + lineOfSmall * 2)
    return FigureLayout.Text(
      lines: lines, x: plot.x - margins.left + metrics.height(metrics.label, lines: lines.count) / 2,
      y: plot.y + plot.height / 2, anchor: .center, isRotated: true, role: .label)
  }

  private func colorBar(
    _ draft: Draft, _ plot: FigureLayout.Rect, _ labelRow: Double, _ margins: Margins
  ) -> FigureLayout.ColorBar {
    let scale = draft.panel.colorScale
    let marks = TickMarks.automatic(
      draft.colorLimits, count: count(plot.height, lineOfSmall * (metrics.isCells ? 2.5 : 1.7)))
    let rect = FigureLayout.Rect(
      x: plot.right + metrics.barGap, y: plot.y, width: metrics.barWidth, height: plot.height)
    let label = text(label: PlainText.clean(scale.label), unit: PlainText.clean(scale.unit), marks).map { text in
      metrics.isCells
        ? FigureLayout.Text(
          lines: [metrics.shorten(text, size: metrics.label, width: plot.width / 2)], x: plot.right + margins.right,
          y: labelRow, anchor: .right, role: .label)
        : FigureLayout.Text(
          lines: [metrics.shorten(text, size: metrics.label, width: plot.height + lineOfSmall * 2)],
          x: rect.right + axisThickness + widest(Axis(), draft.colorLimits) + metrics.labelGap + lineOfLabel / 2,
          y: plot.y + plot.height / 2, anchor: .center, isRotated: true, role: .label)
    }
    return FigureLayout.ColorBar(rect: rect, marks: marks, label: label)
  }

  /// A list inside the axes at the first corner where it covers nothing, or nil.
  private func inside(
    _ entries: [LegendLayout.Entry], _ draft: Draft, _ plot: FigureLayout.Rect
  ) -> LegendLayout? {
    var block = LegendLayout(entries: entries, inside: true, available: plot.width * 0.6, metrics: metrics)
    let pad = metrics.isCells ? 0 : 4.0
    let blockWidth = block.width(metrics) + 2 * pad
    let blockHeight = block.height(metrics) + 2 * pad
    guard blockWidth <= plot.width * 0.6, blockHeight <= plot.height * 0.6 else { return nil }
    let occupancy = Occupancy(draft.panel, x: draft.x, y: draft.y)
    let across = [plot.width - blockWidth, 0, (plot.width - blockWidth) / 2]
    for down in [0, plot.height - blockHeight] {
      for along in across
      where occupancy.isFree(
        left: along / plot.width, right: (along + blockWidth) / plot.width,
        bottom: 1 - (down + blockHeight) / plot.height, top: 1 - down / plot.height)
      {
        block.x = plot.x + along + pad
        block.y = plot.y + down + pad
        if metrics.isCells {
          block.x = (block.x / TextMetrics.cell.width).rounded() * TextMetrics.cell.width
          block.y = (block.y / TextMetrics.cell.height).rounded() * TextMetrics.cell.height
        }
        return block
      }
    }
    return nil
  }
}
