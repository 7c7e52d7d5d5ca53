import Language
import Syntax
import Tensors

/// Strings.
enum TextRows {
  static let rows: [Builtin] = [
    format, parseNumber, split, join, trim, upper, lower, replace, startsWith, endsWith, lines,
  ]

  private static let format = Builtin(
    "format", .text, "A number as text with so many digits, filled up to a width.",
    parameters: [
      Parameter("x", .any, "A number; every item of a list or tensor; other values as `print` writes them"),
      Parameter("digits", .integer(.within(0...17)), .optional("as many as it takes"), "Digits after the point"),
      Parameter("width", .integer(.within(0...1000)), .defaults(.number(0)), "Characters to fill up to"),
      Parameter(
        "align", .choice(["left", "right"]), .defaults(.string("right")), "Where the text stands in its width"),
      Parameter("style", .choice(["fixed", "scientific", "percent"]), .defaults(.string("fixed")), "How to write it"),
    ],
    result: "string; a list of strings for several",
    examples: [
      Example("format(3.14159, digits: 2)", shows: "\"3.14\""),
      Example("format(0.856, digits: 1, style: \"percent\")", shows: "\"85.6%\""),
    ]
  ) { call in
    func text(_ number: Double) -> String {
      let percent = call.string("style") == "percent"
      let scaled = percent ? number * 100 : number
      let digits = call.integerOrNil("digits")
      let plain: String =
        switch (call.string("style"), digits) {
        case ("scientific", let digits): NumberText.fixed(scaled, digits: digits ?? 6, format: "e")
        case (_, let digits?): NumberText.fixed(scaled, digits: digits)
        case (_, nil): NumberText.shortest(scaled)
        }
      return plain + (percent ? "%" : "")
    }
    func filled(_ text: String) -> Value {
      let missing = max(call.integer("width") - DisplayWidth.of(text), 0)
      let blanks = String(repeating: " ", count: missing)
      return .string(call.string("align") == "left" ? text + blanks : blanks + text)
    }
    func formatted(_ value: Value) -> Value {
      switch value {
      case .number(let number): filled(text(number))
      case .tensor(let tensor) where tensor.rank == 1 && tensor.elementType != .bool:
        .list(tensor.doubles.map { filled(text($0)) })
      case .list(let items): .list(items.map(formatted))
      default: filled(value.printed)
      }
    }
    return formatted(call["x"])
  }

  private static let parseNumber = Builtin(
    "number", .text, "The number a string says.",
    parameters: [
      Parameter("text", .oneOf([.string, .number, .bool]), "Digits as in a program; a bool becomes 0 or 1"),
      Parameter("otherwise", .any, .optional("text that is no number is an error"), "What to give for other text"),
    ],
    result: "number",
    examples: [Example("number(\"2.5e-3\")", shows: "0.0025")]
  ) { call in
    switch call["text"] {
    case .string(let text):
      let bare = trimmed(text)
      if let number = Double(bare), !bare.lowercased().contains("x") { return .number(number) }
      if call.wasGiven("otherwise") { return call["otherwise"] }
      throw call.fault("text", "this text is no number", found: Value.quoted(text))
    case .bool(let bool): return .number(bool ? 1 : 0)
    case let number: return number
    }
  }

  private static let split = Builtin(
    "split", .text, "The parts of a string between separators.",
    parameters: [
      Parameter("text", .string, "The string to divide"),
      Parameter("separator", .string, .optional("blanks, however many"), "What stands between the parts"),
    ],
    result: "list of strings",
    examples: [Example("split(\"a,b,c\", \",\")", shows: "[\"a\", \"b\", \"c\"]")]
  ) { call in
    let text = call.string("text")
    guard let separator = call.stringOrNil("separator") else {
      return .list(text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
    }
    guard !separator.isEmpty else {
      throw call.fault("separator", "an empty string separates nothing", hint: "list(text) gives its characters")
    }
    return .list(text.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) })
  }

  private static let join = Builtin(
    "join", .text, "One string from the items of a list.",
    parameters: [
      Parameter(
        "items", .oneOf([.list, .tensor, .range]), "What to join; other values than strings as `print` writes them"),
      Parameter("separator", .string, .defaults(.string("")), "What to put between them"),
    ],
    result: "string",
    examples: [Example("join([1, 2, 3], \", \")", shows: "\"1, 2, 3\"")]
  ) { call in .string(try call.items("items").map(\.printed).joined(separator: call.string("separator"))) }

  private static let trim = Builtin(
    "trim", .text, "A string without blanks and line breaks at its ends.",
    parameters: [Parameter("text", .string, "The string")],
    result: "string",
    examples: [Example("trim(\"  a b \")", shows: "\"a b\"")]
  ) { .string(trimmed($0.string("text"))) }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...].drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  private static let upper = Builtin(
    "upper", .text, "A string in capitals.",
    parameters: [Parameter("text", .string, "The string")],
    result: "string",
    examples: [Example("upper(\"v1\")", shows: "\"V1\"")]
  ) { .string($0.string("text").uppercased()) }

  private static let lower = Builtin(
    "lower", .text, "A string in small letters.",
    parameters: [Parameter("text", .string, "The string")],
    result: "string",
    examples: [Example("lower(\"M1\")", shows: "\"m1\"")]
  ) { .string($0.string("text").lowercased()) }

  private static let replace = Builtin(
    "replace", .text, "A string with every occurrence of a part replaced.",
    parameters: [
      Parameter("text", .string, "The string"), Parameter("part", .string, "What to replace"),
      Parameter("by", .string, "What to put in its place"),
    ],
    result: "string",
    examples: [Example("replace(\"a-b-c\", \"-\", \"_\")", shows: "\"a_b_c\"")]
  ) { call in
    guard !call.string("part").isEmpty else { throw call.fault("part", "an empty string stands nowhere") }
    return .string(call.string("text").replacing(call.string("part"), with: call.string("by")))
  }

  private static let startsWith = Builtin(
    "starts_with", .text, "Whether a string begins with another.",
    parameters: [Parameter("text", .string, "The string"), Parameter("start", .string, "What it may begin with")],
    result: "bool",
    examples: [Example("starts_with(\"chaotic_rnn\", \"chaotic\")", shows: "true")]
  ) { .bool($0.string("text").hasPrefix($0.string("start"))) }

  private static let endsWith = Builtin(
    "ends_with", .text, "Whether a string ends with another.",
    parameters: [Parameter("text", .string, "The string"), Parameter("end", .string, "What it may end with")],
    result: "bool",
    examples: [Example("ends_with(\"spikes.csv\", \".csv\")", shows: "true")]
  ) { .bool($0.string("text").hasSuffix($0.string("end"))) }

  private static let lines = Builtin(
    "lines", .text, "The lines of a string.",
    parameters: [Parameter("text", .string, "The string")],
    result: "list of strings",
    examples: [Example("len(lines(\"a\\nb\"))", shows: "2")]
  ) { .list($0.string("text").textLines.map { .string(String($0)) }) }
}
