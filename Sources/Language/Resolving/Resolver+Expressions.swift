import Syntax

extension Resolver {
  mutating func expression(_ expression: Expression) -> Code {
    let span = expression.span
    switch expression.kind {
    case .nil: return ConstantCode(span, .nil)
    case .bool(let bool): return ConstantCode(span, .bool(bool))
    case .number(let number): return ConstantCode(span, .number(number))
    case .string(let pieces): return string(pieces, span)
    case .name(let name): return self.name(name, span)
    case .bracket(let items): return bracket(items, span)
    case .record(let items): return RecordCode(span, items.map { ($0.key, self.expression($0.value)) })
    case .unary(let operation, let operand):
      let inner = self.expression(operand)
      if operation == .negate, case .number(let number) = (inner as? ConstantCode)?.value {
        return ConstantCode(span, .number(-number))
      }
      return UnaryCode(span, operation, inner)
    case .binary(let operation, let left, let right, let operatorSpan):
      let (a, b) = (self.expression(left), self.expression(right))
      return operation == .and || operation == .or
        ? LogicCode(span, operation, a, b, operatorSpan: operatorSpan)
        : OperatorCode(span, operation, a, b, operatorSpan: operatorSpan)
    case .range(let lower, let upper, let step, let includesUpper):
      return RangeCode(
        span, lower: lower.map { self.expression($0) }, upper: upper.map { self.expression($0) },
        step: step.map { self.expression($0) }, includesUpper: includesUpper)
    case .call(let function, let arguments): return call(function, arguments, span)
    case .pipe(let value, let function, let arguments):
      return call(function, [Argument(label: nil, labelSpan: nil, value: value)] + arguments, span)
    case .index(let base, let items): return IndexCode(span, self.expression(base), self.items(items))
    case .field(let base, let name, let nameSpan): return field(base, name, nameSpan, span)
    case .conditional(let conditional):
      let branches = conditional.branches.map { (self.expression($0.condition), block($0.block)) }
      return IfCode(span, branches, otherwise: conditional.otherwise.map { block($0) })
    case .attempt(let attempt):
      return AttemptCode(
        span, block(attempt.block), error: attempt.errorName.map { place(assigning: $0.name) },
        otherwise: block(attempt.otherwise))
    case .function(let syntax): return function(syntax)
    }
  }

  mutating func name(_ name: String, _ span: Span) -> Code {
    switch meaning(of: name, at: span) {
    case .variable(let place, let hidesOuter): VariableCode(span, name, place, hidesOuter: hidesOuter)
    case .global(let cell, let fallback, let missing):
      GlobalCode(span, name, cell, fallback: fallback, missing: missing)
    case .builtin(let builtin): ConstantCode(span, builtin.value)
    case .offered(let module, let member): OfferedCode(span, module, member: member)
    case .unknown: ConstantCode(span, .nil)
    }
  }

  private mutating func string(_ pieces: [StringPiece], _ span: Span) -> Code {
    var parts: [StringCode.Piece] = []
    var text = ""
    var isConstant = true
    for piece in pieces {
      switch piece {
      case .text(let literal):
        text += literal
        parts.append(.text(literal))
      case .expression(let inner):
        isConstant = false
        parts.append(.value(expression(inner)))
      }
    }
    return isConstant ? ConstantCode(span, .string(text)) : StringCode(span, parts)
  }

  private mutating func bracket(_ items: [Expression], _ span: Span) -> Code {
    let codes = items.map { expression($0) }
    // A tensor of constants is made once, not each time the program comes by.
    let constants = codes.compactMap { ($0 as? ConstantCode)?.value }
    let areElements =
      constants.count == codes.count && constants.allSatisfy { $0.asScalar != nil || $0.asTensor != nil }
    if !codes.isEmpty, areElements {
      do { return ConstantCode(span, .tensor(try BracketCode.tensor(constants))) } catch { report(error, span) }
    }
    return BracketCode(span, codes)
  }

  mutating func items(_ items: [IndexItem]) -> [IndexItemCode] {
    items.map { IndexItemCode(axis: $0.axis, value: $0.value.map { expression($0) }, span: $0.span) }
  }

  private mutating func field(_ base: Expression, _ name: String, _ nameSpan: Span, _ span: Span) -> Code {
    if let module = module(base), !module.names.contains(name) {
      report(NameError.unknownMember(module: module.name, name, names: module.names), nameSpan)
      return ConstantCode(span, .nil)
    }
    return FieldCode(span, expression(base), name, nameSpan: nameSpan)
  }

  // MARK: Calls

  private mutating func call(_ function: Expression, _ arguments: [Argument], _ span: Span) -> Code {
    let labels = arguments.map(\.label)
    let spans = arguments.map { $0.labelSpan ?? $0.value.span }
    if case .name(let name) = function.kind, case .builtin(let builtin) = meaning(of: name, at: function.span),
      builtin.constant == nil
    {
      return call(builtin, arguments, labels, spans, span)
    }
    if let known = knownFunction(function) {
      do { _ = try ArgumentBinder.map(labels, to: known.parameters, of: known.name) } catch {
        report(error, error.argument.map { spans[$0] } ?? span)
      }
    }
    let target = expression(function)
    let values = arguments.map { expression($0.value) }
    return CallCode(span, target, values, labels: labels, argumentSpans: spans)
  }

  private mutating func call(
    _ builtin: Builtin, _ arguments: [Argument], _ labels: [String?], _ spans: [Span], _ span: Span
  ) -> Code {
    let values = arguments.map { expression($0.value) }
    do {
      let targets = try ArgumentBinder.map(labels, to: builtin.parameters, of: builtin.name)
      check(values, targets, of: builtin)
      return BuiltinCallCode(span, builtin, values, targets: targets)
    } catch {
      var error = error
      if case .unknownLabel(let label) = error.reason { error.owner = library.table.onlyOwner(of: label) }
      report(error, error.argument.map { spans[$0] } ?? span)
      return ConstantCode(span, .nil)
    }
  }

  /// Constants are checked before the program runs: a misspelt word should not wait for the end of a training.
  private mutating func check(_ values: [Code], _ targets: [Int], of builtin: Builtin) {
    for (value, target) in zip(values, targets) {
      guard let constant = value as? ConstantCode else { continue }
      do { try ArgumentBinder.check(constant.value, builtin.parameters[target], of: builtin) } catch {
        report(error, value.span)
      }
    }
  }
}
