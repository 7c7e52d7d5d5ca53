import Syntax

/// What a cursor stands in, read from the tokens before it.
struct CursorPlace {
  enum Kind: Equatable {
    case word(String)
    case afterDot(path: [String], String)
    case inString(String)
    case importing(String)
    case nothing
  }

  /// A call whose parenthesis is still open.
  struct OpenCall {
    let path: [String]
    /// The label of every argument begun so far, nil for those by place; the last one is at the cursor.
    var labels: [String?]
    /// Whether the argument at the cursor has no more than a word yet.
    var isAtArgumentStart: Bool

    /// The parameter that the argument at the cursor goes to.
    func parameter(in parameters: [Parameter]) -> Int? {
      if let label = labels.last ?? nil { return parameters.firstIndex { $0.answers(to: label) } }
      if let repeated = parameters.firstIndex(where: \.isRepeated), labels.count > repeated { return repeated }
      return labels.count <= parameters.count ? labels.count - 1 : nil
    }
  }

  let kind: Kind
  let replaced: Span
  /// The innermost open call around the cursor.
  let call: OpenCall?
  /// Whether the innermost open bracket is an index, and of what.
  let isIndexing: Bool
  let indexedPath: [String]

  init(_ text: String, at cursor: Int) {
    let before = String(decoding: Array(text.utf8.prefix(cursor)), as: UTF8.self)
    let source = SourceText(name: "", text: before)
    var tokens = Lexer.tokens(of: source).tokens
    let end = source.bytes.count
    // An open string ends the tokens: what stands in it is its prefix.
    var openString: Int?
    if case .invalid(let cause) = tokens.last?.kind, cause == .unendedString || cause == .unendedLongString,
      let last = tokens.popLast()
    {
      openString = min(last.span.start + (source.slice(last.span).hasPrefix("\"\"\"") ? 3 : 1), end)
      if let start = tokens.lastIndex(where: { $0.span.start == last.span.start && $0.kind == .stringStart }) {
        tokens.removeSubrange(start...)
      }
    } else if case .invalid = tokens.last?.kind {
      (kind, replaced, call, isIndexing, indexedPath) = (.nothing, Span(end, end), nil, false, [])
      return
    }
    if tokens.last?.kind == .end { tokens.removeLast() }
    let brackets = Self.openBrackets(tokens)
    call = brackets.last { $0.isCall }.flatMap {
      Self.openCall(tokens, at: $0.position, cursor: end, inString: openString != nil)
    }
    isIndexing = brackets.last.map { tokens[$0.position].kind == .symbol(.leftBracket) } ?? false
    indexedPath = brackets.last.map { Self.path(tokens, endingBefore: $0.position) } ?? []
    if let openString {
      (kind, replaced) = (.inString(source.slice(Span(openString, end))), Span(openString, end))
      return
    }
    var word = ""
    if let last = tokens.last, let text = last.kind.word, last.span.end == end {
      word = text
      tokens.removeLast()
    }
    replaced = Span(end - word.utf8.count, end)
    switch tokens.last?.kind {
    case .symbol(.dot): kind = .afterDot(path: Self.path(tokens, endingBefore: tokens.count - 1), word)
    case .keyword(.import): kind = .importing(word)
    case .number, .stringEnd, .name: kind = tokens.last?.span.end == end ? .nothing : .word(word)
    default: kind = .word(word)
    }
  }

  private static func openBrackets(_ tokens: [Token]) -> [(position: Int, isCall: Bool)] {
    var open: [(position: Int, isCall: Bool)] = []
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .symbol(.leftParenthesis):
        let follows = position > 0 && tokens[position - 1].span.end == token.span.start
        open.append((position, follows && !path(tokens, endingBefore: position).isEmpty))
      case .symbol(.leftBracket), .symbol(.leftBrace): open.append((position, false))
      case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.rightBrace): _ = open.popLast()
      default: break
      }
    }
    return open
  }

  /// The dotted name that ends before token `position`.
  private static func path(_ tokens: [Token], endingBefore position: Int) -> [String] {
    var path: [String] = []
    var index = position - 1
    while index >= 0, case .name(let name) = tokens[index].kind {
      path.insert(name, at: 0)
      guard index >= 2, tokens[index - 1].kind == .symbol(.dot) else { return path }
      index -= 2
    }
    return []
  }

  private static func openCall(_ tokens: [Token], at position: Int, cursor: Int, inString: Bool) -> OpenCall? {
    var call = OpenCall(path: path(tokens, endingBefore: position), labels: [nil], isAtArgumentStart: true)
    // `x |> f(` has given the first argument already.
    let start = position - 2 * call.path.count
    if start >= 0, tokens[start].kind == .symbol(.pipe) { call.labels = [nil, nil] }
    var depth = 0
    var begun = 0
    for index in (position + 1)..<max(tokens.count, position + 1) {
      let token = tokens[index]
      switch token.kind {
      case .symbol(.leftParenthesis), .symbol(.leftBracket), .symbol(.leftBrace): depth += 1
      case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.rightBrace): depth -= 1
      case .symbol(.comma) where depth == 0:
        call.labels.append(nil)
        begun = 0
        continue
      case .symbol(.colon) where depth == 0 && begun == 1:
        call.labels[call.labels.count - 1] = tokens[index - 1].kind.word
      default: break
      }
      begun += 1
    }
    let endsInWord = tokens.last.map { $0.kind.word != nil && $0.span.end == cursor } ?? false
    call.isAtArgumentStart = !inString && depth == 0 && (begun == 0 || (begun == 1 && endsInWord))
    return call
  }
}
