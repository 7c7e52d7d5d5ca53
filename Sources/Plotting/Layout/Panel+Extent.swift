extension Panel {
  /// What the marks occupy along one axis.
  func extent(_ direction: Direction) -> Extent {
    let positive = (direction == .x ? x : y).scale == .log
    var extent = Extent()
    func include(_ values: [Double], _ padding: Extent.Padding) {
      extent.include(values, padding, positiveOnly: positive)
    }
    for mark in marks {
      switch (mark, direction) {
      case (.line(let line), .x): include(line.x, .none)
      case (.line(let line), .y): include(line.y, .aboveZero)
      case (.points(let points), .x): include(points.x, .both)
      case (.points(let points), .y): include(points.y, .both)
      case (.raster(let raster), .x): for row in raster.rows { include(row, .none) }
      case (.raster(let raster), .y):
        if !raster.rows.isEmpty {
          include([raster.firstRow - 0.5, raster.firstRow + Double(raster.rows.count) - 0.5], .none)
        }
      case (.heatMap(let map), .x): include(map.x.edges(map.columns), .none)
      case (.heatMap(let map), .y): include(map.y.edges(map.drawnRows), .none)
      case (.histogram(let histogram), .x): include(histogram.edges, .none)
      case (.histogram(let histogram), .y): include([0] + histogram.counts, .aboveZero)
      case (.bars(let bars), .x):
        include(bars.x.map { $0 - bars.width * 0.625 } + bars.x.map { $0 + bars.width * 0.625 }, .none)
      case (.bars(let bars), .y): include([0] + bars.heights, .aboveZero)
      case (.band(let band), .x): include(band.x, .none)
      case (.band(let band), .y): include(band.lower + band.upper + (band.middle ?? []), .aboveZero)
      case (.rule, _), (.span, _), (.note, _): break
      }
    }
    return extent
  }
}

extension HeatMap.Centers {
  /// Where `count` cells begin and end.
  func edges(_ count: Int) -> [Double] {
    count == 0 ? [] : [first - 0.5 * step, first + (Double(count) - 0.5) * step]
  }
}
