import Notebook

/// What can be wrong with a command of the prompt.
enum PromptMistake: Error, Equatable {
  case unknown(name: String, known: [String])
  /// It was given an argument too many or too few.
  case usage(String)
  case nothingToSave
  case fileExists(String)
}

/// The history can no longer be kept.
struct HistoryLoss: Error {
  let cause: FileAccessError
}
