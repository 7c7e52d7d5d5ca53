import Language
import Syntax
import Tensors

/// Showing, asking, checking, measuring.
enum SessionRows {
  static let rows: [Builtin] = [print, help, type, len, copy, assert, fail, clock, session]

  private static let print = Builtin(
    "print", .language, "Writes values, with a space between them.",
    details: """
      Numbers are written as the shortest text that reads back. A tensor of at most 24 elements and 2 axes is written as
      its literal, a larger one as its axes, shape, range, mean and a corner.
      """,
    parameters: [Parameter("values", .any, .repeated, "What to write")],
    result: nil,
    examples: [Example("print(\"rate\", 0.5)")]
  ) { call in
    let texts = call.list("values").map { $0.text(for: .output, columns: call.settings.columns) }
    call.sink.text(.joined(texts, separator: " "))
    return .nil
  }

  private static let help = Builtin(
    "help", .language, "Shows what a function is called with and what it does.",
    details:
      "`help()` lists everything there is. At the prompt `?name` does the same, and `??name` shows the whole page.",
    parameters: [
      Parameter(
        "about", .any, .optional("everything there is, by theme"), "A function or other value, or a name in quotes"),
      Parameter("page", .bool, .defaults(.bool(false)), "Show everything there is to say"),
    ],
    result: nil,
    examples: [Example("help(print)")]
  ) { call in
    let length: Interpreter.HelpLength = call.bool("page") ? .page : .short
    switch call["about"] {
    case .nil:
      if let interpreter = call.machine.interpreter {
        call.sink.text(interpreter.overview(columns: call.settings.columns))
      }
    case .string(let name):
      if let interpreter = call.machine.interpreter {
        let text = try call.blaming("about") { try interpreter.help(name, length) }
        call.sink.text(text)
      }
    case let value:
      if let interpreter = call.machine.interpreter { call.sink.text(interpreter.help(on: value, name: nil, length)) }
    }
    return .nil
  }

  private static let type = Builtin(
    "type", .language, "The name of a value's type.",
    parameters: [Parameter("x", .any, "Any value")],
    result:
      "string: \"number\", \"bool\", \"string\", \"tensor\", \"list\", \"record\", \"range\", \"function\", \"nil\", …",
    examples: [Example("type([1, 2])", shows: "\"tensor\"")]
  ) { .string($0["x"].typeName) }

  private static let len = Builtin(
    "len", .language, "How many items, characters or fields a value has; of a tensor, the extent of its first axis.",
    parameters: [Parameter("x", .any, "A tensor, list, string, record, range or collection")],
    result: "number",
    examples: [Example("len([3, 1, 2])", shows: "3")]
  ) { call in
    if let count = call["x"].count { return .integer(count) }
    throw call.fault(
      "x", "this value has no length", expected: "a tensor, list, string, record or range",
      found: call["x"].foundText)
  }

  private static let copy = Builtin(
    "copy", .language, "Another of the same: a model that is trained by itself, where assigning would share it.",
    parameters: [Parameter("x", .any, "Any value")],
    result: "a value of the same type",
    examples: [Example("copy([1, 2])", shows: "[1, 2]")]
  ) { call in
    guard case .handle(let handle) = call["x"] else { return call["x"] }
    return try handle.copied()
  }

  private static let assert = Builtin(
    "assert", .language, "Ends in an error unless the condition is true.",
    parameters: [
      Parameter("condition", .bool, "What should hold"),
      Parameter("message", .string, .optional("says that it does not hold"), "What to say otherwise"),
    ],
    result: nil,
    examples: [Example("assert(1 + 1 == 2, \"arithmetic works\")")]
  ) { call in
    guard call.bool("condition") else {
      throw call.fault("condition", call.stringOrNil("message") ?? "this does not hold")
    }
    return .nil
  }

  private static let fail = Builtin(
    "fail", .language, "Ends in an error.",
    parameters: [Parameter("message", .string, "What to say")],
    result: nil,
    examples: [Example("if 1 > 2 { fail(\"this cannot be\") }")]
  ) { call in throw ScriptError(message: call.string("message")) }

  private static let clock = Builtin(
    "clock", .language, "Seconds on a clock that only goes forward; differences of two readings measure time.",
    result: "number, s",
    examples: [Example("start = clock()\nclock() - start < 60", shows: "true")]
  ) { _ in
    let elapsed = (ContinuousClock.now - clockStart).components
    return .number(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }

  private static let clockStart = ContinuousClock.now

  private static let session = Builtin(
    "session", .language, "What the session works with: its random stream, threads, directories.",
    result: "record",
    examples: [Example("session().seed", shows: "0")]
  ) { call in
    let settings = call.settings
    return .record(
      Record([
        ("version", .string(settings.version)),
        ("seed", .number(Double(call.machine.random.key))),
        ("draws", .number(Double(call.machine.random.position))),
        ("threads", settings.threads.map { .integer($0) } ?? .nil),
        ("directory", .string(settings.workingDirectory)),
        ("library", .list(settings.libraryDirectories.map(Value.string))),
        ("arguments", .list(settings.arguments.map(Value.string))),
      ]))
  }
}

/// The error that a program ends in by its own will.
struct ScriptError: DiagnosticCause, KindedError, Equatable {
  let message: String

  var kind: String { "fail" }
  var diagnosticMessage: Message { Message(message) }
}
