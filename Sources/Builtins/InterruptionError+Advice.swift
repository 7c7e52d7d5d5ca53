import Language

extension InterruptionError {
  /// What to do after an interruption of something that keeps nothing.
  static let nothingChanged = "nothing has changed, the same call begins again"
}
