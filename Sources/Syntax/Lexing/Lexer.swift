/// Cuts program text into tokens.
///
/// The result ends with an `end` token. Text that is no token becomes an `invalid` one, so that the first error reported is
/// the first in the text.
public struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  private var comments: [Comment] = []
  private var sawLineBreak = true
  var isFinished = false
  /// Strings within interpolations within strings.
  var depth = 0
  static let deepestInterpolation = 32

  private init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  public static func tokens(of source: SourceText) -> (tokens: [Token], comments: [Comment]) {
    var lexer = Lexer(source)
    lexer.skipShebang()
    lexer.readAll()
    return (lexer.tokens, lexer.comments)
  }

  /// Whether `text` is one word that can stand as a field or label.
  public static func isWord(_ text: String) -> Bool {
    guard let first = text.utf8.first, isWordStart(first) else { return false }
    return text.allSatisfy(isWordCharacter)
  }

  /// Whether a character whose bytes are parts of words belongs into one: not those of signs and pictures.
  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  static func isWordStart(_ byte: UInt8) -> Bool {
    // Bytes of 128 and above are parts of letters of other scripts; the few symbols among them are tried first.
    byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || byte >= 0x80
  }

  static func isWordPart(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  // MARK: Characters

  func byte(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  func starts(with text: String) -> Bool {
    let utf8 = text.utf8
    return bytes.count - position >= utf8.count && bytes[position...].starts(with: utf8)
  }

  mutating func add(_ kind: Token.Kind, from start: Int) {
    let adjacent = !sawLineBreak && tokens.last.map { $0.span.end == start } ?? false
    tokens.append(Token(kind: kind, span: Span(start, position), startsLine: sawLineBreak, isAdjacent: adjacent))
    sawLineBreak = false
    if case .invalid = kind { isFinished = true }
  }

  // MARK: Between tokens

  /// The first line of a script that names its program, and the mark that some editors put before everything.
  private mutating func skipShebang() {
    if starts(with: "\u{FEFF}") { position += 3 }
    if starts(with: "#!") { skipLine() }
  }

  private mutating func skipLine() {
    while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
  }

  mutating func skipBlanks() {
    while let next = byte() {
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "\n"):
        sawLineBreak = true
        position += 1
      case UInt8(ascii: "#"):
        let start = position
        skipLine()
        let span = Span(start, position)
        let alone = source.slice(Span(source.lineStarts[source.line(at: start) - 1], start)).trimmed.isEmpty
        comments.append(Comment(kind: Comment.kind(of: source.slice(span)), span: span, isAlone: alone))
      default:
        // A no-break space, which browsers and text processors leave in copied code, is a space.
        guard starts(with: "\u{A0}") else { return }
        position += 2
      }
    }
  }

  // MARK: Tokens

  private mutating func readAll() {
    while !isFinished {
      skipBlanks()
      guard byte() != nil else { break }
      readToken()
    }
    if !isFinished { add(.end, from: position) }
  }

  mutating func readToken() {
    let start = position
    guard let first = byte() else { return }
    if first == UInt8(ascii: "\"") { return readString() }
    if Self.isDigit(first)
      || (first == UInt8(ascii: ".") && byte(1).map(Self.isDigit) == true && !followsValue(at: start))
    {
      return readNumber()
    }
    if starts(with: ".."), !starts(with: "..."), !starts(with: "..<") {
      position += 2
      return add(.invalid(.twoDots), from: start)
    }
    if let symbol = symbolHere() {
      position += symbol.rawValue.utf8.count
      return add(.symbol(symbol), from: start)
    }
    if Self.isWordStart(first) { return readWord() }
    position += 1
    if first == UInt8(ascii: "'") {
      return add(.invalid(followsValue(at: start) ? .transposeQuote : .singleQuote), from: start)
    }
    add(.invalid(.strangeCharacter(source.slice(Span(start, position)))), from: start)
  }

  /// Symbols by length, longest first.
  private static let symbols = Token.Symbol.allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }

  private func symbolHere() -> Token.Symbol? {
    guard let symbol = Self.symbols.first(where: { starts(with: $0.rawValue) }) else { return nil }
    let after = byte(symbol.rawValue.utf8.count)
    switch symbol {
    // `x<-1` compares; only `x <- 1` is the arrow of R.
    case .leftArrow where after != UInt8(ascii: " "): return .less
    // Only `i++` at the end of a statement is an increment.
    case .increment where !endsStatement(after: position + 2): return .plus
    default: return symbol
    }
  }

  /// Whether nothing but blanks stands between `position` and the end of a statement.
  private func endsStatement(after position: Int) -> Bool {
    switch bytes[position...].first(where: { $0 != UInt8(ascii: " ") }) {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "#"): true
    default: false
    }
  }

  /// Whether a value ends right before `start`, so that what stands there is applied to it.
  private func followsValue(at start: Int) -> Bool {
    guard let last = tokens.last, last.span.end == start else { return false }
    return switch last.kind {
    case .name, .number, .stringEnd: true
    case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.rightBrace): true
    default: false
    }
  }

  private mutating func readWord() {
    let start = position
    while let next = byte(), Self.isWordPart(next) {
      if next >= 0x80, starts(with: "≈") || starts(with: "\u{A0}") { break }
      position += 1
    }
    let word = source.slice(Span(start, position))
    if let bad = word.first(where: { !Self.isWordCharacter($0) }) {
      position = start + word.prefix(while: { $0 != bad }).utf8.count
      if position > start { return add(.name(source.slice(Span(start, position))), from: start) }
      position += bad.utf8.count
      return add(.invalid(.strangeCharacter(String(bad))), from: start)
    }
    add(Keyword(rawValue: word).map(Token.Kind.keyword) ?? .name(word), from: start)
  }

  private mutating func readNumber() {
    let start = position
    readDigits()
    if byte() == UInt8(ascii: "."), byte(1).map(Self.isDigit) == true {
      position += 1
      readDigits()
    }
    if byte().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+")
      if byte(signed ? 2 : 1).map(Self.isDigit) == true {
        position += signed ? 2 : 1
        readDigits()
      }
    }
    let digits = source.slice(Span(start, position))
    if byte() == UInt8(ascii: "."), !starts(with: ".."), byte(1).map(Self.isWordStart) != true,
      !["*", "/", "^"].contains(where: { starts(with: ".\($0)") })
    {
      position += 1
      return add(.invalid(.numberEndsInDot(digits)), from: start)
    }
    if let next = byte(), Self.isWordStart(next), !starts(with: "≈"), !starts(with: "\u{A0}") {
      let end = position
      while let part = byte(), Self.isWordPart(part) { position += 1 }
      return add(.invalid(.numberRunsIntoWord(digits, source.slice(Span(end, position)))), from: start)
    }
    guard let number = Double(digits.replacing("_", with: "")), number.isFinite else {
      return add(.invalid(.numberTooLarge(digits)), from: start)
    }
    add(.number(number), from: start)
  }

  private mutating func readDigits() {
    while let next = byte(), Self.isDigit(next) || (next == UInt8(ascii: "_") && byte(1).map(Self.isDigit) == true) {
      position += 1
    }
  }
}
