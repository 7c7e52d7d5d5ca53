import Glibc

/// The part of an axis that is shown.
struct Limits: Equatable {
  var lower, upper: Double
  var scale: Axis.Scale = .linear
  var isReversed = false

  var span: Double { upper - lower }

  /// Where a value lies between lower (0) and upper (1), or the other way round on a reversed axis.
  func fraction(_ value: Double) -> Double {
    let along =
      switch scale {
      case .linear: (value - lower) / span
      case .log: (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
      }
    return isReversed ? 1 - along : along
  }

  func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

  /// Whether single floats between the limits would stand visibly apart from what they round: far from 0 for so short
  /// a span, or nearer to 0 than they can be.
  var needsDoubles: Bool {
    // The small end of a logarithmic axis stands as far apart as its large one.
    let magnitude = max(abs(lower), abs(upper)), smallest = scale == .log ? lower : magnitude
    return span < 1e-3 * magnitude || smallest < Double(Float.leastNormalMagnitude)
  }
}

/// What the marks of a panel occupy along one axis, before it is rounded to limits.
///
/// Marks that fill cells (heat maps, rasters) end where their cells end. Curves and bars get some air, but none below
/// zero where nothing is negative; points get air everywhere, or they would be cut by the axis.
struct Extent {
  private var tight: ClosedRange<Double>?
  private var airy: ClosedRange<Double>?
  private var floating: ClosedRange<Double>?

  enum Padding { case none, aboveZero, both }

  mutating func include(_ values: some Sequence<Double>, _ padding: Padding, positiveOnly: Bool) {
    var low = Double.infinity
    var high = -Double.infinity
    // Beyond this a span of limits would overflow, here and in gnuplot.
    for value in values where abs(value) < 1e300 && (!positiveOnly || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return }
    switch padding {
    case .none: tight = Self.union(tight, low...high)
    case .aboveZero: airy = Self.union(airy, low...high)
    case .both: floating = Self.union(floating, low...high)
    }
  }

  static func union(_ a: ClosedRange<Double>?, _ b: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard let a else { return b }
    guard let b else { return a }
    return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }

  /// The limits of an axis: its own where given, else those of the data with air around them.
  func limits(for axis: Axis) -> Limits {
    let isLog = axis.scale == .log
    func padded(_ range: ClosedRange<Double>?, clampsAtZero: Bool) -> ClosedRange<Double>? {
      guard let range else { return nil }
      if isLog { return range.lowerBound / 1.25...range.upperBound * 1.25 }
      let air = 0.05 * (range.upperBound - range.lowerBound)
      let low = range.lowerBound - air
      return (clampsAtZero && range.lowerBound >= 0 ? max(low, 0) : low)...range.upperBound + air
    }
    let data = Self.union(
      tight, Self.union(padded(airy, clampsAtZero: true), padded(floating, clampsAtZero: false)))
    let fallback = isLog ? 1.0...10.0 : 0.0...1.0
    var lower = usable(axis.lower, isLog) ?? data?.lowerBound
    var upper = usable(axis.upper, isLog) ?? data?.upperBound
    // One end given and the data on its other side: the given one counts.
    if let low = lower, let high = upper, low > high {
      if axis.lower != nil, axis.upper == nil {
        upper = nil
      } else if axis.upper != nil, axis.lower == nil {
        lower = nil
      }
    }
    var low = lower ?? upper.map { isLog ? $0 / 10 : $0 - 1 } ?? fallback.lowerBound
    var high = upper ?? (lower == nil ? fallback.upperBound : isLog ? low * 10 : low + 1)
    if low > high { swap(&low, &high) }
    if isLog, low == high { (low, high) = (low / 2, high * 2) }
    // A span that rounding makes vanish has no ticks: open it around its value.
    if !isLog, high - low <= 1e-9 * max(abs(low), abs(high)) {
      let half = max(abs(low) * 0.05, 0.5)
      (low, high) = (low - half, high + half)
    }
    return Limits(lower: low, upper: high, scale: axis.scale, isReversed: axis.isReversed)
  }

  private func usable(_ value: Double?, _ isLog: Bool) -> Double? {
    guard let value, abs(value) < 1e300, !isLog || value > 0 else { return nil }
    return value
  }
}
