import Tensors

/// The numbers that are allowed somewhere: a parameter, a quantile.
public struct NumberDomain: Sendable, Equatable {
  public var lower: Double
  public var upper: Double
  /// Whether the ends themselves are refused.
  public var excludesLower: Bool
  public var excludesUpper: Bool

  public init(
    from lower: Double = -.infinity, through upper: Double = .infinity, excludesLower: Bool = false,
    excludesUpper: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.excludesLower = excludesLower
    self.excludesUpper = excludesUpper
  }

  public static let all = NumberDomain()
  /// 0 and above.
  public static let nonNegative = NumberDomain(from: 0)
  /// Above 0.
  public static let positive = NumberDomain(from: 0, excludesLower: true)
  /// 0…1, a probability or share.
  public static let fraction = NumberDomain(from: 0, through: 1)
  /// 1 and above: a size or count of something that must exist.
  public static let atLeastOne = NumberDomain(from: 1)

  public static func within(_ range: ClosedRange<Double>) -> NumberDomain {
    NumberDomain(from: range.lowerBound, through: range.upperBound)
  }

  public func contains(_ value: Double) -> Bool {
    (excludesLower ? value > lower : value >= lower) && (excludesUpper ? value < upper : value <= upper)
  }

  /// `at least 0`, `between 0 and 1`, `greater than 0`; nil when every number is in it.
  public var description: String? {
    switch (lower > -.infinity, upper < .infinity) {
    case (false, false): return nil
    case (true, false): return (excludesLower ? "greater than " : "at least ") + NumberText.shortest(lower)
    case (false, true): return (excludesUpper ? "less than " : "at most ") + NumberText.shortest(upper)
    case (true, true):
      let ends = "between \(NumberText.shortest(lower)) and \(NumberText.shortest(upper))"
      switch (excludesLower, excludesUpper) {
      case (false, false): return ends
      case (true, true): return ends + ", both excluded"
      case (true, false): return ends + ", \(NumberText.shortest(lower)) excluded"
      case (false, true): return ends + ", \(NumberText.shortest(upper)) excluded"
      }
    }
  }
}

extension NumberDomain {
  /// A percentage where a share is wanted, milliseconds where seconds are: what the number would be on the right scale.
  public func scaleHint(_ number: Double, unit: String? = nil) -> String? {
    if unit == nil, upper <= 1, number > 1, number <= 100, contains(number / 100) {
      return "it is a share, not a percentage: did you mean \(NumberText.shortest(number / 100))?"
    }
    if unit == "s", contains(number / 1000) {
      return "it is in seconds, not milliseconds: did you mean \(NumberText.shortest(number / 1000))?"
    }
    return nil
  }

  /// The whole numbers beside one that is none, as what to write instead.
  static func wholeHints(_ number: Double) -> [String] {
    let near = [number.rounded(.down), number.rounded(.up)].map(NumberText.shortest)
    return near[0] != near[1] ? ["write \(near[0]) or \(near[1])"] : []
  }
}
