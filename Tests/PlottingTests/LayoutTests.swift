import Testing

@testable import Plotting

@Suite("Layout") struct LayoutTests {
  private func layout(_ figure: Figure) -> FigureLayout { LayoutBuilder(figure).layout() }

  @Test(
    "Ticks stand at round numbers within the limits",
    arguments: [
      (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0, 100, ["0", "20", "40", "60", "80", "100"]),
      (-3, 3, ["−2", "0", "2"]), (0.001, 0.0042, ["0.001", "0.002", "0.003", "0.004"]),
      (2, 2.0001, ["2.00000", "2.00002", "2.00004", "2.00006", "2.00008", "2.00010"]),
    ])
  func ticks(_ lower: Double, _ upper: Double, _ labels: [String]) {
    #expect(TickMarks.automatic(Limits(lower: lower, upper: upper), count: 5).ticks.map(\.label) == labels)
  }

  @Test("Large and small numbers share a power of ten, which the label names")
  func powers() {
    let large = TickMarks.automatic(Limits(lower: 0, upper: 400_000), count: 4)
    #expect(large.ticks.map(\.label) == ["0", "100", "200", "300", "400"] && large.exponent == 3)
    let small = TickMarks.automatic(Limits(lower: 0, upper: 4e-7), count: 4)
    #expect(small.ticks.map(\.label) == ["0", "100", "200", "300", "400"] && small.exponent == -9)
    let figure = Figure(
      Panel(x: Axis("step"), y: Axis("cost", unit: "nats"), marks: [.line(Line(x: [0, 2e5], y: [0, 4e6]))]))
    let panel = layout(figure).panels[0]
    #expect(panel.x.label?.lines == ["step (10³)"] && panel.y.label?.lines == ["cost (10⁶ nats)"])
  }

  @Test("A logarithmic axis is marked at powers of ten")
  func logarithmic() {
    let marks = TickMarks.automatic(Limits(lower: 1e-6, upper: 0.02, scale: .log), count: 8)
    #expect(marks.ticks.map(\.label) == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001", "0.01"])
  }

  @Test("Limits leave air around curves, none around cells, and none below zero where nothing is negative")
  func limits() {
    func y(_ mark: Mark) -> Limits { layout(Figure(Panel(marks: [mark]))).panels[0].y.limits }
    #expect(y(.line(Line(x: [0, 1], y: [0, 10]))) == Limits(lower: 0, upper: 10.5))
    #expect(y(.line(Line(x: [0, 1], y: [-10, 10]))) == Limits(lower: -11, upper: 11))
    #expect(y(.points(Points(x: [0], y: [0]))) == Limits(lower: -0.5, upper: 0.5))
    #expect(y(.heatMap(HeatMap(values: [1, 2, 3], rows: 3, columns: 1))) == Limits(lower: -0.5, upper: 2.5))
    #expect(y(.bars(Bars(x: [0], heights: [4]))) == Limits(lower: 0, upper: 4.2))
    #expect(y(.rule(Rule(.y, at: [99]))) == Limits(lower: 0, upper: 1))
  }

  @Test("A legend stands in a free corner, and above the axes where none is free")
  func legends() throws {
    let free = layout(Figure(Panel(marks: [.line(Line(x: [0, 1], y: [0, 1], label: "a"))]))).panels[0]
    let inside = try #require(free.legend)
    #expect(inside.isInside && inside.x < free.plot.x + free.plot.width / 2)
    let noise = (0..<400).map { Double($0 % 2) }
    let full = layout(Figure(Panel(marks: [.line(Line(x: (0..<400).map(Double.init), y: noise, label: "a"))]))).panels[
      0]
    let above = try #require(full.legend)
    #expect(!above.isInside && above.y + above.height(.page) < full.plot.y)
    #expect(full.plot.y > free.plot.y)
  }

