/// A shaded stretch between two curves, such as a mean ± its spread, with the middle drawn where it is given.
public struct Band: Sendable, Equatable {
  public var x, lower, upper: [Double]
  public var middle: [Double]?
  public var color: Color?
  /// Opacity of the shade.
  public var opacity: Double
  public var dash: Line.Dash
  public var label: String?

  /// - Precondition: all as long as `x`.
  public init(
    x: [Double], lower: [Double], upper: [Double], middle: [Double]? = nil, color: Color? = nil, opacity: Double = 0.25,
    dash: Line.Dash = .solid, label: String? = nil
  ) {
    precondition(
      x.count == lower.count && x.count == upper.count && (middle.map { $0.count == x.count } ?? true),
      "a band of \(x.count) places with \(lower.count) lower, \(upper.count) upper, \(middle?.count ?? x.count) middle")
    self.x = x
    self.lower = lower
    self.upper = upper
    self.middle = middle
    self.color = color
    self.opacity = opacity
    self.dash = dash
    self.label = label
  }

  /// `middle ± spread`.
  public init(
    x: [Double], middle: [Double], spread: [Double], color: Color? = nil, opacity: Double = 0.25,
    dash: Line.Dash = .solid, label: String? = nil
  ) {
    precondition(middle.count == spread.count, "\(spread.count) spreads for \(middle.count) means")
    self.init(
      x: x, lower: zip(middle, spread).map { $0 - $1 }, upper: zip(middle, spread).map { $0 + $1 }, middle: middle,
      color: color, opacity: opacity, dash: dash, label: label)
  }
}
