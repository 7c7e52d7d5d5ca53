import Training

extension NonFiniteStop {
  /// Which parameters are kept.
  var keptText: String {
    kept < step ? "the parameters are those of step \(kept), the last without it" : "the parameters are as they were"
  }
}