  @Test("A heat map's legend never lies on its cells")
  func legendOfMap() throws {
    let panel = Panel(marks: [
      .heatMap(HeatMap(values: [1, 2, 3, 4], rows: 2, columns: 2)), .line(Line(x: [0, 1], y: [0, 1], label: "a")),
    ])
    #expect(try #require(layout(Figure(panel)).panels[0].legend).isInside == false)
  }

  @Test("Panels of one group have one colour scale and one bar at the end of the row")
  func sharedScale() {
    func panel(_ value: Double) -> Panel {
      Panel(marks: [.heatMap(HeatMap(values: [0, value], rows: 1, columns: 2))], colorScale: ColorScale(group: "g"))
    }
    let panels = layout(Figure(panels: [panel(1), panel(5)], columns: 2)).panels
    #expect(panels.map(\.colorLimits) == [Limits(lower: 0, upper: 5), Limits(lower: 0, upper: 5)])
    #expect(panels[0].colorBar == nil && panels[1].colorBar != nil)
  }

  @Test("Panels whose colours show values share a scale, diverging where it has both signs; others keep theirs")
  func sharedColors() {
    func map(_ values: [Double], _ map: ColorMap) -> Panel {
      Panel(
        marks: [.heatMap(HeatMap(values: values, rows: 1, columns: values.count))], colorScale: ColorScale(map: map))
    }
    let curves = Panel(marks: (0..<9).map { .line(Line(x: [0, 1], y: [0, 1], color: .scale(Double($0)))) })
    let points = Panel(marks: [.points(Points(x: [0], y: [0], values: [9]))])
    func shared(_ panels: Panel...) -> [FigureLayout.PanelLayout] {
      var figure = Figure(panels: panels, columns: panels.count)
      figure.shareColors()
      return layout(figure).panels
    }
    let panels = shared(map([1, 2], .viridis), curves, map([-3, 5], .diverging), points)
    #expect(panels.map(\.panel.colorScale.map) == [.diverging, .viridis, .diverging, .diverging])
    #expect(panels.map(\.colorLimits.upper) == [9, 8, 9, 9] && panels.map(\.colorLimits.lower) == [-9, 0, -9, -9])
    #expect(panels.map { $0.colorBar != nil } == [false, true, false, true])
    // Signs that differ only between the panels; a map that somebody chose.
    #expect(shared(map([1, 2], .viridis), map([-2, -1], .viridis))[0].panel.colorScale.map == .diverging)
    #expect(shared(map([1, 2], .viridis), map([0, 1], .ink))[0].panel.colorScale.map == .ink)
  }

  @Test("A diverging scale lies evenly about zero")
  func diverging() {
    let map = HeatMap(values: [-1, 3], rows: 1, columns: 2)
    let figure = Figure(Panel(marks: [.heatMap(map)], colorScale: ColorScale(map: .diverging)))
    #expect(layout(figure).panels[0].colorLimits == Limits(lower: -3, upper: 3))
  }

  @Test("Shared axes have common limits, and only the outermost writes numbers")
  func sharing() {
    func panel(_ top: Double) -> Panel { Panel(x: Axis("x"), marks: [.line(Line(x: [0, top], y: [0, top]))]) }
    let panels = layout(Figure(panels: [panel(1), panel(5)], columns: 1, sharesX: .shared)).panels
    #expect(panels.map(\.x.limits.upper) == [5, 5] && panels.map(\.x.showsNumbers) == [false, true])
    #expect(panels.map { $0.x.label == nil } == [true, false])
  }

