/// Swift text cut into words and signs, without comments and without what strings say; the code that a string
/// interpolates is kept.
struct SwiftWords {
  /// Words (with `@` or `#` before them where that belongs to them), and every other character but blanks by itself.
  private(set) var words: [Substring] = []
  private let text: String
  private var position: String.Index

  init(_ text: String) {
    self.text = text
    position = text.startIndex
    read(untilParenthesis: false)
  }

  private func starts(with prefix: String) -> Bool { text[position...].hasPrefix(prefix) }

  private mutating func skip(_ count: Int = 1) {
    position = text.index(position, offsetBy: count, limitedBy: text.endIndex) ?? text.endIndex
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Reads to the end of the text, or up to the parenthesis that closes an interpolation.
  private mutating func read(untilParenthesis: Bool) {
    var open = 0
    while position < text.endIndex {
      let character = text[position]
      if character.isWhitespace {
        skip()
      } else if starts(with: "//") {
        skipComment()
      } else if starts(with: "/*") {
        skipLongComment()
      } else if character == "\"" || (character == "#" && opensRawText()) {
        readString()
      } else if Self.isPart(character) || ((character == "@" || character == "#") && isWordNext()) {
        let start = position
        skip()
        while position < text.endIndex, Self.isPart(text[position]) { skip() }
        words.append(text[start..<position])
      } else {
        if character == "(" { open += 1 }
        if character == ")" {
          if untilParenthesis, open == 0 { return skip() }
          open -= 1
        }
        // A name in backticks is the name.
        if character != "`" { words.append(text[position...position]) }
        skip()
      }
    }
  }

  private func isWordNext() -> Bool {
    let next = text.index(after: position)
    return next < text.endIndex && Self.isPart(text[next])
  }

  private mutating func skipComment() {
    position = text[position...].firstIndex(where: \.isNewline) ?? text.endIndex
  }

  private mutating func skipLongComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        skip(2)
      } else if starts(with: "*/") {
        depth -= 1
        skip(2)
      } else {
        skip()
      }
    } while depth > 0 && position < text.endIndex
  }

  /// Whether a string or regular expression between number signs begins here.
  private func opensRawText() -> Bool {
    let after = text[position...].drop { $0 == "#" }
    return after.first == "\"" || after.first == "/"
  }

  private mutating func readString() {
    let signs = String(text[position...].prefix { $0 == "#" })
    skip(signs.count)
    let quotes = starts(with: "/") ? "/" : starts(with: "\"\"\"") ? "\"\"\"" : "\""
    skip(quotes.count)
    while position < text.endIndex {
      if starts(with: quotes + signs) { return skip(quotes.count + signs.count) }
      guard quotes != "/", starts(with: "\\" + signs) else {
        skip()
        continue
      }
      skip(1 + signs.count)
      let interpolates = starts(with: "(")
      skip()
      if interpolates { read(untilParenthesis: true) }
    }
  }
}
