/// Which parts of a panel's axes are covered by data, on a coarse grid: what a legend must keep clear of.
struct Occupancy {
  static let columns = 60
  static let rows = 40
  private var taken = [Bool](repeating: false, count: columns * rows)
  private let x, y: Limits

  init(_ panel: Panel, x: Limits, y: Limits) {
    self.x = x
    self.y = y
    for mark in panel.marks { add(mark) }
  }

  private mutating func add(_ mark: Mark) {
    switch mark {
    case .heatMap: taken = taken.map { _ in true }
    case .line(let line): trace(line.x, line.y, isStep: line.form == .step)
    case .points(let points): for index in points.x.indices { dot(points.x[index], points.y[index]) }
    case .raster(let raster):
      for (row, times) in raster.rows.enumerated() { for time in times { dot(time, raster.firstRow + Double(row)) } }
    case .histogram(let histogram):
      for (index, count) in histogram.counts.enumerated() {
        fill(histogram.edges[index]...histogram.edges[index + 1], 0, count)
      }
    case .bars(let bars):
      for (center, height) in zip(bars.x, bars.heights) where center.isFinite {
        fill((center - bars.width / 2)...(center + bars.width / 2), 0, height)
      }
    case .band(let band):
      for index in band.x.indices.dropFirst() where min(band.x[index - 1], band.x[index]).isFinite {
        let range = min(band.x[index - 1], band.x[index])...max(band.x[index - 1], band.x[index])
        fill(range, min(band.lower[index - 1], band.lower[index]), max(band.upper[index - 1], band.upper[index]))
      }
    case .rule(let rule):
      for position in rule.positions {
        switch rule.direction {
        case .x: trace([position, position], [y.lower, y.upper], isStep: false)
        case .y: trace([x.lower, x.upper], [position, position], isStep: false)
        }
      }
    case .note(let note):
      // Its width is not known here; room for a few words beside its place will do.
      let (fx, fy) = (x.fraction(note.x), y.fraction(note.y))
      for step in stride(from: 0, to: 0.3, by: 1 / Double(Self.columns)) {
        take(fx + (note.anchor == .left ? step : note.anchor == .right ? -step : step - 0.15), fy)
      }
    // Spans are pale and behind everything: text on them can be read.
    case .span: break
    }
  }

  private mutating func take(_ fx: Double, _ fy: Double) {
    guard fx >= -0.001, fx <= 1.001, fy >= -0.001, fy <= 1.001 else { return }
    let column = max(0, min(Self.columns - 1, Int(fx * Double(Self.columns))))
    let row = max(0, min(Self.rows - 1, Int(fy * Double(Self.rows))))
    taken[row * Self.columns + column] = true
  }

  private mutating func dot(_ px: Double, _ py: Double) { take(x.fraction(px), y.fraction(py)) }

  private mutating func trace(_ xs: [Double], _ ys: [Double], isStep: Bool) {
    var last: (Double, Double)?
    for (px, py) in zip(xs, ys) {
      let here = (x.fraction(px), y.fraction(py))
      guard here.0.isFinite, here.1.isFinite else {
        last = nil
        continue
      }
      if let from = last {
        if isStep {
          segment(from, (here.0, from.1))
          segment((here.0, from.1), here)
        } else {
          segment(from, here)
        }
      } else {
        take(here.0, here.1)
      }
      last = here
    }
  }

  private mutating func segment(_ a: (Double, Double), _ b: (Double, Double)) {
    let reach = max(abs(b.0 - a.0) * Double(Self.columns), abs(b.1 - a.1) * Double(Self.rows))
    let steps = max(1, Int(min(reach, 400) * 2))
    for step in 0...steps {
      let t = Double(step) / Double(steps)
      take(a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
    }
  }

  private mutating func fill(_ range: ClosedRange<Double>, _ low: Double, _ high: Double) {
    let left = x.fraction(range.lowerBound)
    let right = x.fraction(range.upperBound)
    // On a logarithmic axis a bar's foot is below every limit.
    let foot = y.scale == .log && low <= 0 ? 0 : y.fraction(low)
    let top = y.fraction(high)
    guard left.isFinite, right.isFinite, foot.isFinite, top.isFinite else { return }
    func clipped(_ value: Double) -> Double { max(0, min(1, value)) }
    for fx in stride(
      from: clipped(min(left, right)), through: clipped(max(left, right)), by: 0.5 / Double(Self.columns))
    {
      for fy in stride(from: clipped(min(foot, top)), through: clipped(max(foot, top)), by: 0.5 / Double(Self.rows)) {
        take(fx, fy)
      }
    }
  }

  /// Whether a box, given by fractions of the axes from the lower left corner, covers nothing.
  func isFree(left: Double, right: Double, bottom: Double, top: Double) -> Bool {
    let columns = max(0, Int(left * Double(Self.columns)))...min(Self.columns - 1, Int(right * Double(Self.columns)))
    let rows = max(0, Int(bottom * Double(Self.rows)))...min(Self.rows - 1, Int(top * Double(Self.rows)))
    return !rows.contains { row in columns.contains { taken[row * Self.columns + $0] } }
  }
}