  @Test(
    "Nothing overlaps: axes, bars and words keep apart, whatever the grid and however long the words",
    arguments: [1, 2, 3], ["t", String(repeating: "many long words ", count: 12)])
  func apart(_ columns: Int, _ words: String) {
    let panel = Panel(
      words, x: Axis(words), y: Axis(words, unit: "ms"),
      marks: [
        .heatMap(HeatMap(values: [-1000, 2], rows: 1, columns: 2)), .line(Line(x: [0, 1], y: [0, 0], label: words)),
      ],
      colorScale: ColorScale(label: words))
    let whole = layout(Figure(title: words, panels: Array(repeating: panel, count: 5), columns: columns))
    var boxes: [FigureLayout.Rect] = []
    func add(_ text: FigureLayout.Text?) {
      guard let text else { return }
      let size = text.role == .figureTitle ? whole.metrics.figureTitle : whole.metrics.label
      let long = text.lines.map { whole.metrics.width($0, size: size) }.max() ?? 0
      let tall = whole.metrics.height(size, lines: text.lines.count) - 3
      let (width, height) = text.isRotated ? (tall, long) : (long, tall)
      boxes.append(.init(x: text.x - width / 2, y: text.y - height / 2, width: width, height: height))
    }
    add(whole.title)
    for panel in whole.panels {
      boxes.append(panel.plot)
      if let bar = panel.colorBar { boxes.append(bar.rect) }
      add(panel.title)
      add(panel.x.label)
      if let legend = panel.legend {
        boxes.append(
          .init(x: legend.x, y: legend.y, width: legend.width(whole.metrics), height: legend.height(whole.metrics)))
      }
    }
    for (index, a) in boxes.enumerated() {
      #expect(a.y >= -0.5 && a.bottom <= whole.height + 0.5, "\(a) leaves the page")
      for b in boxes[(index + 1)...] {
        let isApart = a.right <= b.x + 0.5 || b.right <= a.x + 0.5 || a.bottom <= b.y + 0.5 || b.bottom <= a.y + 0.5
        #expect(isApart, "\(a) and \(b)")
      }
    }
  }

  @Test("Rows are sorted by their peaks")
  func peaks() {
    let values: [Double] = [0, 0, 1, /**/ 1, 0, 0, /**/ .nan, .nan, .nan, /**/ 0, 1, 0]
    #expect(HeatMap.orderByPeak(values, rows: 4, columns: 3) == [1, 3, 0, 2])
  }

  @Test("A histogram counts every finite value once")
  func histogram() {
    let histogram = Histogram(of: [0, 0.5, 1, 1, .nan, .infinity], bins: 2)
    #expect(histogram.edges == [0, 0.5, 1] && histogram.counts == [1, 3])
    #expect(Histogram(of: []).counts == [0])
    #expect(Histogram(of: [2, 2]).counts.reduce(0, +) == 2)
  }

  @Test(
    "Values too close for bins between them, and some very far from the rest, are counted all the same",
    arguments: [
      [0, 5e-324], [1, 1.0.nextUp], [1e17, 1e17], [-1e299, 1e299], [0, 1e-20, 2e-20, 3e-20, 1e6], [0, 1e-310, 1],
    ]
      as [[Double]])
  func closeValues(_ values: [Double]) {
    for bins in [nil, 1, 10, 10_000] {
      let histogram = Histogram(of: values, bins: bins)
      #expect(histogram.counts.reduce(0, +) == Double(values.count))
      #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("Thinning keeps a curve's extremes and its ends")
  func thinning() throws {
    let count = 200_000
    var y = [Double](repeating: 0, count: count)
    y[12_345] = 7
    y[150_000] = -3
    let whole = layout(Figure(Panel(marks: [.line(Line(x: (0..<count).map(Double.init), y: y))])))
    guard case .line(let line) = whole.thinned().panels[0].panel.marks[0] else {
      Issue.record("a line became something else")
      return
    }
    #expect(line.x.count < 10_000 && line.y.max() == 7 && line.y.min() == -3)
    #expect(line.x.first == 0 && line.x.last == Double(count - 1))
  }

  @Test("A colour map runs through its anchors and does not leave its ends")
  func colorMap() {
    #expect(ColorMap.viridis.color(at: 0) == RGB(0x440154) && ColorMap.viridis.color(at: 1) == RGB(0xFDE725))
    #expect(ColorMap.viridis.color(at: 0.5) == RGB(0x21918C))
    #expect(ColorMap.viridis.color(at: 7) == RGB(0xFDE725) && ColorMap.viridis.color(at: .nan) == RGB(0x440154))
    #expect(ColorMap.ink.color(at: 0, on: .dark) == RGB(0x000000))
  }
}
