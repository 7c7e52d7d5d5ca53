/// What people type who come from Python, MATLAB, Julia or R, and where the parser meets it.
///
/// These are asked only where the text is already wrong (or, for words at the start of a statement, cannot be right), so
/// they cost nothing and never refuse a program that is ours.
enum ForeignHabits {
  /// Operators of other languages and what stands for them here.
  private static let operators: [Token.Symbol: String] = [
    .doubleStar: "^", .doubleAmpersand: "and", .ampersand: "and", .doubleBar: "or", .bar: "or", .bang: "not",
    .dotTimes: "*, which works element by element", .dotDivide: "/, which works element by element",
    .dotPower: "^, which works element by element", .unequal: "!=", .colonAssign: "=", .leftArrow: "=",
    .tildeAlone: "not", .tilde: "!= for unequal, or isclose(a, b) for nearly equal",
  ]

  private static let elseIfs: Set<String> = ["elif", "elseif", "elsif"]

  /// First words of statements of other languages and how the same is said here.
  private static let statements: [String: String] = {
    let raising = "an error is made by fail(\"…\")"
    let choosing = "write if … { … } else if … { … } else { … }"
    let catching = "write try { … } else(error) { … }"
    let keeping = "values stand together in a record: {rates: x, dt: 0.01}"
    return [
      "raise": raising, "throw": raising, "switch": choosing, "match": choosing, "case": choosing, "select": choosing,
      "except": catching, "catch": catching, "finally": catching, "class": keeping,
      "struct": keeping, "del": "give the name another value: x = nil", "do": "write while … { … }",
      "until": "write while not … { … }", "unless": "write if not … { … }",
    ]
  }()

  /// A comparison that other languages write as a word.
  private static func comparison(at token: Token) -> (theirs: String, ours: String)? {
    if case .name("is") = token.kind { ("is", "==") } else { nil }
  }

  /// At a symbol where something else was expected.
  static func fault(at symbol: Token.Symbol, in parser: Parser) -> Parser.FaultError? {
    if let ours = operators[symbol] { return parser.fault(.foreignOperator(symbol.rawValue, ours: ours)) }
    switch symbol {
    case .arrow, .fatArrow: return parser.fault(.foreignLambda)
    case .question: return parser.fault(.foreignTernary)
    case .doubleSlash: return parser.fault(.slashComment)
    case .increment: return parser.fault(.increment(parser.source.slice(parser.previousSpan)))
    case .matmul where parser.peek().kind == .symbol(.leftParenthesis): return parser.fault(.foreignLambda)
    case .remainder where parser.token.startsLine: return parser.fault(.percentComment)
    case .assign: return parser.fault(.assignmentInside(target: parser.source.slice(parser.previousSpan), value: "…"))
    default: return nil
    }
  }

  /// At the first word of a statement.
  static func fault(atStatement parser: Parser) -> Parser.FaultError? {
    if case .symbol(.question) = parser.token.kind { return parser.fault(.emptyCommand("?")) }
    if case .symbol(.colon) = parser.token.kind { return parser.fault(.emptyCommand(":")) }
    guard case .name(let word) = parser.token.kind, !parser.peek().startsLine else { return nil }
    let next = parser.peek().kind
    // `raise(x)`, `del [0]` and `elif - 1` are calls, indices and differences of something that may exist.
    let isOurs = [.leftParenthesis, .leftBracket, .minus].map(Token.Kind.symbol).contains(next)
    switch word {
    case "def", "function", "func", "define":
      return next.isName ? parser.fault(.foreignDefinition(word)) : nil
    case _ where elseIfs.contains(word): return next.startsValue && !isOurs ? parser.fault(.foreignElse(word)) : nil
    case _ where statements[word] != nil:
      let begins = next.startsValue || [.leftBrace, .colon].map(Token.Kind.symbol).contains(next)
      guard begins, !isOurs else { return nil }
      return statements[word].map { parser.fault(.foreignWord(word, ours: $0)) }
    case "from", "using": return next.isName ? parser.fault(.fromImport) : nil
    case "let", "var", "const", "local", "global":
      return next.isName ? parser.fault(.declaration(word)) : nil
    default: return nil
    }
  }

  /// At a name where a value is expected.
  static func fault(atName name: String, in parser: Parser) -> Parser.FaultError? {
    let next = parser.peek()
    guard !next.startsLine else { return nil }
    switch name {
    // `0...lambda by 2` has a step.
    case "lambda" where next.kind != .name("by"):
      return next.kind.isName || next.kind == .symbol(.colon) ? parser.fault(.foreignLambda) : nil
    case "f", "r", "b":
      return next.kind == .stringStart && next.isAdjacent ? parser.fault(.foreignFormat) : nil
    default: return nil
    }
  }

