extension Parser {
  mutating func expression() throws -> Expression { try nested { try $0.expression(.pipe) } }

  /// An expression of operators that bind at least as tightly as `weakest` (precedence climbing).
  private mutating func expression(_ weakest: Strength) throws -> Expression {
    var isRange = at(.rangeTo) || at(.rangeThrough)
    var left = try operand(weakest)
    while continuesLine {
      if left.height > Self.highestTree { throw fault(.tooDeep) }
      if weakest == .pipe, at(.pipe) {
        advance()
        left = try piped(left)
      } else if weakest <= .range, at(.rangeTo) || at(.rangeThrough) {
        if isRange { throw fault(.chainedRange) }
        left = try range(from: left)
        isRange = true
      } else if let operation = binaryOperator(), operation.strength >= weakest, !isRange || operation.strength < .range
      {
        left = try binary(left, operation)
      } else {
        break
      }
    }
    return left
  }

  private mutating func operand(_ weakest: Strength) throws -> Expression {
    let start = token.span
    switch token.kind {
    case .keyword(.not) where weakest <= .not:
      advance()
      let inner = try nested { try $0.expression(.not) }
      return Expression(kind: .unary(.not, inner), span: start.through(inner.span))
    case .symbol(.minus):
      advance()
      let inner = try nested { try $0.expression(.negation) }
      return Expression(kind: .unary(.negate, inner), span: start.through(inner.span))
    case .symbol(let symbol) where weakest <= .range && [.rangeTo, .rangeThrough].contains(symbol):
      return try range(from: nil)
    default: return try postfix()
    }
  }

