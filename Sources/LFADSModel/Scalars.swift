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
