import Language
import Syntax

/// Texts and code with what came of it: what a report shows.
public struct Transcript: Sendable {
  public enum Content: Sendable {
    case markdown(String)
    /// - result: nil where an error before kept it from running.
    case code(String, number: Int, result: CellResult?)
  }

  public struct Entry: Sendable {
    public let title: String
    public let content: Content

    public init(title: String = "", content: Content) {
      self.title = title
      self.content = content
    }
  }

  /// What it is a report of.
  public let name: String
  public let entries: [Entry]
  /// The built-ins, by which code is coloured.
  public let table: BuiltinTable

  public init(name: String, entries: [Entry], table: BuiltinTable) {
    self.name = name
    self.entries = entries
    self.table = table
  }

  /// Why the last cell that ran did not run to its end.
  public var failure: LocatedError? {
    entries.lazy.compactMap { entry in
      if case .code(_, _, let result?) = entry.content { result.failure } else { nil }
    }.first
  }

  /// Seconds that all cells took.
  public var seconds: Double {
    entries.reduce(0) { sum, entry in
      if case .code(_, _, let result?) = entry.content { sum + result.seconds } else { sum }
    }
  }
}

extension Session {
  /// The session so far: every entry with what came of it.
  public var transcript: Transcript {
    Transcript(
      name: "session",
      entries: cells.map { cell in
        Transcript.Entry(content: .code(cell.text.trimmingNewlines, number: cell.number, result: cell.result))
      }, table: interpreter.machine.table)
  }
}

extension String {
  /// Without line breaks at its ends.
  var trimmingNewlines: String {
    var rest = self[...].drop(while: \.isNewline)
    while rest.last?.isNewline == true { rest.removeLast() }
    return String(rest)
  }
}
