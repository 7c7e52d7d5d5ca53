/// From text to tree.
///
///     program     = { statement end } ;                       end = newline | ";" | end of text | before "}"
///     statement   = "fn" name parameters block | "for" name "in" expression block | "while" expression block
///                 | "return" [ expression ] | "break" | "continue" | "import" name [ ":" name { "," name } ]
///                 | target ( "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "@=" | "^=" ) expression | expression ;
///     target      = name { "[" index { "," index } "]" | "." word } ;
///     block       = "{" { statement end } "}" ;
///     expression  = pipe ;
///     pipe        = or { "|>" function [ arguments ] } ;      function = postfix without a last call
///     or          = and { "or" and } ;
///     and         = not { "and" not } ;
///     not         = "not" not | comparison ;
///     comparison  = range [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "≈" | "~=" ) range ] ;
///     range       = sum [ ( "..<" | "..." ) [ sum ] [ "by" sum ] ] | ( "..<" | "..." ) sum [ "by" sum ] ;
///     sum         = product { ( "+" | "-" ) product } ;
///     product     = negation { ( "*" | "/" | "%" | "@" ) negation } ;
///     negation    = "-" negation | power ;
///     power       = postfix [ "^" negation ] ;
///     postfix     = primary { arguments | "[" index { "," index } "]" | "." word } ;
///     arguments   = "(" [ argument { "," argument } [ "," ] ] ")" ;
///     argument    = [ word ":" ] expression ;                 those without a label come first
///     index       = [ word ":" ] ( expression | ":" ) | ":" ;
///     primary     = number | string | "true" | "false" | "nil" | name | "(" expression ")"
///                 | "[" [ expression { "," expression } [ "," ] ] "]"
///                 | "{" [ key ":" expression { "," key ":" expression } [ "," ] ] "}"       key = word | string
///                 | "if" expression block { "else" "if" expression block } [ "else" block ]
///                 | "fn" parameters block ;
///     parameters  = "(" [ name [ ":" expression ] { "," name [ ":" expression ] } [ "," ] ] ")" ;
///     string      = '"' { character | escape | "\(" expression ")" } '"' | '"""' … '"""' ;
///     escape      = "\n" | "\t" | "\"" | "\\" | "\u{" hex digits "}" ;
///     number      = digits [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digits ] | "." digits … ;
///     name        = ( letter | "_" ) { letter | digit | "_" } that is no keyword ;      word = name | keyword
///
/// A newline ends a statement except inside `( )`, `[ ]` and a record, and where the statement cannot end: after a binary
/// operator, `,`, `|>`, `=` or `:`. `else` stands on the line of the `}` before it. `(`, `[` and `.` are applied to the
/// value before them only on the same line.
public struct Parser {
  let source: SourceText
  private let tokens: [Token]
  private let comments: [Comment]
  private var position = 0
  /// Whether newlines separate, as in a block, or not, as within brackets.
  var newlinesSeparate = true
  /// Nesting of expressions and blocks; a deeper text is refused before it could exhaust the stack.
  private var depth = 0
  /// Brackets open at this point, with the line they stand in.
  private var open: [(bracket: String, span: Span)] = []
  /// The last expression that stood in parentheses of its own.
  var lastGroup: Span?
  /// Where the statement under way begins.
  var statementStart = 0
  var functionDepth = 0
  var loopDepth = 0
  var blockDepth = 0

  private static let deepestNesting = 200
  /// Levels of a tree: `a + b + …` makes one as high as the chain is long.
  static let highestTree = 1500

  private init(_ source: SourceText) {
    self.source = source
    (tokens, comments) = Lexer.tokens(of: source)
  }

  /// The tree of a whole text.
  /// - Throws: `LocatedError` of phase `syntax`.
  public static func parse(_ source: SourceText) throws(LocatedError) -> Program {
    var parser = Parser(source)
    do {
      let statements = try parser.statements(until: nil)
      return Program(source: source, statements: statements, cells: parser.cells())
    } catch let fault as FaultError {
      throw LocatedError(fault.cause, at: Location(source, fault.span), phase: .syntax)
    } catch {
      throw LocatedError(error, at: nil, phase: .syntax)
    }
  }

  /// Whether `text` could still become right by more lines.
  public static func isIncomplete(_ source: SourceText) -> Bool {
    var parser = Parser(source)
    do {
      _ = try parser.statements(until: nil)
      return false
    } catch let fault as FaultError {
      return fault.cause.isIncomplete(atEnd: parser.token.kind == .end)
    } catch {
      return false
    }
  }

  /// The cells of a text that need not parse.
  public static func cells(of source: SourceText) -> [CellText] { Parser(source).cells() }

  /// A syntax error on its way to the place where it becomes a `LocatedError`.
  struct FaultError: Error {
    let cause: SyntaxError
    let span: Span
  }

  // MARK: Tokens

  var token: Token { tokens[position] }

  func peek(_ ahead: Int = 1) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  var previousSpan: Span { position > 0 ? tokens[position - 1].span : Span(0, 0) }

