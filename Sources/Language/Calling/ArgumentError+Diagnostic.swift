import Syntax
import Tensors

extension ArgumentError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch self {
    case .argument(let label, let function, let error, let advice):
      var message = error.diagnosticMessage
      message.title = "`\(label)` of `\(function)` \(error.predicate)"
      message.hints += advice
      return message
    case .wrongType(let found, let expected):
      return Message("this value \(predicate)", expected: expected, found: found)
    case .notWhole(let number, let expected):
      return Message(
        "this value \(predicate)", expected: expected, found: NumberText.shortest(number),
        hints: NumberDomain.wholeHints(number))
    case .outside(let number, let domain, let unit, let expected):
      return Message(
        "this value \(predicate)", expected: expected + (unit.map { " (\($0))" } ?? ""),
        found: NumberText.shortest(number), hints: [domain.scaleHint(number, unit: unit)].compactMap(\.self))
    case .unknownChoice(let word, let words):
      return Message(
        "this value \(predicate)", expected: ParameterType.choice(words).description, found: "\"\(word)\"",
        hints: Suggestion.hint(for: word, among: words, quote: "\"").map { [$0] } ?? [])
    case .wrongRank(let layout, let expected):
      return Message("this tensor \(predicate)", expected: expected, found: "shape \(layout)")
    case .wrongArity(let signature, let expected):
      let count = "\(expected) \(expected == 1 ? "argument" : "arguments")"
      return Message("this function \(predicate)", expected: "one that can be called with \(count)", found: signature)
    case .item(let position, let error):
      var message = error.diagnosticMessage
      message.title = "item \(position) of the list \(error.predicate)"
      return message
    }
  }

  /// What is said of the value after its name.
  private var predicate: String {
    switch self {
    case .argument(_, _, let error, _): error.predicate
    case .wrongType: "is of the wrong type"
    case .notWhole: "must be a whole number"
    case .outside: "is out of range"
    case .unknownChoice: "is none of its words"
    case .wrongRank: "has the wrong number of axes"
    case .wrongArity: "takes other arguments"
    case .item(let position, let error): "is a list whose item \(position) \(error.predicate)"
    }
  }
}

extension BindingError: DiagnosticCause {
  /// The function as a sentence calls it.
  private var subject: String { function == "fn" ? "this function" : "`\(function)`" }

  public var diagnosticMessage: Message {
    switch reason {
    case .unknownLabel(let label):
      let labels = parameters.flatMap { [$0.label] + $0.shortNames }
      // What other languages call it.
      let ours = ["axis", "dim", "dims"].contains(label) && labels.contains("over") ? "over" : label
      if let hint = Suggestion.hint(for: ours, among: labels) {
        return Message("\(subject) has no parameter `\(label)`", hints: [hint])
      }
      let listed = parameters.prefix(12).map { "`\($0.label)`" }.joined(separator: ", ")
      let hint =
        parameters.isEmpty
        ? "it takes no arguments" : "it takes \(listed)\(parameters.count > 12 ? ", … (see ?\(function))" : "")"
      let home = owner.map { "`\(label)` is a label of `\($0)`" }
      return Message("\(subject) has no parameter `\(label)`", hints: [home, hint].compactMap(\.self))
    case .givenTwice(let label):
      return Message(
        "`\(label)` of \(subject) is given twice", hints: ["every argument is given once, by place or by label"])
    case .tooMany(let given):
      return Message(
        parameters.isEmpty ? "\(subject) takes no arguments" : "too many arguments for \(subject)",
        expected: parameters.isEmpty
          ? nil : "at most \(parameters.count): " + parameters.prefix(12).map(\.label).joined(separator: ", "),
        found: "\(given)")
    case .needsLabels:
      return Message(
        "\(subject) takes every argument by its label", found: "a value by its place",
        hints: [
          "say what it is: `\(function)(\((parameters.lazy.compactMap(\.shortNames.first).first ?? parameters.first?.label) ?? "label"): …)`; `?\(function)` lists the labels"
        ])
    case .missing(let labels):
      return Message(
        "\(subject) needs \(labels.count == 1 ? "the argument" : "the arguments") "
          + labels.map { "`\($0)`" }.joined(separator: ", "),
        hints: ["call it as \(Signature.text(function, parameters))"])
    }
  }
}

extension ArgumentError: KindedError {
  public var kind: String { "argument" }
}
