/// One pair of axes with its marks.
public struct Panel: Sendable, Equatable {
  public enum Legend: Sendable, Equatable {
    /// Inside where it covers no data, else above the axes; none where no mark has a name.
    case automatic
    case above
    case none
  }

  public var title: String?
  public var x, y: Axis
  public var marks: [Mark]
  public var colorScale: ColorScale
  public var legend: Legend

  public init(
    _ title: String? = nil, x: Axis = Axis(), y: Axis = Axis(), marks: [Mark] = [],
    colorScale: ColorScale = ColorScale(), legend: Legend = .automatic
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
    self.colorScale = colorScale
    self.legend = legend
  }

  /// Values that the panel's colour scale has to span.
  var scaledValues: [Double] {
    marks.flatMap { mark -> [Double] in
      switch mark {
      case .heatMap(let map):
        guard let order = map.order else { return map.values }
        return order.count == map.rows ? map.values : order.indices.flatMap { map.row(at: $0) }
      case .points(let points): return points.values ?? []
      default:
        if case .scale(let value)? = mark.color { return [value] }
        return []
      }
    }
  }

  var hasHeatMap: Bool { marks.contains { if case .heatMap = $0 { true } else { false } } }

  /// Whether colours show values: those of a heat map's cells, or of points.
  var showsValues: Bool {
    marks.contains { mark in
      switch mark {
      case .heatMap: true
      case .points(let points): points.values != nil
      default: false
      }
    }
  }

  var usesColorScale: Bool {
    showsValues || marks.contains { if case .scale? = $0.color { true } else { false } }
  }

  /// The colour of every mark; those without one take the palette's in turn, marks of one name the same.
  var markColors: [Color] {
    var next = 0
    var byLabel: [String: Color] = [:]
    return marks.map { mark in
      if let color = mark.color { return color }
      if let label = mark.label, let color = byLabel[label] { return color }
      defer { next += 1 }
      if let label = mark.label { byLabel[label] = .category(next) }
      return .category(next)
    }
  }
}
