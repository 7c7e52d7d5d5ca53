import Language
import Notebook
import Syntax

/// A command of the prompt, which is none of the language: `:vars`.
struct PromptCommand: Sendable {
  /// What stands after its name.
  enum Argument: Sendable {
    case code, file, name
  }

  let name: String
  let argument: Argument?
  /// How it is written: `:time EXPR`.
  let usage: String
  let summary: String
  let body: @Sendable (Prompt, String) throws -> Void

  init(
    _ name: String, takes argument: Argument? = nil, _ summary: String,
    body: @escaping @Sendable (Prompt, String) throws -> Void
  ) {
    self.name = name
    self.argument = argument
    let operand =
      switch argument {
      case nil: ""
      case .code: " EXPR"
      case .file: " FILE"
      case .name: " NAME"
      }
    usage = ":\(name)" + operand
    self.summary = summary
    self.body = body
  }

  static let all: [PromptCommand] = [
    PromptCommand("vars", "your variables") { prompt, _ in prompt.showVariables() },
    PromptCommand("time", takes: .code, "run EXPR and say how long it took") { prompt, code in prompt.time(code) },
    PromptCommand("history", "what was typed, oldest first") { prompt, _ in prompt.showHistory() },
    PromptCommand("save", takes: .file, "write what ran without error as a script") { prompt, path in
      try prompt.save(to: path)
    },
    PromptCommand("report", takes: .file, "write the session so far as a page, or as a notebook (.ipynb)") {
      prompt, path in try prompt.writeReport(to: path)
    },
    PromptCommand("unset", takes: .name, "forget one variable; a built-in that it hid is back") { prompt, name in
      try prompt.unset(name)
    },
    PromptCommand("reset", "forget every variable") { prompt, _ in prompt.reset() },
    PromptCommand("quit", "leave, as Ctrl-D does") { prompt, _ in prompt.leave() },
  ]
}
