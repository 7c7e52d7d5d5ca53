import Language
import Notebook
import Syntax

extension EditingSupport {
  /// What the editor asks, answered by a session and by the prompt's own commands.
  static func answers(of session: Session, commands: [PromptCommand]) -> EditingSupport {
    EditingSupport(
      isComplete: { text in PromptLine(text, commands: commands).isComplete(in: session) },
      complete: { text, cursor in
        let line = PromptLine(text, commands: commands)
        guard cursor >= line.codeStart else {
          let typed = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
          let matching = commands.filter { ":\($0.name)".hasPrefix(typed) }
          return Candidates(
            start: 0,
            items: matching.map { Candidate(":\($0.name)", note: $0.summary, ending: $0.argument == nil ? "" : " ") })
        }
        let list = session.completions(line.code, at: cursor - line.codeStart)
        let isFollowedByQuote = text.utf8.dropFirst(cursor).first == UInt8(ascii: "\"")
        return Candidates(
          start: list.replaced.start + line.codeStart,
          items: list.items.map { item in
            let endsString = item.kind == .word || (item.kind == .file && !item.text.hasSuffix("/"))
            return Candidate(item.text, note: item.detail, ending: endsString && !isFollowedByQuote ? "\"" : "")
          })
      },
      hint: { text, cursor, room in
        let line = PromptLine(text, commands: commands)
        guard cursor >= line.codeStart else { return nil }
        return session.signature(line.code, at: cursor - line.codeStart)
          .flatMap { SignatureHint(signature: $0).fitted(to: room) }
      })
  }
}

/// An entry told apart: code, a question, or a command of the prompt.
struct PromptLine {
  enum Kind {
    case code
    /// `?name`, `??name`; the name may be missing.
    case question(name: String, wantsPage: Bool)
    case command(PromptCommand, argument: String)
    case unknownCommand(String)
  }

  let text: String
  let kind: Kind
  /// Where in the text code begins, for completion: after `?` and after a command that takes some.
  let codeStart: Int

  init(_ text: String, commands: [PromptCommand]) {
    self.text = text
    if text.hasPrefix("?") {
      let marks = text.hasPrefix("??") ? 2 : 1
      kind = .question(name: Self.trimmed(text.dropFirst(marks)), wantsPage: marks == 2)
      codeStart = marks
    } else if text.hasPrefix(":") {
      let name = text.dropFirst().prefix { !$0.isWhitespace }
      let rest = text.dropFirst(1 + name.count)
      if let command = commands.first(where: { $0.name == name }) {
        kind = .command(command, argument: Self.trimmed(rest))
        codeStart = command.argument == .code && !rest.isEmpty ? 1 + name.utf8.count : Int.max
      } else {
        kind = .unknownCommand(String(name))
        codeStart = Int.max
      }
    } else {
      kind = .code
      codeStart = 0
    }
  }

  /// The code in it.
  var code: String {
    codeStart > text.utf8.count ? "" : String(decoding: text.utf8.dropFirst(codeStart), as: UTF8.self)
  }

  func isComplete(in session: Session) -> Bool {
    switch kind {
    case .code: session.isComplete(text)
    case .command(let command, let argument): command.argument != .code || session.isComplete(argument)
    case .question, .unknownCommand: true
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
