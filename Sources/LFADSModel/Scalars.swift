import Glibc

extension Float {
  /// Natural logarithm.
  var logarithm: Float { log(self) }
  /// e to this power.
  var exponential: Float { exp(self) }
  /// 1/(1 + e^−x).
  var sigmoid: Float { 1 / (1 + exp(-self)) }
}

extension Double {
  /// Natural logarithm.
  var logarithm: Double { log(self) }
  /// e to this power.
  var exponential: Double { exp(self) }
}

/// ln Σ eˣ over values, without overflow.
func logSumExp(_ values: [Double]) -> Double {
  let top = values.max() ?? 0
  return top + values.reduce(0) { $0 + ($1 - top).exponential }.logarithm
}
