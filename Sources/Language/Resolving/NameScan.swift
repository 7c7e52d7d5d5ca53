import Syntax

/// Finds which names statements assign, and which names the functions inside them read from around them.
struct NameScan {
  /// Names assigned (by `=`, `for`, `fn`, `import`), in the order of the text, with the place of the first assignment.
  private(set) var assigned: [(name: String, span: Span)] = []
  private var isAssigned: Set<String> = []
  /// How often each name is assigned.
  private(set) var assignments: [String: Int] = [:]
  /// Functions by name.
  private(set) var functions: [String: FunctionSyntax] = [:]
  /// Names bound to a function written where they are bound.
  private var bindsFunction: Set<String> = []
  /// Names that functions inside read or change but do not bind.
  private(set) var readFromInside: Set<String> = []
  /// Names read or changed here.
  private var read: Set<String> = []

  init(_ statements: [Statement]) { statements.forEach { scan($0) } }

  init(_ function: FunctionSyntax) {
    for parameter in function.parameters { assign(parameter.name, parameter.span) }
    function.parameters.forEach { $0.initial.map { scan($0) } }
    function.body.statements.forEach { scan($0) }
  }

  func assigns(_ name: String) -> Bool { isAssigned.contains(name) }

  /// Whether the name is bound at one place only, to a function written there.
  func standsForFunction(_ name: String) -> Bool { bindsFunction.contains(name) && assignments[name] == 1 }

  /// Names it needs from around it.
  private var free: Set<String> { read.union(readFromInside).subtracting(isAssigned) }

  private mutating func assign(_ name: String, _ span: Span) {
    if isAssigned.insert(name).inserted { assigned.append((name, span)) }
    assignments[name, default: 0] += 1
  }

  private mutating func scan(_ block: Block) { block.statements.forEach { scan($0) } }

  private mutating func scan(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): scan(value)
    case .assignment(let target, let operation, let value):
      scan(value)
      if target.path.isEmpty {
        assign(target.name, target.nameSpan)
        if operation == nil, case .function = value.kind { bindsFunction.insert(target.name) }
      }
      if operation != nil || !target.path.isEmpty { read.insert(target.name) }
      for case .index(let items, _) in target.path { items.forEach { $0.value.map { scan($0) } } }
    case .define(let function):
      if let name = function.name {
        assign(name, function.nameSpan)
        functions[name] = function
        bindsFunction.insert(name)
      }
      scan(function)
    case .loop(let variable, let span, let items, let block):
      scan(items)
      assign(variable, span)
      scan(block)
    case .whileLoop(let condition, let block):
      scan(condition)
      scan(block)
    case .returning(let value): value.map { scan($0) }
    case .leaveLoop, .nextRound: break
    case .importing(let module, let span, let members):
      if members.isEmpty { assign(module, span) }
      members.forEach { assign($0.name, $0.span) }
    }
  }

  private mutating func scan(_ function: FunctionSyntax) {
    readFromInside.formUnion(NameScan(function).free)
  }

  private mutating func scan(_ arguments: [Argument]) { arguments.forEach { scan($0.value) } }

  private mutating func scan(_ expression: Expression) {
    switch expression.kind {
    case .nil, .bool, .number: break
    case .name(let name): read.insert(name)
    case .string(let pieces):
      for case .expression(let inner) in pieces { scan(inner) }
    case .bracket(let items): items.forEach { scan($0) }
    case .record(let items): items.forEach { scan($0.value) }
    case .unary(_, let inner), .field(let inner, _, _): scan(inner)
    case .binary(_, let left, let right, _):
      scan(left)
      scan(right)
    case .range(let lower, let upper, let step, _): [lower, upper, step].forEach { $0.map { scan($0) } }
    case .call(let function, let arguments):
      scan(function)
      scan(arguments)
    case .index(let base, let items):
      scan(base)
      items.forEach { $0.value.map { scan($0) } }
    case .pipe(let value, let function, let arguments):
      scan(value)
      scan(function)
      scan(arguments)
    case .conditional(let conditional):
      for branch in conditional.branches {
        scan(branch.condition)
        scan(branch.block)
      }
      conditional.otherwise.map { scan($0) }
    case .attempt(let attempt):
      scan(attempt.block)
      if let (name, span) = attempt.errorName { assign(name, span) }
      scan(attempt.otherwise)
    case .function(let function): scan(function)
    }
  }
}
