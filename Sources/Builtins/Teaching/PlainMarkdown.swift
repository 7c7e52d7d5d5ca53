import Language
import Syntax

/// Markdown as text for a terminal: headings, lists, quoted code and paragraphs broken into lines.
struct PlainMarkdown {
  private let columns: Int
  private var blocks: [StyledText] = []

  /// The text of `markdown` in lines of at most `columns` characters.
  static func text(_ markdown: String, columns: Int) -> StyledText {
    var page = PlainMarkdown(columns: columns)
    page.read(markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    return .joined(page.blocks, separator: "\n\n")
  }

  private init(columns: Int) { self.columns = columns }

  /// How a line begins a block.
  private enum Start {
    case blank, heading(String), fence, verbatim, item(mark: String, rest: String), text
  }

  private static func start(_ line: String) -> Start {
    let rest = String(line.drop(while: \.isWhitespace))
    if rest.isEmpty { return .blank }
    if rest.hasPrefix("```") { return .fence }
    if line.hasPrefix("    ") || rest.hasPrefix("|") { return .verbatim }
    if rest.hasPrefix("#") {
      let title = rest.drop { $0 == "#" }
      if title.hasPrefix(" ") { return .heading(String(title.dropFirst())) }
    }
    for mark in ["- ", "* "] where rest.hasPrefix(mark) { return .item(mark: "• ", rest: String(rest.dropFirst(2))) }
    let digits = rest.prefix { $0.isNumber }
    if !digits.isEmpty, rest.dropFirst(digits.count).hasPrefix(". ") {
      return .item(mark: digits + ". ", rest: String(rest.dropFirst(digits.count + 2)))
    }
    return .text
  }

  private mutating func read(_ lines: [String]) {
    var paragraph = (mark: "", text: "")
    var items: [StyledText] = []
    func endParagraph() -> StyledText? {
      paragraph.text.isEmpty ? nil : wrapped(paragraph.text, mark: paragraph.mark)
    }
    func close() {
      if let text = endParagraph() { items.append(text) }
      if !items.isEmpty { blocks.append(.joined(items, separator: "\n")) }
      items = []
      paragraph = ("", "")
    }
    var verbatim: [String]?
    var isFenced = false
    func endVerbatim() {
      guard let kept = verbatim else { return }
      var rows = kept
      while rows.last?.allSatisfy(\.isWhitespace) == true { rows.removeLast() }
      blocks.append(.joined(rows.map { StyledText("    " + $0, .string) }, separator: "\n"))
      verbatim = nil
    }
    for line in lines {
      let start = Self.start(line)
      if isFenced {
        if case .fence = start { isFenced = false } else { verbatim?.append(line) }
        if !isFenced { endVerbatim() }
        continue
      }
      if case .verbatim = start, paragraph.text.isEmpty || line.contains("|") {
        close()
        verbatim = (verbatim ?? []) + [line.hasPrefix("    ") ? String(line.dropFirst(4)) : line]
        continue
      }
      endVerbatim()
      switch start {
      case .blank: close()
      case .heading(let title):
        close()
        blocks.append(StyledText(Self.spans(title).map(\.text).joined(), .heading))
      case .fence:
        close()
        isFenced = true
        verbatim = []
      case .item(let mark, let rest):
        if let text = endParagraph() { items.append(text) }
        paragraph = (mark, rest)
      case .text, .verbatim:
        paragraph.text += (paragraph.text.isEmpty ? "" : " ") + line.drop(while: \.isWhitespace)
      }
    }
    endVerbatim()
    close()
  }

  /// A paragraph in lines; the lines after the first stand under the text of an item.
  private func wrapped(_ text: String, mark: String) -> StyledText {
    var result = StyledText(mark)
    let indent = String(repeating: " ", count: mark.count)
    var used = mark.count, isFirst = true
    for word in Self.words(text) {
      let width = word.reduce(0) { $0 + DisplayWidth.of($1.text) }
      if !isFirst, used + 1 + width > columns {
        result.append("\n" + indent)
        used = indent.count
        isFirst = true
      }
      if !isFirst { result.append(" ") }
      for span in word { result.append(span.text, span.style) }
      used += width + (isFirst ? 0 : 1)
      isFirst = false
    }
    return result
  }

  private typealias Piece = (text: String, style: StyledText.Style)

  /// The words of a text, each of one or more pieces of a style.
  private static func words(_ text: String) -> [[Piece]] {
    var words: [[Piece]] = [[]]
    for span in spans(text) {
      for (number, part) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if number > 0 { words.append([]) }
        if !part.isEmpty { words[words.count - 1].append((String(part), span.style)) }
      }
    }
    return words.filter { !$0.isEmpty }
  }

  /// Code and emphasis told from the rest, without their marks.
  private static func spans(_ text: String) -> [Piece] {
    var spans: [Piece] = []
    var rest = text[...]
    var plain = ""
    func endPlain() {
      if !plain.isEmpty { spans.append((plain, .plain)) }
      plain = ""
    }
    while let first = rest.first {
      let mark = first == "`" ? "`" : rest.hasPrefix("**") ? "**" : ""
      let inner = rest.dropFirst(mark.count)
      if !mark.isEmpty, let close = inner.firstRange(of: mark), close.lowerBound > inner.startIndex {
        endPlain()
        spans.append((String(inner[..<close.lowerBound]), mark == "`" ? .name : .heading))
        rest = inner[close.upperBound...]
      } else {
        plain.append(first)
        rest = rest.dropFirst()
      }
    }
    endPlain()
    return spans
  }
}
