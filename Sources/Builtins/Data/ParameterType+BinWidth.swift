import Language

extension ParameterType {
  /// The width of a bin, or of what smooths a few of them, in seconds. Nothing of the kind is wider than a second: a larger
  /// number was meant in milliseconds, which the error then says.
  static let binWidth = number(NumberDomain(from: 0, through: 1, excludesLower: true))
}

/// Data that do not say how wide their bins are.
enum UnknownBinWidth {
  /// How to say it.
  static let advice = "say it in seconds: `load(…, dt: 0.01)` or `dataset(…, dt: 0.01)`"
}
