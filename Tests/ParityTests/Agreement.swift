/// How far numbers are from the reference's.
struct Agreement {
  /// The largest |a − b| of an array relative to the largest |b|; both empty or all zero agree exactly.
  static func relative(_ ours: [Float], _ reference: [Float]) -> Double {
    guard ours.count == reference.count else { return .infinity }
    var difference = 0.0, magnitude = 0.0
    for (a, b) in zip(ours, reference) {
      guard a.isFinite else { return .infinity }
      difference = max(difference, abs(Double(a) - Double(b)))
      magnitude = max(magnitude, abs(Double(b)))
    }
    return magnitude == 0 ? (difference == 0 ? 0 : difference) : difference / magnitude
  }

  static func relative(_ ours: Double, _ reference: Double) -> Double {
    reference == 0 ? abs(ours) : abs(ours - reference) / abs(reference)
  }

  static func text(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var exponent = 0, mantissa = value
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\((mantissa * 10).rounded() / 10)e\(exponent)"
  }
}