  @discardableResult
  mutating func advance() -> Token {
    let current = token
    if position < tokens.count - 1 { position += 1 }
    return current
  }

  /// Whether the token here goes on with the statement under way.
  var continuesLine: Bool { !newlinesSeparate || !token.startsLine }

  func at(_ symbol: Token.Symbol) -> Bool { token.kind == .symbol(symbol) }
  func at(_ keyword: Keyword) -> Bool { token.kind == .keyword(keyword) }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol, _ expected: String? = nil) throws -> Span {
    guard at(symbol) else { throw unexpected(expected ?? "`\(symbol.rawValue)`") }
    return advance().span
  }

  // MARK: Errors

  func fault(_ cause: SyntaxError, _ span: Span? = nil) -> FaultError {
    FaultError(cause: cause, span: span ?? token.span)
  }

  /// Something else was expected where the token stands; the bad text itself where it is no token.
  func unexpected(_ expected: String) -> FaultError {
    switch token.kind {
    case .invalid(let cause): return fault(cause)
    case .end:
      if let last = open.last {
        return fault(.unclosed(last.bracket, line: source.line(at: last.span.start)), last.span)
      }
      return fault(
        .unexpected(found: "the end of the text", expected: expected), Span(token.span.start, token.span.start))
    case .symbol(let symbol):
      if let habit = ForeignHabits.fault(at: symbol, in: self) { return habit }
    default: break
    }
    return fault(.unexpected(found: found, expected: expected))
  }

  /// The token here as an error says what it found.
  var found: String {
    switch token.kind {
    case .end: "the end of the text"
    case .stringStart, .stringText, .stringEnd, .interpolationStart, .interpolationEnd: "a string"
    default:
      token.startsLine && newlinesSeparate && token.span.start != statementStart
        ? "a new line" : "`\(source.slice(token.span))`"
    }
  }

  // MARK: Nesting

  mutating func nested<Result>(_ body: (inout Parser) throws -> Result) throws -> Result {
    guard depth < Self.deepestNesting else { throw fault(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Parses what stands between an opening symbol (just here) and its closing one.
  mutating func enclosed<Result>(
    by closing: Token.Symbol, newlinesSeparate separate: Bool, _ body: (inout Parser) throws -> Result
  ) throws -> (result: Result, span: Span) {
    let opening = advance()
    let outer = newlinesSeparate
    newlinesSeparate = separate
    open.append((source.slice(opening.span), opening.span))
    let result = try nested(body)
    // A token of a later line is where the missing bracket was noticed, not where it is missing.
    if !at(closing), !separate, token.startsLine, token.kind != .end, case .unexpected = unexpected("").cause {
      throw fault(.stillOpen(source.slice(opening.span), line: source.line(at: opening.span.start), found: found))
    }
    let end = try expect(closing, "`\(closing.rawValue)`")
    open.removeLast()
    newlinesSeparate = outer
    return (result, opening.span.through(end))
  }

  // MARK: Comments

  /// The `##` lines that stand directly above the token at `start`, without their marks, and where they begin.
  func documentation(above start: Int) -> (lines: [String], start: Int) {
    var line = source.line(at: start) - 1
    var lines: [String] = []
    var first = start
    for comment in comments.reversed() where comment.span.end <= start && comment.isAlone {
      guard comment.kind == .documentation, source.line(at: comment.span.start) == line else { break }
      let text = source.slice(comment.span).dropFirst(2)
      lines.append(String(text.hasPrefix(" ") ? text.dropFirst() : text).trimmedEnd)
      first = comment.span.start
      line -= 1
    }
    return (lines.reversed(), first)
  }

  private func cells() -> [CellText] {
    var cells: [CellText] = []
    func close(at end: Int) {
      guard let last = cells.indices.last else { return }
      cells[last] = CellText(
        title: cells[last].title, isMarkdown: cells[last].isMarkdown, span: Span(cells[last].span.start, end))
    }
    func start(_ title: String, isMarkdown: Bool, after comment: Comment) {
      close(at: source.lineStarts[source.line(at: comment.span.start) - 1])
      let next = source.line(at: comment.span.start)
      let start = next < source.lineStarts.count ? source.lineStarts[next] : source.bytes.count
      cells.append(CellText(title: title, isMarkdown: isMarkdown, span: Span(start, source.bytes.count)))
    }
    cells.append(CellText(title: "", isMarkdown: false, span: Span(0, source.bytes.count)))
    for comment in comments where comment.isAlone {
      switch comment.kind {
      case .cell(let title): start(title, isMarkdown: false, after: comment)
      case .markdownCell(let title): start(title, isMarkdown: true, after: comment)
      default: break
      }
    }
    // What stands above the first mark is a cell only if there is something.
    if cells.count > 1, source.slice(cells[0].span).trimmed.isEmpty { cells.removeFirst() }
    return cells
  }
}

extension String {
  /// Without blanks at its end.
  public var trimmedEnd: String {
    var rest = self[...]
    while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
    return String(rest)
  }
}
