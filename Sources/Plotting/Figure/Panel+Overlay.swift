extension Panel {
  /// The marks of several panels on one pair of axes. Words are those of the first panel that has them, limits the
  /// widest; categorical colours go on from one panel to the next, so that equal colours do not meet.
  ///
  /// - Precondition: at least one panel.
  public static func overlaid(_ panels: [Panel]) -> Panel {
    precondition(!panels.isEmpty, "no panels to lay over each other")
    var result = panels[0]
    result.marks = []
    var next = 0
    for panel in panels {
      let colors = panel.markColors
      let marks = zip(panel.marks, colors).map { mark, color in
        if case .category(let index) = color { mark.colored(.category(index + next)) } else { mark }
      }
      next += 1 + (colors.compactMap { if case .category(let index) = $0 { index } else { nil } }.max() ?? -1)
      // Asked before the marks are added: the scale is that of the first panel that uses one.
      if panel.usesColorScale, !result.usesColorScale || result.colorScale.label == nil {
        result.colorScale = panel.colorScale
      }
      result.marks += marks
      result.title = result.title ?? panel.title
      result.x = result.x.completed(by: panel.x)
      result.y = result.y.completed(by: panel.y)
    }
    return result
  }
}

extension Axis {
  /// What it does not say itself taken from another; limits that both give are widened.
  fileprivate func completed(by other: Axis) -> Axis {
    var axis = self
    if axis.label == nil, axis.unit == nil { (axis.label, axis.unit) = (other.label, other.unit) }
    if let lower = axis.lower, let more = other.lower { axis.lower = min(lower, more) }
    if let upper = axis.upper, let more = other.upper { axis.upper = max(upper, more) }
    return axis
  }
}

extension Mark {
  /// The same in another colour; heat maps and points with values keep their scale.
  func colored(_ color: Color) -> Mark {
    switch self {
    case .line(var mark):
      mark.color = color
      return .line(mark)
    case .points(var mark):
      mark.color = color
      return .points(mark)
    case .raster(var mark):
      mark.color = color
      return .raster(mark)
    case .histogram(var mark):
      mark.color = color
      return .histogram(mark)
    case .bars(var mark):
      mark.color = color
      return .bars(mark)
    case .band(var mark):
      mark.color = color
      return .band(mark)
    case .rule(var mark):
      mark.color = color
      return .rule(mark)
    case .span(var mark):
      mark.color = color
      return .span(mark)
    case .note(var mark):
      mark.color = color
      return .note(mark)
    case .heatMap: return self
    }
  }
}
