import Language

/// A script cut into cells by its `# %%` lines: code to run, and text to read.
public struct Notebook: Sendable {
  public struct Cell: Sendable {
    /// What stands after `# %%`; may be empty.
    public let title: String
    /// Markdown of a text cell; nil for code.
    public let markdown: String?
    /// The code, without blank lines at its ends.
    public let code: String
    /// The line of the script, from 1, on which the code starts.
    public let line: Int
  }

  /// The script's name, as errors call it.
  public let name: String
  public let cells: [Cell]

  public init(_ source: SourceText) {
    name = source.name
    cells = Interpreter.cells(of: source).compactMap { part in
      let lines = source.slice(part.span).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      // The line that names the program to run it by is nothing to read.
      func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) || line.hasPrefix("#!") }
      guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
      else {
        return part.title.isEmpty ? nil : Cell(title: part.title, markdown: "", code: "", line: 1)
      }
      let kept = Array(lines[first...last])
      let line = source.line(at: part.span.start) + first
      return part.isMarkdown
        ? Cell(
          title: part.title, markdown: kept.map(Self.uncommented).joined(separator: "\n"), code: "", line: line)
        : Cell(title: part.title, markdown: nil, code: kept.joined(separator: "\n"), line: line)
    }
  }

  /// A line of text without the comment mark that hides it from the interpreter.
  private static func uncommented(_ line: String) -> String {
    let rest = line.drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("#") else { return line }
    let text = rest.dropFirst()
    return String(text.hasPrefix(" ") ? text.dropFirst() : text)
  }

  /// Runs the code cells one after another, up to the first error.
  ///
  /// - Parameter onCell: told before each code cell: its number from 1, and of how many.
  public func run(in session: Session, onCell: (_ number: Int, _ of: Int) -> Void = { _, _ in }) -> Transcript {
    let total = cells.count { $0.markdown == nil }
    var entries: [Transcript.Entry] = []
    var number = 0
    var hasFailed = false
    for cell in cells {
      if let markdown = cell.markdown {
        entries.append(Transcript.Entry(title: cell.title, content: .markdown(markdown)))
        continue
      }
      number += 1
      guard !hasFailed else {
        entries.append(Transcript.Entry(title: cell.title, content: .code(cell.code, number: number, result: nil)))
        continue
      }
      onCell(number, total)
      // Empty lines before it: errors then name the lines of the script.
      let text = String(repeating: "\n", count: cell.line - 1) + cell.code
      let result = session.run(SourceText(name: name, text: text), showing: .last)
      hasFailed = result.failure != nil
      entries.append(Transcript.Entry(title: cell.title, content: .code(cell.code, number: number, result: result)))
    }
    return Transcript(name: name, entries: entries, table: session.interpreter.machine.table)
  }
}
