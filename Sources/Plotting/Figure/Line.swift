/// A curve through points, in their order. A point with NaN breaks it.
public struct Line: Sendable, Equatable {
  public enum Form: Sendable {
    case straight
    /// Each value holds until the next x.
    case step
  }

  public enum Dash: Sendable { case solid, dashed, dotted }

  public var x, y: [Double]
  public var form: Form
  /// nil takes the next categorical colour of the panel.
  public var color: Color?
  /// Stroke width in points.
  public var width: Double
  public var dash: Dash
  public var opacity: Double
  /// Its name in the legend; marks of the same name share one entry.
  public var label: String?

  /// - Precondition: as many `x` as `y`.
  public init(
    x: [Double], y: [Double], form: Form = .straight, color: Color? = nil, width: Double = 1.6, dash: Dash = .solid,
    opacity: Double = 1, label: String? = nil
  ) {
    precondition(x.count == y.count, "\(x.count) x for \(y.count) y")
    self.x = x
    self.y = y
    self.form = form
    self.color = color
    self.width = width
    self.dash = dash
    self.opacity = opacity
    self.label = label
  }
}
