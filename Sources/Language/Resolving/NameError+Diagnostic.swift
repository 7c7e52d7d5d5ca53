import Syntax

extension NameError: DiagnosticCause {
  var diagnosticMessage: Message {
    switch self {
    case .unknown(let name, let near):
      let hint = ForeignName.hint(for: name) ?? Suggestion.hint(for: name, among: near)
      return Message("nothing is called `\(name)`", hints: hint.map { [$0] } ?? [])
    case .topic(let name, let advice): return Message("no value is called `\(name)`", hints: [advice])
    case .unknownMember(let module, let name, let names):
      let listed = names.isEmpty ? "it has nothing" : "it has \(names.prefix(24).joined(separator: ", "))"
      return Message(
        "the module `\(module)` has no `\(name)`", hints: [Suggestion.hint(for: name, among: names) ?? listed])
    case .noModule(let name, let searched, let near):
      return Message(
        "there is no module `\(name)`",
        expected: searched.isEmpty ? nil : "one of the files " + searched.joined(separator: ", "),
        hints: Suggestion.hint(for: name, among: near).map { [$0] } ?? [])
    case .unreadableModule(let path): return Message("\(path) is not text in UTF-8")
    case .importCircle(let name):
      return Message("the module `\(name)` imports itself", hints: ["move what both need into a third module"])
    case .preludeStatement: return Message("the prelude holds `import` statements only")
    }
  }
}

/// Names that other languages have for what has another name here.
enum ForeignName {
  /// What to write in place of `name`; nil when it is no such name.
  static func hint(for name: String) -> String? { hints[name].map { "write \($0)" } }

  private static let hints: [String: String] = [
    "None": "nil", "null": "nil", "NULL": "nil", "nothing": "nil", "undefined": "nil", "missing": "nil",
    "True": "true", "TRUE": "true", "False": "false", "FALSE": "false",
    "NaN": "nan", "NA": "nan", "Inf": "inf", "infinity": "inf", "Infinity": "inf", "PI": "pi",
    "end": "-1 for the last position: x[-1]; a block ends with }",
    "range": "a range: 0..<10, or 0..<10 by 2", "arange": "a range: 0..<10 by 2", "xrange": "a range: 0..<10",
    "lambda": "fn(x) { x^2 }", "function": "fn name(x) { … }", "def": "fn name(x) { … }",
    "disp": "print(x)", "printf": "print(…) with values in the text: \"rate \\(x)\"",
    "fprintf": "print(…) with values in the text: \"rate \\(x)\"", "println": "print(x)", "echo": "print(x)",
    "display": "print(x)", "cat": "print(x), or concat(a, b)",
    "length": "len(x)", "numel": "size(x)", "ndims": "len(shape(x))",
    "str": "the value in a string: \"\\(x)\"", "num2str": "the value in a string: \"\\(x)\"",
    "string": "the value in a string: \"\\(x)\"", "sprintf": "the value in a string: \"\\(x)\"",
    "np": "the function's name alone: mean(x)", "numpy": "the function's name alone: mean(x)",
    "plt": "plot(x)", "torch": "the function's name alone", "tf": "the function's name alone",
    "elif": "else if", "elseif": "else if", "then": "{ after the condition",
    "push": "append(xs, item)", "extend": "concat(a, b)",
    "vstack": "concat(a, b)", "hstack": "concat(a, b, axis: 1)", "vcat": "concat(a, b)",
    "hcat": "concat(a, b, axis: 1)", "concatenate": "concat(a, b)",
    "pass": "nothing: an empty block is { }", "error": "fail(\"…\")", "raise": "fail(\"…\")",
    "warning": "print(x)", "ans": "the value's own name; `ans` is for the prompt",
    "isnil": "x == nil", "isempty": "len(x) == 0", "strcat": "a + b", "fieldnames": "keys(x)",
    "self": "the value as an argument", "this": "the value as an argument",
    "average": "mean(x)", "stdev": "std(x)",
    "amax": "max(x)", "amin": "min(x)", "ln": "log(x)",
    "power": "a ^ b", "rem": "a % b", "matmul": "a @ b",
    "mtimes": "a @ b", "permute": "transpose(x, …)", "isinstance": "type(x) == \"number\"",
    "typeof": "type(x)", "class": "type(x)", "exit": "Ctrl-D, or :quit, at the prompt",
    "quit": "Ctrl-D, or :quit, at the prompt", "cls": "Ctrl-L at the prompt", "clear": ":reset at the prompt",
    "who": ":vars at the prompt", "whos": ":vars at the prompt",
  ]
}

extension NameError: KindedError {
  public var kind: String { "name" }
}
