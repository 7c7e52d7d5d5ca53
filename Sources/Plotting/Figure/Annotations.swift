/// Which axis a rule or span is a statement about.
public enum Direction: Sendable { case x, y }

/// Straight lines across the panel at positions of one axis. They do not widen its limits.
public struct Rule: Sendable, Equatable {
  public var direction: Direction
  public var positions: [Double]
  public var color: Color
  public var width: Double
  public var dash: Line.Dash
  public var label: String?

  public init(
    _ direction: Direction, at positions: [Double], color: Color = .muted, width: Double = 1.2,
    dash: Line.Dash = .dashed, label: String? = nil
  ) {
    self.direction = direction
    self.positions = positions
    self.color = color
    self.width = width
    self.dash = dash
    self.label = label
  }
}

/// Shaded stretches of one axis, behind everything else. They do not widen its limits.
public struct Span: Sendable, Equatable {
  public var direction: Direction
  public var ranges: [ClosedRange<Double>]
  public var color: Color
  public var opacity: Double
  public var label: String?

  public init(
    _ direction: Direction, _ ranges: [ClosedRange<Double>], color: Color = .muted, opacity: Double = 0.2,
    label: String? = nil
  ) {
    self.direction = direction
    self.ranges = ranges
    self.color = color
    self.opacity = opacity
    self.label = label
  }
}

/// A few words at a place of the panel. They do not widen its limits.
public struct Note: Sendable, Equatable {
  public enum Anchor: Sendable { case left, center, right }

  /// Coordinates of the axes, or fractions of the panel from its lower left corner.
  public enum Place: Sendable, Equatable {
    case data(x: Double, y: Double)
    case panel(x: Double, y: Double)
  }

  public var text: String
  public var place: Place
  public var anchor: Anchor
  public var color: Color

  public init(_ text: String, at place: Place, anchor: Anchor = .left, color: Color = .foreground) {
    self.text = text
    self.place = place
    self.anchor = anchor
    self.color = color
  }
}
