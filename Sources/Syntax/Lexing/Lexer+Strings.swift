/// Strings: escapes, interpolations, several lines.
extension Lexer {
  /// Reads a string from its opening quotes.
  mutating func readString() {
    let start = position
    let isLong = starts(with: "\"\"\"")
    position += isLong ? 3 : 1
    add(.stringStart, from: start)
    let content = position
    /// Where among the tokens the pieces of this string's own text are.
    var pieces: [Int] = []
    var text = ""
    var pieceStart = position
    func flush() {
      guard !text.isEmpty else { return }
      pieces.append(tokens.count)
      add(.stringText(text), from: pieceStart)
      text = ""
    }
    while let next = byte() {
      switch next {
      case UInt8(ascii: "\"") where !isLong || starts(with: "\"\"\""):
        flush()
        let end = position
        position += isLong ? 3 : 1
        add(.stringEnd, from: end)
        if isLong { unindent(pieces, contentAt: content) }
        return
      case UInt8(ascii: "\n") where !isLong:
        return add(.invalid(.unendedString), from: start)
      case UInt8(ascii: "\\") where byte(1) == UInt8(ascii: "("):
        flush()
        readInterpolation()
        if isFinished { return }
        pieceStart = position
      case UInt8(ascii: "\\"):
        guard let escaped = readEscape() else { return }
        text += escaped
      case UInt8(ascii: "\r") where byte(1) == UInt8(ascii: "\n"):
        // A line break as Windows writes it is a line break.
        position += 1
      default:
        let run = position
        position += 1
        while let more = byte(), !Self.interruptsText(more) { position += 1 }
        text += source.slice(Span(run, position))
      }
    }
    add(.invalid(isLong ? .unendedLongString : .unendedString), from: start)
  }

  /// Whether a byte within a string has to be looked at by itself.
  private static func interruptsText(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }

  /// The character an escape stands for; nil after adding an invalid token.
  private mutating func readEscape() -> String? {
    let start = position
    position += 2
    switch byte(-1) {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "u") where byte() == UInt8(ascii: "{"):
      position += 1
      let digits = position
      while let next = byte(), next != UInt8(ascii: "}"), next != UInt8(ascii: "\""), next != UInt8(ascii: "\n") {
        position += 1
      }
      let code = source.slice(Span(digits, position))
      if byte() == UInt8(ascii: "}"), let scalar = UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) {
        position += 1
        return String(scalar)
      }
    default: break
    }
    position = min(position, bytes.count)
    // A character of several bytes is shown whole.
    while let next = byte(), next & 0xC0 == 0x80 { position += 1 }
    add(.invalid(.unknownEscape(source.slice(Span(start, position)))), from: start)
    return nil
  }

  /// Reads `\( … )` up to the parenthesis that closes it.
  private mutating func readInterpolation() {
    let start = position
    position += 2
    add(.interpolationStart, from: start)
    guard depth < Self.deepestInterpolation else { return add(.invalid(.tooDeep), from: start) }
    depth += 1
    defer { depth -= 1 }
    var open = 0
    while !isFinished {
      skipBlanks()
      guard byte() != nil else { return add(.invalid(.unendedString), from: start) }
      if byte() == UInt8(ascii: ")"), open == 0 {
        position += 1
        return add(.interpolationEnd, from: position - 1)
      }
      readToken()
      switch tokens.last?.kind {
      case .symbol(.leftParenthesis): open += 1
      case .symbol(.rightParenthesis): open -= 1
      default: break
      }
    }
  }

  /// Takes from a `"""` string the line break after its opening, and, where the closing quotes stand alone on their line,
  /// that line break and its indentation from every line.
  private mutating func unindent(_ pieces: [Int], contentAt start: Int) {
    let startsWithBreak = bytes[start] == UInt8(ascii: "\n") || bytes[start] == UInt8(ascii: "\r")
    guard startsWithBreak, let first = pieces.first, let last = pieces.last else { return }
    replaceText(at: first) { String($0.dropFirst()) }
    let quotes = tokens[tokens.count - 1].span.start
    let indent = source.slice(Span(source.lineStarts[source.line(at: quotes) - 1], quotes))
    guard indent.allSatisfy({ $0 == " " || $0 == "\t" }) else { return }
    replaceText(at: last) { text in
      // Of an empty string the one line break has been taken already.
      text.hasSuffix("\n" + indent) ? String(text.dropLast(indent.count + 1)) : text == indent ? "" : text
    }
    for piece in pieces where !indent.isEmpty {
      replaceText(at: piece) { text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { number, line in
          let startsLine = number > 0 || piece == first
          return startsLine && line.hasPrefix(indent) ? String(line.dropFirst(indent.count)) : String(line)
        }.joined(separator: "\n")
      }
    }
  }

  private mutating func replaceText(at index: Int, _ change: (String) -> String) {
    guard case .stringText(let text) = tokens[index].kind else { return }
    let old = tokens[index]
    tokens[index] = Token(
      kind: .stringText(change(text)), span: old.span, startsLine: old.startsLine, isAdjacent: old.isAdjacent)
  }
}
