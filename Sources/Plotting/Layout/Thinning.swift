/// Leaves out what no page can show: of curves and clouds with far more points than there are places for them, what
/// would be drawn on top of its equals. Scripts for editing keep everything.
extension FigureLayout {
  func thinned() -> FigureLayout {
    var layout = self
    for index in layout.panels.indices {
      let panel = layout.panels[index]
      layout.panels[index].panel.marks = panel.panel.marks.map { Thinning(panel).thin($0) }
    }
    return layout
  }
}

struct Thinning {
  /// Places a point of the page is divided into, each way: the pixels of a fine screen.
  private static let fineness = 2.0
  private let x, y: Limits
  private let columns, rows: Int

  init(_ panel: FigureLayout.PanelLayout) {
    x = panel.x.limits
    y = panel.y.limits
    columns = max(1, Int(panel.plot.width * Self.fineness))
    rows = max(1, Int(panel.plot.height * Self.fineness))
  }

  func thin(_ mark: Mark) -> Mark {
    switch mark {
    case .line(let line) where line.form == .straight && line.x.count > 8 * columns: .line(thin(line))
    case .points(let points) where points.x.count > 20_000: .points(thin(points))
    case .raster(let raster) where raster.rows.reduce(0, { $0 + $1.count }) > 50_000: .raster(thin(raster))
    case .heatMap(let map): .heatMap(thin(map))
    default: mark
    }
  }

  private func column(_ value: Double) -> Int? {
    let fraction = x.fraction(value)
    return fraction >= -0.01 && fraction <= 1.01 ? Int(fraction * Double(columns)) : nil
  }

  /// Of all points of a curve in one column of places, the first, the least, the greatest and the last. Only where x
  /// never goes back, which is where columns are stretches of the curve.
  private func thin(_ line: Line) -> Line {
    guard zip(line.x, line.x.dropFirst()).allSatisfy({ $0 <= $1 }) else { return line }
    var thinned = line
    thinned.x = []
    thinned.y = []
    var start = 0
    while start < line.x.count {
      let place = column(line.x[start])
      var end = start
      while end < line.x.count, column(line.x[end]) == place, line.y[end].isFinite { end += 1 }
      if end == start { end += 1 }
      var kept = [start, end - 1]
      if let least = (start..<end).min(by: { line.y[$0] < line.y[$1] }) { kept.append(least) }
      if let greatest = (start..<end).max(by: { line.y[$0] < line.y[$1] }) { kept.append(greatest) }
      for index in Set(kept).sorted() {
        thinned.x.append(line.x[index])
        thinned.y.append(line.y[index])
      }
      start = end
    }
    return thinned
  }

  /// One point a place; of several the last, which is the one on top.
  private func thin(_ points: Points) -> Points {
    var kept: [Int: Int] = [:]
    for index in points.x.indices {
      let up = y.fraction(points.y[index])
      guard let column = column(points.x[index]), up >= -0.01, up <= 1.01 else { continue }
      kept[column * rows * 2 + Int(up * Double(rows)) + rows / 2] = index
    }
    var thinned = points
    let order = kept.values.sorted()
    thinned.x = order.map { points.x[$0] }
    thinned.y = order.map { points.y[$0] }
    thinned.values = points.values.map { values in order.map { values[$0] } }
    return thinned
  }

  private func thin(_ raster: Raster) -> Raster {
    var thinned = raster
    thinned.rows = raster.rows.map { times in
      var seen = [Bool](repeating: false, count: columns + 1)
      return times.filter { time in
        guard let column = column(time), seen.indices.contains(column), !seen[column] else { return false }
        seen[column] = true
        return true
      }
    }
    return thinned
  }

  /// Cells joined to blocks by their mean, where there are more of them than places.
  private func thin(_ map: HeatMap) -> HeatMap {
    let across = max(1, map.columns / columns)
    let down = max(1, map.drawnRows / rows)
    guard across > 1 || down > 1 else { return map }
    let (newRows, newColumns) = ((map.drawnRows + down - 1) / down, (map.columns + across - 1) / across)
    var sums = [Double](repeating: 0, count: newRows * newColumns)
    var counts = sums
    for place in 0..<map.drawnRows {
      let row = map.row(at: place)
      for column in 0..<map.columns where row[row.startIndex + column].isFinite {
        sums[place / down * newColumns + column / across] += row[row.startIndex + column]
        counts[place / down * newColumns + column / across] += 1
      }
    }
    func centers(_ old: HeatMap.Centers, _ block: Int) -> HeatMap.Centers {
      HeatMap.Centers(first: old.first + old.step * Double(block - 1) / 2, step: old.step * Double(block))
    }
    return HeatMap(
      values: zip(sums, counts).map { $1 == 0 ? .nan : $0 / $1 }, rows: newRows, columns: newColumns,
      x: centers(map.x, across), y: centers(map.y, down))
  }
}
