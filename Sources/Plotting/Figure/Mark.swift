/// What is drawn in a panel. Marks are drawn in the order given, except that spans and heat maps come first.
public enum Mark: Sendable, Equatable {
  case line(Line)
  case points(Points)
  case raster(Raster)
  case heatMap(HeatMap)
  case histogram(Histogram)
  case bars(Bars)
  case band(Band)
  case rule(Rule)
  case span(Span)
  case note(Note)

  /// Its name in the legend.
  public var label: String? {
    switch self {
    case .line(let mark): mark.label
    case .points(let mark): mark.label
    case .raster(let mark): mark.label
    case .histogram(let mark): mark.label
    case .bars(let mark): mark.label
    case .band(let mark): mark.label
    case .rule(let mark): mark.label
    case .span(let mark): mark.label
    case .heatMap, .note: nil
    }
  }

  /// The colour asked for; nil is the panel's next category. Heat maps have only the colour scale's.
  var color: Color? {
    switch self {
    case .line(let mark): mark.color
    case .points(let mark): mark.values == nil ? mark.color : .foreground
    case .raster(let mark): mark.color
    case .histogram(let mark): mark.color
    case .bars(let mark): mark.color
    case .band(let mark): mark.color
    case .rule(let mark): mark.color
    case .span(let mark): mark.color
    case .note(let mark): mark.color
    case .heatMap: .foreground
    }
  }

  /// Place in the drawing order of layers; the lowest is behind all others.
  var layer: Int {
    switch self {
    case .span: 0
    case .heatMap: 1
    case .note: 3
    default: 2
    }
  }
}
