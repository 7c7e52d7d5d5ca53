extension Parser {
  /// Statements up to a closing brace, or to the end of the text where `closing` is nil.
  mutating func statements(until closing: Token.Symbol?) throws -> [Statement] {
    var statements: [Statement] = []
    while true {
      while take(.semicolon) {}
      if let closing, at(closing) { return statements }
      if token.kind == .end {
        if closing == nil { return statements }
        throw unexpected("`}`")
      }
      let statement = try statement()
      let isSilenced = at(.semicolon) && !token.startsLine
      statements.append(Statement(kind: statement.kind, span: statement.span, isSilenced: isSilenced))
      if at(.semicolon) || token.kind == .end || token.startsLine { continue }
      if let closing, at(closing) { continue }
      throw ForeignHabits.faultAfterStatement(statement, in: self)
    }
  }

  mutating func block(after word: String) throws -> Block {
    guard at(.leftBrace) else {
      switch token.kind {
      case .invalid(let cause): throw fault(cause)
      case .symbol(.colon): throw fault(.colonBlock(word))
      case .symbol(.assign): throw fault(.assignmentAsCondition)
      default: throw ForeignHabits.fault(beforeBlockOf: word, in: self)
      }
    }
    blockDepth += 1
    defer { blockDepth -= 1 }
    let (statements, span) = try enclosed(by: .rightBrace, newlinesSeparate: true) {
      try $0.statements(until: .rightBrace)
    }
    return Block(statements: statements, span: span)
  }

  private mutating func statement() throws -> Statement {
    let start = token.span
    statementStart = start.start
    func made(_ kind: Statement.Kind) -> Statement {
      Statement(kind: kind, span: start.through(previousSpan), isSilenced: false)
    }
    if let fault = ForeignHabits.fault(atStatement: self) { throw fault }
    switch token.kind {
    case .keyword(let word) where peek().kind == .symbol(.assign): throw fault(.wordAsName(word.rawValue))
    case .keyword(.fn) where peek().kind.isName:
      return made(.define(try function()))
    case .keyword(.for): return made(try loop())
    case .keyword(.while):
      advance()
      let condition = try expression()
      return made(.whileLoop(condition, try loopBlock(after: "while")))
    case .keyword(.return):
      guard functionDepth > 0 else { throw fault(.returnOutside) }
      advance()
      let endsHere = token.kind == .end || token.startsLine || at(.semicolon) || at(.rightBrace)
      return made(.returning(endsHere ? nil : try expression()))
    case .keyword(.break), .keyword(.continue):
      guard loopDepth > 0 else { throw fault(.loopWordOutside(source.slice(token.span))) }
      return made(advance().kind == .keyword(.break) ? .leaveLoop : .nextRound)
    case .keyword(.import): return made(try importing())
    case .keyword(.else):
      throw fault(position(ofClosingBraceBefore: token) ? .elseOnOwnLine : .elseWithoutIf)
    default: break
    }
    let value = try expression()
    guard let (assigns, operation) = assignmentOperator() else { return made(.expression(value)) }
    guard let target = Self.target(value) else {
      throw fault(value.faultWhenAssigned, value.span)
    }
    guard assigns else { return made(.expression(value)) }
    advance()
    let assigned = try expression()
    if at(.assign), continuesLine { throw fault(.chainedAssignment) }
    return made(.assignment(target, operation, assigned))
  }

  /// Whether the token before is the `}` of a block.
  private func position(ofClosingBraceBefore token: Token) -> Bool {
    previousSpan.end > previousSpan.start && source.slice(previousSpan) == "}"
  }

  private func assignmentOperator() -> (assigns: Bool, BinaryOperator?)? {
    guard continuesLine, case .symbol(let symbol) = token.kind else { return nil }
    switch symbol {
    case .assign: return (true, nil)
    case .plusAssign: return (true, .add)
    case .minusAssign: return (true, .subtract)
    case .timesAssign: return (true, .multiply)
    case .divideAssign: return (true, .divide)
    case .remainderAssign: return (true, .remainder)
    case .matmulAssign: return (true, .matmul)
    case .powerAssign: return (true, .power)
    default: return nil
    }
  }

  /// The target an expression is when something is assigned to it; nil when it is none.
  private static func target(_ expression: Expression) -> Target? {
    switch expression.kind {
    case .name(let name): return Target(name: name, nameSpan: expression.span, path: [], span: expression.span)
    case .field(let base, let name, let nameSpan):
      return target(base).map { inner in
        Target(
          name: inner.name, nameSpan: inner.nameSpan, path: inner.path + [.field(name, nameSpan)], span: expression.span
        )
      }
    case .index(let base, let items):
      return target(base).map { inner in
        Target(
          name: inner.name, nameSpan: inner.nameSpan, path: inner.path + [.index(items, expression.span)],
          span: expression.span)
      }
    default: return nil
    }
  }

  private mutating func loop() throws -> Statement.Kind {
    advance()
    let (name, nameSpan) = try newName("a name for the items")
    if at(.assign) { throw fault(.foreignFor(name)) }
    if at(.comma) { throw fault(.severalTargets) }
    guard at(.in) else { throw unexpected("`in`") }
    advance()
    let items = try expression()
    return .loop(variable: name, variableSpan: nameSpan, over: items, try loopBlock(after: "for"))
  }

  private mutating func loopBlock(after word: String) throws -> Block {
    loopDepth += 1
    defer { loopDepth -= 1 }
    return try block(after: word)
  }

  private mutating func importing() throws -> Statement.Kind {
    guard blockDepth == 0 else { throw fault(.nestedImport) }
    advance()
    guard case .name(let module) = token.kind, continuesLine else { throw fault(.importPath) }
    let moduleSpan = advance().span
    if case .name("as") = token.kind, continuesLine { throw fault(.importAs(module)) }
    if at(.dot) || at(.divide), continuesLine { throw fault(.importPath) }
    var members: [ImportedName] = []
    if at(.colon), continuesLine {
      repeat {
        advance()
        let (name, span) = try newName("the name of something in `\(module)`")
        members.append(ImportedName(name: name, span: span))
      } while at(.comma) && continuesLine
    }
    return .importing(module: module, moduleSpan: moduleSpan, members: members)
  }

  /// A name that is about to mean something.
  mutating func newName(_ expected: String) throws -> (String, Span) {
    switch token.kind {
    case .name(let name): return (name, advance().span)
    case .keyword(let word): throw fault(.wordAsName(word.rawValue))
    default: throw unexpected(expected)
    }
  }

  /// `fn`, with or without a name.
  mutating func function() throws -> FunctionSyntax {
    let start = advance().span
    var name: String?
    var nameSpan = start
    if case .name(let given) = token.kind {
      name = given
      nameSpan = advance().span
    }
    let isDefinition = name != nil && start.start == statementStart
    let (documentation, first) = isDefinition ? documentation(above: start.start) : ([], start.start)
    guard at(.leftParenthesis) else { throw unexpected("`(` and the function's parameters") }
    let (parameters, _) = try enclosed(by: .rightParenthesis, newlinesSeparate: false) { try $0.parameters() }
    let outerLoops = loopDepth
    loopDepth = 0
    functionDepth += 1
    defer {
      loopDepth = outerLoops
      functionDepth -= 1
    }
    let body = try block(after: "fn")
    return FunctionSyntax(
      name: name, nameSpan: nameSpan, parameters: parameters, body: body, documentation: documentation,
      definition: Span(first, body.span.end))
  }

  private mutating func parameters() throws -> [ParameterSyntax] {
    var parameters: [ParameterSyntax] = []
    while !at(.rightParenthesis) {
      let (name, span) = try newName("a parameter's name")
      if parameters.contains(where: { $0.name == name }) { throw fault(.duplicateParameter(name), span) }
      if at(.assign) { throw fault(.labelWithEquals(name)) }
      let initial = take(.colon) ? try expression() : nil
      if initial == nil, parameters.contains(where: { $0.initial != nil }) {
        throw fault(.requiredAfterDefault(name), span)
      }
      parameters.append(ParameterSyntax(name: name, span: span, initial: initial))
      guard take(.comma) else { break }
    }
    return parameters
  }
}

extension Token.Kind {
  var isName: Bool {
    if case .name = self { true } else { false }
  }
}

extension Expression {
  /// What is wrong where something is assigned to it that holds nothing.
  var faultWhenAssigned: SyntaxError {
    switch kind {
    // `=` was more likely meant as `==`.
    case .binary(let operation, _, _, _) where operation.strength <= .comparison: return .assignmentAsCondition
    case .call(let function, _):
      if case .name(let name) = function.kind { return .callAssigned(name) }
      return .notAssignable
    default: return .notAssignable
    }
  }
}
