import Syntax

extension Resolver {
  /// - Parameter isLoop: whether nobody asks for the block's value either.
  mutating func block(_ block: Block, isLoop: Bool = false) -> Code {
    for dropped in isLoop ? block.statements[...] : block.statements.dropLast() { warnIfDropped(dropped) }
    let statements = block.statements.map { statement($0) }
    return statements.count == 1 ? statements[0] : BlockCode(block.span, statements)
  }

  /// Built-ins that change nothing, though one may think so: what they give is all they do.
  private static let givesAll: Set<String> = [
    "append", "sort", "sort_by", "reverse", "with", "without", "concat", "flatten",
  ]

  /// Says that a statement does nothing: `append(xs, 1)` without a name for what it gives.
  mutating func warnIfDropped(_ statement: Statement) {
    guard case .expression(let value) = statement.kind else { return }
    let called: (function: Expression, first: Expression?)
    switch value.kind {
    case .call(let function, let arguments): called = (function, arguments.first?.value)
    case .pipe(let first, let function, _): called = (function, first)
    default: return
    }
    guard case .name(let name) = called.function.kind, Self.givesAll.contains(name),
      case .builtin = meaning(of: name, at: called.function.span)
    else { return }
    var hint = "give what it returns a name: `x = \(name)(…)`"
    if case .name(let target)? = called.first?.kind { hint = "write `\(target) = \(name)(\(target), …)`" }
    warn(
      Message("`\(name)` changes nothing; what it returns is dropped here", hints: [hint]), at: statement.span)
  }

  mutating func statement(_ statement: Statement) -> Code {
    switch statement.kind {
    case .expression(let value): return expression(value)
    case .assignment(let target, let operation, let value):
      return target.path.isEmpty
        ? assignment(target, operation, value, statement.span)
        : partAssignment(target, operation, value, statement.span)
    case .define(let syntax):
      let code = function(syntax)
      return DefineCode(statement.span, place(assigning: syntax.name ?? ""), code)
    case .loop(let variable, _, let items, let block):
      return ForCode(statement.span, place(assigning: variable), expression(items), self.block(block, isLoop: true))
    case .whileLoop(let condition, let block):
      return WhileCode(statement.span, expression(condition), self.block(block, isLoop: true))
    case .returning(let value): return ReturnCode(statement.span, value.map { expression($0) })
    case .leaveLoop: return SignalCode(statement.span, .leaveLoop)
    case .nextRound: return SignalCode(statement.span, .nextRound)
    case .importing(let module, let span, let members): return importing(module, span, members)
    }
  }

  private mutating func assignment(
    _ target: Target, _ operation: BinaryOperator?, _ value: Expression, _ span: Span
  ) -> Code {
    let current = operation.map { (current: name(target.name, target.nameSpan), operation: $0, span: span) }
    let place = place(assigning: target.name)
    let code = expression(value)
    let plain = AssignCode(span, place, current, code)
    return operation == nil ? growing(plain, place, target, value, code) ?? plain : plain
  }

  private mutating func partAssignment(
    _ target: Target, _ operation: BinaryOperator?, _ value: Expression, _ span: Span
  ) -> Code {
    let root = name(target.name, target.nameSpan)
    let path: [PartAssignCode.Step] = target.path.map { accessor in
      switch accessor {
      case .field(let name, _): .field(name)
      case .index(let items, _): .index(self.items(items))
      }
    }
    // `x[i] += v` reads the same part: the same steps, as an expression.
    let combination = operation.map { operation in
      let current = zip(target.path, path).reduce(root) { base, step -> Code in
        switch step {
        case (.field(_, let nameSpan), .field(let name)):
          return FieldCode(target.span, base, name, nameSpan: nameSpan)
        case (.index(_, let indexSpan), .index(let items)): return IndexCode(indexSpan, base, items)
        default: return base
        }
      }
      return (current: current, operation: operation, span: span)
    }
    let (place, isOuter): (Place, Bool) =
      switch root {
      case let variable as VariableCode:
        if case .captured = variable.place { (variable.place, true) } else { (variable.place, false) }
      case let global as GlobalCode: (.global(global.cell), !scopes.isEmpty)
      default: (.global(Cell()), true)
      }
    let code = expression(value)
    let plain = PartAssignCode(
      span, root: root, place: place, name: target.name, isOuter: isOuter, path: path, combination: combination,
      value: code, targetSpan: target.span)
    return operation == nil && !isOuter ? growing(plain, place, target, value, code) ?? plain : plain
  }

  /// `xs = append(xs, …)` and the same of fields, if that is what the assignment is: a call of the built-in by place, whose
  /// first argument is the target.
  private func growing(
    _ plain: Code, _ place: Place, _ target: Target, _ value: Expression, _ code: Code
  ) -> Code? {
    guard case .call(_, let arguments) = value.kind, let call = code as? BuiltinCallCode,
      call.builtin.name == "append", arguments.count > 1, arguments.allSatisfy({ $0.label == nil }),
      let path = fields(of: target, in: arguments[0].value)
    else { return nil }
    return AppendCode(plain, place, path: path, items: Array(call.arguments.dropFirst()), callSpan: value.span)
  }

  /// The fields of a target `x.a.b`, if the expression is the same.
  private func fields(of target: Target, in expression: Expression) -> [String]? {
    var fields: [String] = []
    for accessor in target.path {
      guard case .field(let name, _) = accessor else { return nil }
      fields.append(name)
    }
    var expression = expression
    for field in fields.reversed() {
      guard case .field(let base, let name, _) = expression.kind, name == field else { return nil }
      expression = base
    }
    guard case .name(let name) = expression.kind, name == target.name else { return nil }
    return fields
  }

  mutating func function(_ syntax: FunctionSyntax) -> FunctionCode {
    let scope = FunctionScope(NameScan(syntax))
    scopes.append(scope)
    let entries = syntax.parameters.map { parameter in
      FunctionCode.Entry(
        place: scope.places[parameter.name] ?? .local(0), initial: parameter.initial.map { expression($0) })
    }
    let body = block(syntax.body)
    scopes.removeLast()
    let signature = syntax.signature(in: source)
    return FunctionCode(
      syntax.nameSpan, name: syntax.name, source: source, parameters: signature.parameters, entries: entries,
      slotCount: scope.slotCount, cellCount: scope.cellCount, siblingCount: scope.siblingCount,
      captures: scope.captures, signature: signature, definition: syntax.definition, body: body)
  }
}
