import Glibc
import Language
import Notebook

/// Where the prompt's entries come from: an editor at a capable terminal, plain lines everywhere else.
public protocol EntrySource: AnyObject {
  /// Waits for the next entry.
  func next() -> EntryInput
  /// Makes an entry one that can be recalled.
  func remember(_ entry: String)
}

/// What came from where entries come from.
public enum EntryInput: Equatable {
  case entry(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// A line that is not text.
  case invalid(InvalidUTF8Error)
  /// Entries cannot be read any more.
  case failed(FileAccessError)
  case endOfInput
}

/// Entries from plain lines: taken together until they are complete, with prompts where somebody types them.
public final class PlainEntries: EntrySource {
  private let lines: LineStream
  private let isComplete: (String) -> Bool
  /// Shown before a first line and before those that continue it; nil where nobody looks.
  private let prompts: (first: String, further: String)?
  private let output: OutputStream

  public init(
    lines: LineStream, prompts: (first: String, further: String)?, output: OutputStream,
    isComplete: @escaping (String) -> Bool
  ) {
    self.lines = lines
    self.prompts = prompts
    self.output = output
    self.isComplete = isComplete
  }

  public func next() -> EntryInput {
    var entry: String?
    while true {
      if let prompts { output.write(entry == nil ? prompts.first : prompts.further) }
      do {
        switch try lines.read() {
        case .line(let line):
          let text = entry.map { $0 + "\n" + line } ?? line
          if isComplete(text) { return .entry(text) }
          entry = text
        case .interrupted:
          if prompts != nil { output.write("\n") }
          return .interrupted
        case .failed(let cause): return .failed(cause)
        case .endOfInput:
          if let entry { return .entry(entry) }
          if prompts != nil { output.write("\n") }
          return .endOfInput
        }
      } catch {
        return .invalid(error)
      }
    }
  }

  public func remember(_ entry: String) {}
}
