import Language
import Syntax

/// What a front end asks while the user types.
extension Session {
  /// A variable, for a list of them.
  public struct Variable: Sendable {
    public let name: String
    public let type: String
    /// A few words about its value.
    public let summary: StyledText
  }

  /// The user's variables in the order in which they were first assigned.
  public func variables(columns: Int = 60) -> [Variable] {
    interpreter.names.compactMap { name in
      interpreter[name].map {
        Variable(name: name, type: $0.typeName, summary: $0.shortText(columns: columns))
      }
    }
  }

  /// Whether `text` can be run as it stands, or is wrong in a way that more lines would not mend.
  public func isComplete(_ text: String) -> Bool { !Interpreter.isIncomplete(text) }

  /// What could stand at byte `cursor` of `text`.
  public func completions(_ text: String, at cursor: Int) -> CompletionList {
    onLargeStack { [self] in interpreter.completions(text, at: cursor) }
  }

  /// The signature of the call around byte `cursor`, nil outside of calls.
  public func signature(_ text: String, at cursor: Int) -> StyledText? {
    onLargeStack { [self] in interpreter.signature(text, at: cursor) }
  }

  /// `?name`.
  /// - Throws: `LocatedError` that suggests what was meant.
  public func help(_ name: String) throws -> StyledText { try page(name, .short) }

  /// `??name`.
  public func page(_ name: String) throws -> StyledText { try page(name, .page) }

  private func page(_ name: String, _ length: Interpreter.HelpLength) throws -> StyledText {
    try onLargeStack { [self] in Result { try interpreter.help(name, length) } }.get()
  }

  /// The entries that ran to their end, as a script that does the same again.
  public func script() -> String {
    cells.filter { $0.result.failure == nil }.map { $0.text.hasSuffix("\n") ? $0.text : $0.text + "\n" }.joined()
  }
}
