import Tensors

/// `lower..<upper` or `lower...upper`, by `step`; an end left out is open and only an index can use it.
public struct RangeValue: Sendable, Equatable {
  public var lower: Double?
  public var upper: Double?
  public var step: Double
  /// Whether `upper` itself belongs to it (`...`).
  public var includesUpper: Bool

  /// - Precondition: the step is finite and not zero.
  public init(lower: Double?, upper: Double?, step: Double = 1, includesUpper: Bool) {
    precondition(step.isFinite && step != 0, "a range by \(step)")
    self.lower = lower
    self.upper = upper
    self.step = step
    self.includesUpper = includesUpper
  }

  /// The number of its elements, nil while an end is open; infinite ends count as `Double.infinity`.
  ///
  /// `0...1 by 0.1` has 11: a last step that misses the end by less than 1e-9 of a step reaches it.
  public var length: Double? {
    guard let lower, let upper else { return nil }
    let steps = (upper - lower) / step
    guard !steps.isNaN, steps > -1e-9 else { return 0 }
    let reached = (steps + 1e-9).rounded(.down)
    if includesUpper { return reached + 1 }
    return (steps - 1e-9).rounded(.up) > 0 ? (steps - 1e-9).rounded(.up) : 0
  }

  /// Element `index`, counted from 0.
  public func element(_ index: Int) -> Double {
    let start = lower ?? 0
    let value = start + Double(index) * step
    // The last element of a closed range is its end itself, not the end give or take a rounding.
    if includesUpper, let upper, abs(value - upper) < 1e-9 * abs(step) { return upper }
    return value
  }
}