  private static let binaryOperators: [Token.Symbol: BinaryOperator] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
    .greaterOrEqual: .greaterOrEqual, .approximately: .approximately, .plus: .add,
    .minus: .subtract, .times: .multiply, .divide: .divide, .remainder: .remainder, .matmul: .matmul, .power: .power,
  ]

  private func binaryOperator() -> BinaryOperator? {
    switch token.kind {
    case .symbol(let symbol): Self.binaryOperators[symbol]
    case .keyword(.and): .and
    case .keyword(.or): .or
    case .keyword(.in): .isIn
    default: nil
    }
  }

  private mutating func binary(_ left: Expression, _ operation: BinaryOperator) throws -> Expression {
    let operatorSpan = advance().span
    let right =
      switch operation.strength {
      // Right-associative; the exponent may carry a sign.
      case .power: try nested { try $0.expression(.negation) }
      default: try expression(operation.strength.tighter)
      }
    if operation.strength == .comparison, continuesLine, binaryOperator()?.strength == .comparison {
      throw try chained(left, source.slice(operatorSpan), right)
    }
    return Expression(
      kind: .binary(operation, left, right, operatorSpan: operatorSpan), span: left.span.through(right.span))
  }

  /// `left first right second …`, at the second comparison: what to write in its place.
  private mutating func chained(_ left: Expression, _ first: String, _ right: Expression) throws -> FaultError {
    let second = source.slice(advance().span)
    let last = try expression(.range)
    let span = left.span.through(last.span)
    let (a, b, c) = (source.slice(left.span), source.slice(right.span), source.slice(last.span))
    let joined = "\(a) \(first) \(b) and \(b) \(second) \(c)"
    let isShort = joined.count <= 60 && !joined.contains("\n")
    return fault(.chainedComparison(joined: isShort ? joined : "a < b and b < c"), span)
  }

  /// A range from `lower` on, at its operator.
  private mutating func range(from lower: Expression?) throws -> Expression {
    let symbol = advance()
    let upper = startsOperand ? try expression(.sum) : nil
    if lower == nil, upper == nil { throw unexpected("the upper end of the range") }
    var step: Expression?
    if case .name("by") = token.kind, continuesLine {
      advance()
      step = try expression(.sum)
    }
    let first = lower?.span ?? symbol.span
    return Expression(
      kind: .range(
        lower: lower, upper: upper, step: step, includesUpper: symbol.kind == .symbol(.rangeThrough)),
      span: first.through(previousSpan))
  }

  /// Whether the token can begin the upper end of a range; `by` after an open end begins its step.
  private var startsOperand: Bool {
    guard continuesLine else { return false }
    switch token.kind {
    case .name(let name): return name != "by"
    case .number, .stringStart, .keyword(.if), .keyword(.try), .keyword(.fn), .keyword(.true), .keyword(.false),
      .keyword(.nil):
      return true
    case .symbol(.leftParenthesis), .symbol(.leftBracket), .symbol(.minus): return true
    default: return false
    }
  }

  /// `left |> function(arguments)`, after the operator.
  private mutating func piped(_ left: Expression) throws -> Expression {
    let target = try postfix()
    let span = left.span.through(target.span)
    // `x |> (f(a))` calls what f(a) gives; `x |> f(a)` calls f(x, a).
    if case .call(let function, let arguments) = target.kind, target.span != lastGroup {
      return Expression(kind: .pipe(left, into: function, arguments), span: span)
    }
    return Expression(kind: .pipe(left, into: target, []), span: span)
  }

  // MARK: Calls, indices, fields

  private mutating func postfix() throws -> Expression {
    var value = try primary()
    while continuesLine {
      if value.height > Self.highestTree { throw fault(.tooDeep) }
      switch token.kind {
      case .symbol(.leftParenthesis):
        let (arguments, span) = try enclosed(by: .rightParenthesis, newlinesSeparate: false) { try $0.arguments() }
        value = Expression(kind: .call(value, arguments), span: value.span.through(span))
      case .symbol(.leftBracket):
        let (items, span) = try enclosed(by: .rightBracket, newlinesSeparate: false) { try $0.indices(of: value) }
        value = Expression(kind: .index(value, items), span: value.span.through(span))
      case .symbol(.dot):
        advance()
        guard let word = token.kind.word, !token.startsLine || !newlinesSeparate else {
          throw unexpected("a field's name")
        }
        let nameSpan = advance().span
        value = Expression(kind: .field(value, word, nameSpan: nameSpan), span: value.span.through(nameSpan))
      default: return value
      }
    }
    return value
  }

  private mutating func arguments() throws -> [Argument] {
    var arguments: [Argument] = []
    while !at(.rightParenthesis) {
      var label: String?
      var labelSpan: Span?
      if let word = token.kind.word, peek().kind == .symbol(.colon) {
        (label, labelSpan) = (word, advance().span)
        advance()
      } else if let word = token.kind.word, peek().kind == .symbol(.assign) {
        advance()
        throw fault(.labelWithEquals(word))
      }
      let value = try expression()
      if label == nil, arguments.contains(where: { $0.label != nil }) { throw fault(.placeAfterLabel, value.span) }
      arguments.append(Argument(label: label, labelSpan: labelSpan, value: value))
      guard take(.comma) else { break }
    }
    if at(.assign), let last = arguments.last {
      throw fault(.assignmentInside(target: source.slice(last.value.span), value: "…"))
    }
    if !at(.rightParenthesis), !token.startsLine {
      throw ForeignHabits.fault(insideBrackets: self, expected: "`,` or `)`")
    }
    return arguments
  }

  private mutating func indices(of value: Expression) throws -> [IndexItem] {
    var items: [IndexItem] = []
    repeat {
      if at(.rightBracket), !items.isEmpty { break }
      items.append(try index())
    } while take(.comma)
    if !at(.rightBracket), !token.startsLine { throw ForeignHabits.fault(insideBrackets: self, expected: "`,` or `]`") }
    return items
  }

  private mutating func index() throws -> IndexItem {
    let start = token.span
    if at(.colon) {
      advance()
      guard !startsOperand else {
        let upper = try expression(.sum)
        throw fault(.sliceColon(lower: "", upper: source.slice(upper.span)), start.through(upper.span))
      }
      if at(.colon) { throw fault(.sliceStep, start.through(token.span)) }
      return IndexItem(axis: nil, value: nil, span: start)
    }
    if let axis = token.kind.word, peek().kind == .symbol(.colon),
      !peek(2).kind.endsIndex || peek(2).kind == .symbol(.colon)
    {
      advance()
      advance()
      if at(.colon) {
        let end = advance().span
        return IndexItem(axis: axis, value: nil, span: start.through(end))
      }
      let value = try expression()
      if at(.colon) { throw fault(.sliceStep, start.through(token.span)) }
      return IndexItem(axis: axis, value: value, span: start.through(value.span))
    }
    let value = try expression()
    if at(.colon) {
      let lower = source.slice(value.span)
      advance()
      guard startsOperand else {
        if at(.colon) { throw fault(.sliceStep, start.through(token.span)) }
        throw fault(.sliceColon(lower: lower, upper: ""), start.through(previousSpan))
      }
      let upper = try expression(.sum)
      if at(.colon) { throw fault(.sliceStep, start.through(token.span)) }
      throw fault(.sliceColon(lower: lower, upper: source.slice(upper.span)), start.through(upper.span))
    }
    return IndexItem(axis: nil, value: value, span: value.span)
  }
}

extension Token.Kind {
  /// The word this token is, keyword or not.
  public var word: String? {
    switch self {
    case .name(let name): name
    case .keyword(let keyword): keyword.rawValue
    default: nil
    }
  }

  /// Whether an index ends here.
  fileprivate var endsIndex: Bool {
    switch self {
    case .symbol(.comma), .symbol(.rightBracket), .end: true
    default: false
    }
  }
}
