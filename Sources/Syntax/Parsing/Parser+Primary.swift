extension Parser {
  /// A value that no operator holds together.
  mutating func primary() throws -> Expression {
    let start = token.span
    func made(_ kind: Expression.Kind) -> Expression { Expression(kind: kind, span: start.through(previousSpan)) }
    switch token.kind {
    case .number(let number):
      advance()
      return made(.number(number))
    case .name(let name):
      if let fault = ForeignHabits.fault(atName: name, in: self) { throw fault }
      advance()
      return made(.name(name))
    case .stringStart: return try string()
    case .keyword(.true), .keyword(.false): return made(.bool(advance().kind == .keyword(.true)))
    case .keyword(.nil):
      advance()
      return made(.nil)
    case .keyword(.if): return try conditional()
    case .keyword(.try): return try attempt()
    case .keyword(.fn): return Expression(kind: .function(try function()), span: start.through(previousSpan))
    case .symbol(.leftParenthesis): return try parenthesized()
    case .symbol(.leftBracket): return try bracket()
    case .symbol(.leftBrace): return try record()
    case .keyword(let word) where [.for, .while, .return, .break, .continue, .import, .else].contains(word):
      throw fault(.unexpected(found: "`\(word.rawValue)`, which starts a statement", expected: "a value"))
    default: throw unexpected("a value")
    }
  }

  private mutating func parenthesized() throws -> Expression {
    let (inner, span) = try enclosed(by: .rightParenthesis, newlinesSeparate: false) { parser in
      let value = try parser.expression()
      if parser.at(.comma) { throw parser.fault(.tuple) }
      if !parser.at(.rightParenthesis), !parser.token.startsLine {
        throw ForeignHabits.fault(insideBrackets: parser, expected: "`)`")
      }
      return value
    }
    lastGroup = span
    return Expression(kind: inner.kind, span: span)
  }

  private mutating func bracket() throws -> Expression {
    let (items, span) = try enclosed(by: .rightBracket, newlinesSeparate: false) { parser in
      var items: [Expression] = []
      while !parser.at(.rightBracket) {
        items.append(try parser.expression())
        if parser.at(.for) { throw parser.fault(.comprehension) }
        guard parser.take(.comma) else { break }
      }
      if !parser.at(.rightBracket), !parser.token.startsLine {
        throw ForeignHabits.fault(insideBrackets: parser, expected: "`,` or `]`")
      }
      return items
    }
    return Expression(kind: .bracket(items), span: span)
  }

  private mutating func record() throws -> Expression {
    let (items, span) = try enclosed(by: .rightBrace, newlinesSeparate: false) { parser in
      var items: [RecordItem] = []
      var keys: Set<String> = []
      while !parser.at(.rightBrace) {
        let (key, keySpan) = try parser.recordKey()
        if !keys.insert(key).inserted { throw parser.fault(.duplicateKey(key), keySpan) }
        if parser.at(.assign) { throw parser.fault(.labelWithEquals(key)) }
        _ = try parser.expect(.colon, "`:` and the value of the field `\(key)`")
        items.append(RecordItem(key: key, value: try parser.expression()))
        guard parser.take(.comma) else { break }
      }
      if !parser.at(.rightBrace), !parser.token.startsLine { throw parser.unexpected("`,` or `}`") }
      return items
    }
    return Expression(kind: .record(items), span: span)
  }

  private mutating func recordKey() throws -> (String, Span) {
    if let word = token.kind.word { return (word, advance().span) }
    guard token.kind == .stringStart else {
      throw token.kind.startsValue && [.comma, .rightBrace].map(Token.Kind.symbol).contains(peek().kind)
        ? fault(.braceList) : unexpected("a field's name")
    }
    let start = advance().span
    var key = ""
    if case .stringText(let text) = token.kind {
      key = text
      advance()
    }
    guard token.kind == .stringEnd else { throw unexpected("the end of the field's name") }
    return (key, start.through(advance().span))
  }

  private mutating func string() throws -> Expression {
    let start = advance().span
    var pieces: [StringPiece] = []
    while token.kind != .stringEnd {
      switch token.kind {
      case .stringText(let text):
        // Of the last line of a `"""` string nothing may be left.
        if !text.isEmpty { pieces.append(.text(text)) }
        advance()
      case .interpolationStart:
        advance()
        let outer = newlinesSeparate
        newlinesSeparate = false
        pieces.append(.expression(try expression()))
        newlinesSeparate = outer
        guard token.kind == .interpolationEnd else { throw unexpected("`)` at the end of `\\(…)`") }
        advance()
      default: throw unexpected("the end of the string")
      }
    }
    let end = advance().span
    return Expression(kind: .string(pieces), span: start.through(end))
  }

  /// `try { … } else(error) { … }`.
  private mutating func attempt() throws -> Expression {
    let start = advance().span
    let block = try block(after: "try")
    guard at(.else), !token.startsLine else { throw fault(.tryWithoutElse, start) }
    advance()
    var errorName: (name: String, span: Span)?
    if at(.leftParenthesis) {
      (errorName, _) = try enclosed(by: .rightParenthesis, newlinesSeparate: false) { parser in
        let (name, span) = try parser.newName("a name for the error")
        return (name: name, span: span)
      }
    }
    let otherwise = try self.block(after: "else")
    return Expression(
      kind: .attempt(Attempt(block: block, errorName: errorName, otherwise: otherwise)),
      span: start.through(previousSpan))
  }

  private mutating func conditional() throws -> Expression {
    let start = token.span
    var branches: [Conditional.Branch] = []
    var otherwise: Block?
    repeat {
      advance()
      let condition = try expression()
      branches.append(Conditional.Branch(condition: condition, block: try block(after: "if")))
      // `else` belongs to the `}` on its own line only, also within brackets.
      guard at(.else), !token.startsLine else { break }
      advance()
      if at(.if), branches.count < Self.highestTree { continue }
      otherwise = try block(after: "else")
    } while at(.if) && otherwise == nil
    return Expression(
      kind: .conditional(Conditional(branches: branches, otherwise: otherwise)), span: start.through(previousSpan))
  }
}
