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

  public var text: String
  /// Its place in the coordinates of the axes.
  public var x, y: Double
  public var anchor: Anchor
  public var color: Color

  public init(_ text: String, x: Double, y: Double, anchor: Anchor = .left, color: Color = .foreground) {
    self.text = text
    self.x = x
    self.y = y
    self.anchor = anchor
    self.color = color
  }
}
