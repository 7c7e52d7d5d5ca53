/// Bars from zero, one for each position.
public struct Bars: Sendable, Equatable {
  public var x, heights: [Double]
  /// Width of a bar, on the x axis.
  public var width: Double
  public var color: Color?
  public var opacity: Double
  public var label: String?

  /// - Precondition: as many `x` as `heights`.
  public init(
    x: [Double], heights: [Double], width: Double = 0.8, color: Color? = nil, opacity: Double = 1, label: String? = nil
  ) {
    precondition(x.count == heights.count, "\(x.count) x for \(heights.count) heights")
    self.x = x
    self.heights = heights
    self.width = width
    self.color = color
    self.opacity = opacity
    self.label = label
  }
}
