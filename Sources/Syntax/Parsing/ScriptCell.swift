/// A stretch of a script between its `# %%` lines: code to run, or text to read.
public struct ScriptCell: Sendable {
  /// What stands after `# %%`; may be empty.
  public let title: String
  /// Markdown of a text cell; nil for code.
  public let markdown: String?
  /// The code, without blank lines at its ends.
  public let code: String
  /// The line of the script, from 1, on which the code starts.
  public let line: Int

  /// The cells of a script, without those that hold nothing.
  public static func cells(of source: SourceText) -> [ScriptCell] {
    Parser.cells(of: source).compactMap { part in
      let lines = source.slice(part.span).textLines.map(String.init)
      // The line that names the program to run it by is nothing to read.
      func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) || line.hasPrefix("#!") }
      guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
      else {
        return part.title.isEmpty ? nil : ScriptCell(title: part.title, markdown: "", code: "", line: 1)
      }
      let kept = Array(lines[first...last])
      let line = source.line(at: part.span.start) + first
      return part.isMarkdown
        ? ScriptCell(
          title: part.title, markdown: kept.map(uncommented).joined(separator: "\n"), code: "", line: line)
        : ScriptCell(title: part.title, markdown: nil, code: kept.joined(separator: "\n"), line: line)
    }
  }

  /// The code as a source whose errors name the lines of the script.
  public func source(named name: String) -> SourceText {
    SourceText(name: name, text: String(repeating: "\n", count: line - 1) + code)
  }

  /// A line of text without the comment mark that hides it from the interpreter.
  private static func uncommented(_ line: String) -> String {
    let rest = line.drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("#") else { return line }
    let text = rest.dropFirst()
    return String(text.hasPrefix(" ") ? text.dropFirst() : text)
  }
}
