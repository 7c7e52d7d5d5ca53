@testable import Language
@testable import Syntax

/// Trees as nested words without places, for comparing them.
extension Program {
  var outline: String { statements.map(\.outline).joined(separator: "\n") }
}

extension Statement {
  fileprivate var outline: String {
    let text =
      switch kind {
      case .expression(let value): value.outline
      case .assignment(let target, let operation, let value):
        "(assign \(target.outline) \(operation.map(\.rawValue) ?? "") \(value.outline))"
      case .define(let function): function.outline
      case .loop(let variable, _, let items, let block): "(for \(variable) \(items.outline) \(block.outline))"
      case .whileLoop(let condition, let block): "(while \(condition.outline) \(block.outline))"
      case .returning(let value): "(return \(value?.outline ?? ""))"
      case .leaveLoop: "(break)"
      case .nextRound: "(continue)"
      case .importing(let module, _, let members): "(import \(module) \(members.map(\.name)))"
      }
    return text + (isSilenced ? ";" : "")
  }
}

extension Target {
  fileprivate var outline: String {
    path.reduce(name) { text, accessor in
      switch accessor {
      case .field(let name, _): "(. \(text) \(name))"
      case .index(let items, _): "(at \(text) \(items.map(\.outline)))"
      }
    }
  }
}

extension Block {
  fileprivate var outline: String { "{" + statements.map(\.outline).joined(separator: " ") + "}" }
}

extension FunctionSyntax {
  fileprivate var outline: String {
    let list = parameters.map { "\($0.name)=\($0.initial?.outline ?? "")" }
    return "(fn \(name ?? "") \(documentation) \(list) \(body.outline))"
  }
}

extension IndexItem {
  fileprivate var outline: String { "\(axis ?? "")=\(value?.outline ?? ":")" }
}

extension Argument {
  fileprivate var outline: String { "\(label ?? "")=\(value.outline)" }
}

extension Syntax.Expression {
  fileprivate var outline: String {
    switch kind {
    case .nil: "nil"
    case .bool(let bool): "\(bool)"
    case .number(let number): "\(number)"
    case .string(let pieces):
      "(string \(pieces.map { if case .text(let text) = $0 { text.debugDescription } else { $0.inner } }))"
    case .name(let name): name
    case .bracket(let items): "(list \(items.map(\.outline)))"
    case .record(let items): "(record \(items.map { "\($0.key)=\($0.value.outline)" }))"
    case .unary(let operation, let inner): "(\(operation.rawValue) \(inner.outline))"
    case .binary(let operation, let left, let right, _): "(\(operation.rawValue) \(left.outline) \(right.outline))"
    case .range(let lower, let upper, let step, let includesUpper):
      "(range \(lower?.outline ?? "") \(upper?.outline ?? "") \(step?.outline ?? "") \(includesUpper))"
    case .call(let function, let arguments): "(call \(function.outline) \(arguments.map(\.outline)))"
    case .index(let base, let items): "(at \(base.outline) \(items.map(\.outline)))"
    case .field(let base, let name, _): "(. \(base.outline) \(name))"
    case .pipe(let value, let function, let arguments):
      "(pipe \(value.outline) \(function.outline) \(arguments.map(\.outline)))"
    case .conditional(let conditional):
      "(if \(conditional.branches.map { $0.condition.outline + $0.block.outline }) \(conditional.otherwise?.outline ?? ""))"
    case .attempt(let attempt):
      "(try \(attempt.block.outline) \(attempt.errorName?.name ?? "") \(attempt.otherwise.outline))"
    case .function(let function): function.outline
    }
  }
}

extension StringPiece {
  fileprivate var inner: String {
    switch self {
    case .text(let text): text
    case .expression(let expression): "\\" + expression.outline
    }
  }
}
