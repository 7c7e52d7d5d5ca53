/// Unconnected points. One with NaN is not drawn.
public struct Points: Sendable, Equatable {
  public enum Symbol: Sendable, CaseIterable { case disc, circle, square, triangle, diamond, cross }

  public var x, y: [Double]
  /// A value for each point, coloured by the panel's colour scale; overrides `color`.
  public var values: [Double]?
  public var symbol: Symbol
  /// Diameter in points.
  public var size: Double
  public var color: Color?
  public var opacity: Double
  public var label: String?

  /// - Precondition: as many `x` as `y`, and as `values` where given.
  public init(
    x: [Double], y: [Double], values: [Double]? = nil, symbol: Symbol = .disc, size: Double = 5, color: Color? = nil,
    opacity: Double = 1, label: String? = nil
  ) {
    precondition(x.count == y.count, "\(x.count) x for \(y.count) y")
    precondition(values.map { $0.count == x.count } ?? true, "\(values?.count ?? 0) values for \(x.count) points")
    self.x = x
    self.y = y
    self.values = values
    self.symbol = symbol
    self.size = size
    self.color = color
    self.opacity = opacity
    self.label = label
  }
}
