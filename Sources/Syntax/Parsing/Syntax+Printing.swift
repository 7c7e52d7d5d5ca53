/// The tree as text, in one canonical form; parsing that text gives the same tree.
extension Program {
  public var printed: String { statements.map { $0.printed(indent: "") + "\n" }.joined() }
}

extension Statement {
  fileprivate func printed(indent: String) -> String {
    text(indent: indent) + (isSilenced ? ";" : "")
  }

  private func text(indent: String) -> String {
    switch kind {
    case .expression(let value): Self.printed(value, indent)
    case .assignment(let target, let operation, let value):
      "\(target.printed(indent)) \(operation?.rawValue ?? "")= \(value.printed(indent))"
    case .define(let function): function.printed(indent)
    case .loop(let variable, _, let items, let block):
      "for \(variable) in \(items.printed(indent)) \(block.printed(indent))"
    case .whileLoop(let condition, let block): "while \(condition.printed(indent)) \(block.printed(indent))"
    case .returning(let value): value.map { "return \($0.printed(indent))" } ?? "return"
    case .leaveLoop: "break"
    case .nextRound: "continue"
    case .importing(let module, _, let members):
      "import \(module)" + (members.isEmpty ? "" : ": " + members.map(\.name).joined(separator: ", "))
    }
  }
}

extension Statement {
  /// At the start of a statement `fn name(…)` would be a definition.
  private static func printed(_ value: Expression, _ indent: String) -> String {
    let text = value.printed(indent)
    return text.hasPrefix("fn ") ? "(\(text))" : text
  }
}

extension Target {
  fileprivate func printed(_ indent: String) -> String {
    path.reduce(name) { text, accessor in
      switch accessor {
      case .field(let name, _): "\(text).\(name)"
      case .index(let items, _): "\(text)[\(items.map { $0.printed(indent) }.joined(separator: ", "))]"
      }
    }
  }
}

extension Block {
  fileprivate func printed(_ indent: String) -> String {
    guard !statements.isEmpty else { return "{ }" }
    let inner = indent + "  "
    return "{\n" + statements.map { inner + $0.printed(indent: inner) + "\n" }.joined() + indent + "}"
  }
}

extension FunctionSyntax {
  fileprivate func printed(_ indent: String) -> String {
    let documentation = documentation.map { $0.isEmpty ? "##\n\(indent)" : "## \($0)\n\(indent)" }.joined()
    let list = parameters.map { parameter in
      parameter.name + (parameter.initial.map { ": \($0.printed(indent))" } ?? "")
    }
    return "\(documentation)fn\(name.map { " \($0)" } ?? "")(\(list.joined(separator: ", "))) \(body.printed(indent))"
  }
}

extension IndexItem {
  fileprivate func printed(_ indent: String) -> String {
    (axis.map { "\($0): " } ?? "") + (value?.printed(indent) ?? ":")
  }
}

extension Argument {
  fileprivate func printed(_ indent: String) -> String {
    (label.map { "\($0): " } ?? "") + value.printed(indent)
  }
}

extension Expression {
  /// How tightly the expression as a whole holds together.
  private var strength: Strength {
    switch kind {
    case .pipe: .pipe
    case .binary(let operation, _, _, _): operation.strength
    case .unary(.not, _): .not
    case .unary(.negate, _): .negation
    case .range: .range
    default: .postfix
    }
  }

  /// In parentheses where it would fall apart beside an operator of strength `weakest`.
  private func printed(_ indent: String, atLeast weakest: Strength) -> String {
    strength < weakest ? "(\(printed(indent)))" : printed(indent)
  }

  fileprivate func printed(_ indent: String) -> String {
    switch kind {
    case .nil: return "nil"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return LiteralText.number(number)
    case .name(let name): return name
    case .string(let pieces): return Self.printed(pieces, indent)
    case .bracket(let items): return "[" + items.map { $0.printed(indent) }.joined(separator: ", ") + "]"
    case .record(let items):
      return "{" + items.map { "\(LiteralText.key($0.key)): \($0.value.printed(indent))" }.joined(separator: ", ") + "}"
    case .unary(.negate, let inner): return "-" + inner.printed(indent, atLeast: .negation)
    case .unary(.not, let inner): return "not " + inner.printed(indent, atLeast: .not)
    case .binary(let operation, let left, let right, _): return Self.printed(operation, left, right, indent)
    case .range(let lower, let upper, let step, let includesUpper):
      return Self.printedRange(lower, upper, step, includesUpper ? "..." : "..<", indent)
    case .call(let function, let arguments):
      return function.printed(indent, atLeast: .postfix) + Self.printed(arguments, indent)
    case .index(let base, let items):
      return base.printed(indent, atLeast: .postfix) + "[\(items.map { $0.printed(indent) }.joined(separator: ", "))]"
    case .field(let base, let name, _): return "\(base.printed(indent, atLeast: .postfix)).\(name)"
    case .pipe(let value, let function, let arguments):
      let target = function.printed(indent, atLeast: .postfix)
      let isCall = if case .call = function.kind { true } else { false }
      let list = arguments.isEmpty && !isCall ? "" : Self.printed(arguments, indent)
      return "\(value.printed(indent)) |> \(target)\(list)"
    case .conditional(let conditional):
      let branches = conditional.branches.map { "if \($0.condition.printed(indent)) \($0.block.printed(indent))" }
      return branches.joined(separator: " else ")
        + (conditional.otherwise.map { " else \($0.printed(indent))" } ?? "")
    case .attempt(let attempt):
      let name = attempt.errorName.map { "(\($0.name))" } ?? ""
      return "try \(attempt.block.printed(indent)) else\(name) \(attempt.otherwise.printed(indent))"
    case .function(let function): return function.printed(indent)
    }
  }

  private static func printed(_ arguments: [Argument], _ indent: String) -> String {
    "(" + arguments.map { $0.printed(indent) }.joined(separator: ", ") + ")"
  }

  private static func printed(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ indent: String
  ) -> String {
    let own = operation.strength
    let (leftNeeds, rightNeeds): (Strength, Strength) =
      switch own {
      case .power: (.postfix, .negation)
      case .comparison: (own.tighter, own.tighter)
      default: (own, own.tighter)
      }
    return
      "\(left.printed(indent, atLeast: leftNeeds)) \(operation.rawValue) \(right.printed(indent, atLeast: rightNeeds))"
  }

  private static func printedRange(
    _ lower: Expression?, _ upper: Expression?, _ step: Expression?, _ symbol: String, _ indent: String
  ) -> String {
    func end(_ expression: Expression?) -> String {
      guard let expression else { return "" }
      let text = expression.printed(indent, atLeast: .sum)
      // After the operator a brace would open a block and the word `by` begin a step.
      let needsParentheses = text.hasPrefix("{") || text.prefix { Lexer.isWord(String($0)) || $0.isNumber } == "by"
      return needsParentheses ? "(\(text))" : text
    }
    return end(lower) + symbol + end(upper) + (step.map { " by \($0.printed(indent, atLeast: .sum))" } ?? "")
  }

  private static func printed(_ pieces: [StringPiece], _ indent: String) -> String {
    let inner = pieces.map { piece in
      switch piece {
      case .text(let text): LiteralText.escaped(text)
      case .expression(let expression): "\\(\(expression.printed(indent)))"
      }
    }
    return "\"" + inner.joined() + "\""
  }
}
