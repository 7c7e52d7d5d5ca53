import Notebook

/// What can be wrong with a command of the prompt.
enum PromptError: Error, Equatable {
  case unknown(name: String, known: [String])
  /// It was given an argument too many or too few.
  case usage(String)
  case nothingToSave
  case noVariable(name: String, known: [String])
  case fileExists(String)
}

/// The history can no longer be kept.
struct HistoryError: Error {
  let cause: FileAccessError
}
