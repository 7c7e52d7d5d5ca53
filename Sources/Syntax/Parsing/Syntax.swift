/// The syntax tree: what the text says, with the place of everything, before any name is looked up.
public struct Expression: Sendable {
  public indirect enum Kind: Sendable {
    case `nil`
    case bool(Bool)
    case number(Double)
    case string([StringPiece])
    case name(String)
    /// `[a, b]`.
    case bracket([Expression])
    case record([RecordItem])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
    case range(lower: Expression?, upper: Expression?, step: Expression?, includesUpper: Bool)
    case call(Expression, [Argument])
    case index(Expression, [IndexItem])
    case field(Expression, String, nameSpan: Span)
    /// `value |> function` with the arguments after the piped one.
    case pipe(Expression, into: Expression, [Argument])
    case conditional(Conditional)
    case attempt(Attempt)
    case function(FunctionSyntax)
  }

  public let kind: Kind
  public let span: Span
  /// Levels of the tree from here down. The parser keeps it bounded, since whoever walks a tree does so recursively.
  public let height: Int

  init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
    height = 1 + kind.innerHeight
  }
}

extension Expression.Kind {
  /// The height of the highest part.
  fileprivate var innerHeight: Int {
    switch self {
    case .nil, .bool, .number, .name: 0
    case .string(let pieces):
      pieces.reduce(0) { if case .expression(let inner) = $1 { max($0, inner.height) } else { $0 } }
    case .bracket(let items): items.reduce(0) { max($0, $1.height) }
    case .record(let items): items.reduce(0) { max($0, $1.value.height) }
    case .unary(_, let inner), .field(let inner, _, _): inner.height
    case .binary(_, let left, let right, _): max(left.height, right.height)
    case .range(let lower, let upper, let step, _):
      max(lower?.height ?? 0, upper?.height ?? 0, step?.height ?? 0)
    case .call(let function, let arguments): arguments.reduce(function.height) { max($0, $1.value.height) }
    case .index(let base, let items): items.reduce(base.height) { max($0, $1.value?.height ?? 0) }
    case .pipe(let value, let function, let arguments):
      arguments.reduce(max(value.height, function.height)) { max($0, $1.value.height) }
    case .conditional(let conditional):
      conditional.branches.reduce(conditional.otherwise?.height ?? 0) { max($0, $1.condition.height, $1.block.height) }
    case .attempt(let attempt): max(attempt.block.height, attempt.otherwise.height)
    case .function(let function): function.body.height
    }
  }
}

/// Text or `\(expression)` within a string.
public enum StringPiece: Sendable {
  case text(String)
  case expression(Expression)
}

public struct RecordItem: Sendable {
  public let key: String
  public let value: Expression
}

public struct Argument: Sendable {
  public let label: String?
  public let labelSpan: Span?
  public let value: Expression

  public init(label: String?, labelSpan: Span?, value: Expression) {
    self.label = label
    self.labelSpan = labelSpan
    self.value = value
  }
}

/// One entry of `x[…]`: `trial: 0`, `3..<10`, `:`.
public struct IndexItem: Sendable {
  public let axis: String?
  /// nil for a bare `:`.
  public let value: Expression?
  public let span: Span
}

public enum UnaryOperator: String, Sendable {
  case negate = "-"
  case not
}

public enum BinaryOperator: String, Sendable, CaseIterable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case approximately = "≈"
  case isIn = "in"
  case add = "+", subtract = "-"
  case multiply = "*", divide = "/", remainder = "%", matmul = "@"
  case power = "^"

  /// How tightly it binds; see the table in the parser.
  var strength: Strength {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .approximately, .isIn: .comparison
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder, .matmul: .product
    case .power: .power
    }
  }
}

/// From loosest to tightest.
enum Strength: Int, Sendable, Comparable {
  case pipe, or, and, not, comparison, range, sum, product, negation, power, postfix

  static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter one.
  var tighter: Strength { Strength(rawValue: rawValue + 1) ?? .postfix }
}

/// `try { … } else(error) { … }`.
public struct Attempt: Sendable {
  public let block: Block
  /// The name that the error gets, and where it stands; nil where nobody asks for it.
  public let errorName: (name: String, span: Span)?
  public let otherwise: Block
}

/// `if c { … } else if d { … } else { … }`.
public struct Conditional: Sendable {
  public let branches: [Branch]
  public let otherwise: Block?

  public struct Branch: Sendable {
    public let condition: Expression
    public let block: Block
  }
}

public struct Block: Sendable {
  public let statements: [Statement]
  public let span: Span
  public let height: Int

  init(statements: [Statement], span: Span) {
    self.statements = statements
    self.span = span
    height = 1 + statements.reduce(0) { max($0, $1.height) }
  }
}

public struct FunctionSyntax: Sendable {
  /// nil for one written in place.
  public let name: String?
  public let nameSpan: Span
  public let parameters: [ParameterSyntax]
  public let body: Block
  /// The lines above it that start with `##`, without those marks.
  public let documentation: [String]
  /// From its documentation to its closing brace.
  public let definition: Span
}

public struct ParameterSyntax: Sendable {
  public let name: String
  public let span: Span
  public let initial: Expression?
}

public struct Statement: Sendable {
  public indirect enum Kind: Sendable {
    case expression(Expression)
    case assignment(Target, BinaryOperator?, Expression)
    case define(FunctionSyntax)
    case loop(variable: String, variableSpan: Span, over: Expression, Block)
    case whileLoop(Expression, Block)
    case returning(Expression?)
    case leaveLoop
    case nextRound
    case importing(module: String, moduleSpan: Span, members: [ImportedName])
  }

  public let kind: Kind
  public let span: Span
  /// Whether a `;` follows, which keeps the prompt from showing the value.
  public let isSilenced: Bool

  fileprivate var height: Int {
    switch kind {
    case .expression(let value), .assignment(_, _, let value): 1 + value.height
    case .define(let function): 1 + function.body.height
    case .loop(_, _, let items, let block): 1 + max(items.height, block.height)
    case .whileLoop(let condition, let block): 1 + max(condition.height, block.height)
    case .returning(let value): 1 + (value?.height ?? 0)
    case .leaveLoop, .nextRound, .importing: 1
    }
  }
}

public struct ImportedName: Sendable {
  public let name: String
  public let span: Span
}

/// What is assigned: a name, or a part of what it holds.
public struct Target: Sendable {
  public let name: String
  public let nameSpan: Span
  public let path: [Accessor]
  public let span: Span

  public enum Accessor: Sendable {
    case field(String, Span)
    case index([IndexItem], Span)
  }
}

/// A whole text.
public struct Program: Sendable {
  public let source: SourceText
  public let statements: [Statement]
  public let cells: [CellText]
}

/// A stretch of a text between `# %%` lines.
public struct CellText: Sendable, Equatable {
  public let title: String
  public let isMarkdown: Bool
  /// From the line after its `# %%` (or the start of the text) to the next one.
  public let span: Span
}
