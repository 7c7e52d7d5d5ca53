/// How the values of a panel's heat maps and coloured points become colours, and the bar that says so.
public struct ColorScale: Sendable, Hashable {
  public var map: ColorMap
  /// Values drawn in the first and the last colour; nil takes them from the data. Beyond them the end colours stay.
  public var lower, upper: Double?
  public var label: String?
  public var unit: String?
  /// Panels that name the same group have one scale: common limits, and one bar at the end of each row of panels.
  public var group: String?
  public var showsBar: Bool

  public init(
    map: ColorMap = .viridis, lower: Double? = nil, upper: Double? = nil, label: String? = nil, unit: String? = nil,
    group: String? = nil, showsBar: Bool = true
  ) {
    self.map = map
    self.lower = lower
    self.upper = upper
    self.label = label
    self.unit = unit
    self.group = group
    self.showsBar = showsBar
  }

  var text: String? { Axis.text(label: label, unit: unit) }
}
