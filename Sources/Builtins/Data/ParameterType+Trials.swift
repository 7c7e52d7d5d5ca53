import Language

extension ParameterType {
  /// What of a tensor [trial, time, …] would be taken, as it is typed: all of it, or its first trial; nil for neither.
  func part(ofTrials code: String) -> String? {
    takes(rank: 3) ? code : takes(rank: 2) ? code + "[trial: 0]" : nil
  }
}
