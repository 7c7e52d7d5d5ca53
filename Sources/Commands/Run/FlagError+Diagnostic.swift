import Builtins
import Language
import Syntax

extension FlagError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .unknown(let name, let near):
      Message(
        "there is no flag '--\(name)'",
        hints: near.isEmpty
          ? ["`lfads-repl run --help` lists them"]
          : ["did you mean \(near.map { "'--\($0)'" }.joined(separator: " or "))?"])
    case .unexpectedWord(let word):
      Message("'\(word)' is no flag", expected: "--name=value", hints: ["`lfads-repl run --help` lists the flags"])
    case .missingValue(let flag, let expected):
      Message("'--\(flag)' has no value", expected: expected)
    case .value(let flag, let found, let expected):
      Message("'--\(flag)' cannot be \"\(found)\"", expected: expected, found: "\"\(found)\"")
    case .hyperparameter(let error):
      error.diagnosticMessage
    case .fileName(let flag, let found):
      Message("'--\(flag)' cannot be \"\(found)\"", expected: "a file's name without a directory")
    case .otherHome(let flag, let found):
      Message(
        "'--\(flag)=\(found)' is in another user's home directory, which is not looked up",
        hints: ["write the whole path; `~/…` is your own home"])
    }
  }
}
