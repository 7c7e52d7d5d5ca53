/// One axis of a panel: what it says and what part of the numbers it shows.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable { case linear, log }

  public enum Ticks: Sendable, Equatable {
    /// At round numbers, as many as there is room for.
    case automatic
    case none
    case at([Tick])
  }

  public struct Tick: Sendable, Equatable {
    public var value: Double
    public var label: String

    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  public var label: String?
  /// `ms`, `spikes/s`, …; shown in parentheses after the label.
  public var unit: String?
  /// Limits; nil takes them from the data.
  public var lower, upper: Double?
  public var scale: Scale
  public var ticks: Ticks
  /// Whether numbers grow downwards (or leftwards).
  public var isReversed: Bool

  public init(
    _ label: String? = nil, unit: String? = nil, lower: Double? = nil, upper: Double? = nil, scale: Scale = .linear,
    ticks: Ticks = .automatic, isReversed: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.lower = lower
    self.upper = upper
    self.scale = scale
    self.ticks = ticks
    self.isReversed = isReversed
  }

  /// `label (unit)`, or what there is of it.
  static func text(label: String?, unit: String?) -> String? {
    switch (label, unit) {
    case (nil, nil): nil
    case (let label?, nil): label
    case (nil, let unit?): unit
    case (let label?, let unit?): "\(label) (\(unit))"
    }
  }
}
