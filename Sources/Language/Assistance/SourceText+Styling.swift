import Syntax

extension SourceText {
  /// The text with what each part of it is: words of the language, strings, numbers, comments, built-ins.
  ///
  /// Text that is no token, and all that follows, is plain.
  public func styled(knowing table: BuiltinTable) -> StyledText {
    let (tokens, comments) = Lexer.tokens(of: self)
    let words = tokens.compactMap { token in style(of: token, table).map { (token.span, $0) } }
    let all = (words + comments.map { ($0.span, StyledText.Style.comment) }).sorted { $0.0.start < $1.0.start }
    var result = StyledText()
    var end = 0
    for (span, style) in all where span.start >= end {
      result.append(slice(Span(end, span.start)))
      result.append(slice(span), style)
      end = span.end
    }
    result.append(slice(Span(end, bytes.count)))
    return result
  }

  private func style(of token: Token, _ table: BuiltinTable) -> StyledText.Style? {
    switch token.kind {
    case .keyword: .keyword
    case .number: .number
    case .stringStart, .stringText, .stringEnd: .string
    case .name(let name): table[name] == nil ? nil : .name
    case .interpolationStart, .interpolationEnd, .symbol, .invalid, .end: nil
    }
  }
}
