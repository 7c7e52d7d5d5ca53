/// Which numbers an observation can be. A likelihood states its own; data are checked against it.
public enum ObservationDomain: Sendable, Equatable {
  /// Whole numbers from 0 up, below ``countLimit``.
  case counts
  /// Finite numbers.
  case reals
  /// 0, or finite numbers above this one.
  case zeroOrAbove(Float)

  /// Counts are below this: what reaches it stands for something missing.
  public static let countLimit: Float = 0x1p31

  /// Whether `value` can have been observed. Not a number never can.
  public func contains(_ value: Float) -> Bool {
    switch self {
    case .counts: value >= 0 && value < Self.countLimit && value == value.rounded(.towardZero)
    case .reals: value.isFinite
    case .zeroOrAbove(let bound): (value == 0 || value > bound) && value.isFinite
    }
  }
}