  /// A whole statement is followed by something on its line.
  static func faultAfterStatement(_ statement: Statement, in parser: Parser) -> Parser.FaultError {
    let token = parser.token
    if let word = comparison(at: token) { return parser.fault(.foreignOperator(word.theirs, ours: word.ours)) }
    switch token.kind {
    case .invalid(let cause): return parser.fault(cause)
    case .symbol(.leftBrace), .symbol(.colon):
      // `elif (x) {` looked like a call until here.
      let first = String(parser.source.slice(statement.span).prefix(while: \.isLetter))
      if elseIfs.contains(first) {
        let start = statement.span.start
        return parser.fault(.foreignElse(first), Span(start, start + first.utf8.count))
      }
      if token.kind == .symbol(.colon), let fault = colonRange(statement, parser) { return fault }
    case .symbol(.comma): return parser.fault(.severalTargets)
    case .symbol(.assign): return parser.fault(.notAssignable, statement.span)
    case .symbol(let symbol):
      if let fault = fault(at: symbol, in: parser) { return fault }
    case .keyword(.if): return parser.fault(.foreignTernary)
    case .keyword(.else): return parser.fault(.elseWithoutIf)
    case .keyword(.for): return parser.fault(.comprehension)
    case .name(let word) where Self.elseIfs.contains(word): return parser.fault(.foreignElse(word))
    default: break
    }
    if case .expression(let value) = statement.kind, case .name(let name) = value.kind, token.kind.startsValue {
      if name == "end" { return parser.fault(.foreignEnd, value.span) }
      return parser.fault(.statementAfterName(name: name, rest: parser.found))
    }
    return parser.fault(.notAtEnd(found: parser.found))
  }

  /// At a colon behind a value; nil where no value follows it.
  private static func colonRange(_ statement: Statement, _ parser: Parser) -> Parser.FaultError? {
    let lower: Expression
    switch statement.kind {
    case .expression(let value), .assignment(_, _, let value): lower = value
    default: return nil
    }
    let upper = parser.peek()
    guard upper.kind.startsValue else { return nil }
    return parser.fault(
      .colonRange(lower: parser.source.slice(lower.span), upper: parser.source.slice(upper.span)),
      lower.span.through(upper.span))
  }

  /// Within brackets, a whole item is followed by neither a comma nor the closing bracket.
  static func fault(insideBrackets parser: Parser, expected: String) -> Parser.FaultError {
    if let word = comparison(at: parser.token) { return parser.fault(.foreignOperator(word.theirs, ours: word.ours)) }
    switch parser.token.kind {
    case .keyword(.if): return parser.fault(.foreignTernary)
    case .keyword(.for): return parser.fault(.comprehension)
    case .symbol(.semicolon) where expected.contains("]"): return parser.fault(.semicolonRows)
    case .symbol(.colon):
      return parser.peek().kind.startsValue
        ? parser.fault(
          .colonRange(
            lower: parser.source.slice(parser.previousSpan), upper: parser.source.slice(parser.peek().span)))
        : parser.unexpected(expected)
    case let kind where kind.startsValue && expected.hasPrefix("`,`"):
      return parser.fault(.spacedItems(example: expected.contains("]") ? "[1, 2, 3]" : "f(a, b)"))
    default: return parser.unexpected(expected)
    }
  }

  /// Where a block should begin.
  static func fault(beforeBlockOf word: String, in parser: Parser) -> Parser.FaultError {
    if let word = comparison(at: parser.token) { return parser.fault(.foreignOperator(word.theirs, ours: word.ours)) }
    switch parser.token.kind {
    case .symbol(.fatArrow), .symbol(.arrow): return parser.fault(.foreignLambda)
    case .symbol(let symbol):
      if let fault = fault(at: symbol, in: parser) { return fault }
      return parser.fault(.blockWithoutBraces(word))
    default: return parser.fault(.blockWithoutBraces(word))
    }
  }
}

extension Token.Kind {
  /// Whether a value can begin with it.
  var startsValue: Bool {
    switch self {
    case .name, .number, .stringStart, .keyword(.true), .keyword(.false), .keyword(.nil), .keyword(.not): true
    case .symbol(.leftParenthesis), .symbol(.leftBracket), .symbol(.minus): true
    default: false
    }
  }
}
