import Glibc
import Language
import Syntax

extension InvalidUTF8Error: DiagnosticCause {
  public var diagnosticMessage: Message {
    let hexadecimal = String(byte, radix: 16)
    return Message(
      "this is not UTF-8: byte 0x\(hexadecimal.count < 2 ? "0" : "")\(hexadecimal) at offset \(offset)",
      expected: "text in UTF-8")
  }
}

extension PromptError: DiagnosticCause {
  var diagnosticMessage: Message {
    switch self {
    case .unknown(let name, let known):
      Message(
        "there is no command `:\(name)`",
        hints: [
          Suggestion.hint(for: ":" + name, among: known.map { ":" + $0 })
            ?? "there are " + known.map { ":" + $0 }.joined(separator: ", ")
        ])
    case .usage(let usage): Message("that is not how it is used", expected: "`\(usage)`")
    case .noVariable(let name, let known):
      Message(
        "there is no variable `\(name)`", hints: Suggestion.hint(for: name, among: known).map { [$0] } ?? [])
    case .nothingToSave: "nothing has run yet that could be saved"
    case .fileExists(let path): Message("`\(path)` exists already", hints: ["choose another name, or remove it first"])
    }
  }
}

extension HistoryError: DiagnosticCause {
  var diagnosticMessage: Message { Message("the history is not kept: \(cause.diagnosticMessage.title)") }
}
