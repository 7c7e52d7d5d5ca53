import LFADSModel
import Language
import Syntax
import Tensors

extension HyperparameterError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .unknown(let name, let near):
      Message(
        "there is no hyperparameter `\(name)`",
        hints: near.isEmpty ? [] : ["did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"])
    case .wrongKind(let name, let expected, let found):
      Message("`\(name)` is of another kind", expected: expected, found: Self.text(found))
    case .notAnInteger(let name, let found):
      Message("`\(name)` must be a whole number", expected: "a whole number", found: NumberText.shortest(found))
    case .outOfRange(let name, let found, let lower, let upper):
      Message(
        "`\(name)` is out of range", expected: "from \(NumberText.shortest(lower)) to \(NumberText.shortest(upper))",
        found: NumberText.shortest(found))
    case .notAChoice(let name, let found, let choices):
      Message("`\(name)` cannot be \"\(found)\"", expected: choices.map { "\"\($0)\"" }.joined(separator: " or "))
    case .contradiction(_, let reason):
      Message(reason)
    }
  }

  private static func text(_ value: HyperparameterValue) -> String {
    switch value {
    case .number(let number): NumberText.shortest(number)
    case .flag(let flag): flag ? "true" : "false"
    case .word(let word): "\"\(word)\""
    }
  }
}
