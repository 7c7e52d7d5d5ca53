import Syntax
import Tensors

/// Statements one after another; the value is that of the last.
final class BlockCode: Code, @unchecked Sendable {
  private let statements: [Code]

  init(_ span: Span, _ statements: [Code]) {
    self.statements = statements
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    guard let last = statements.last else { return .nil }
    for index in 0..<statements.count - 1 {
      if let jump = try statements[index].run(frame).jump { throw jump }
    }
    return try last.evaluate(frame)
  }

  override func run(_ frame: Frame) throws -> Signal {
    for statement in statements {
      let signal = try statement.run(frame)
      if signal != .normal { return signal }
    }
    return .normal
  }
}

final class IfCode: Code, @unchecked Sendable {
  private let branches: [(condition: Code, block: Code)]
  private let otherwise: Code?

  init(_ span: Span, _ branches: [(condition: Code, block: Code)], otherwise: Code?) {
    self.branches = branches
    self.otherwise = otherwise
    super.init(span)
  }

  private func chosen(_ frame: Frame) throws -> Code? {
    for branch in branches where try branch.condition.isTrue(frame) { return branch.block }
    return otherwise
  }

  override func evaluate(_ frame: Frame) throws -> Value { try chosen(frame)?.evaluate(frame) ?? .nil }

  override func run(_ frame: Frame) throws -> Signal { try chosen(frame)?.run(frame) ?? .normal }
}

extension Code {
  /// The value as a condition.
  @inline(__always)
  func isTrue(_ frame: Frame) throws -> Bool {
    let value = try evaluate(frame)
    if case .bool(let bool) = value { return bool }
    throw frame.located(ValueError.notACondition(value), span)
  }

  /// Runs a loop's block once; a jump out of an expression counts as the signal it stands for.
  @inline(__always)
  fileprivate func round(_ frame: Frame) throws -> Signal {
    do {
      try frame.machine.tick()
      return try run(frame)
    } catch let jump as Jump {
      switch jump {
      case .leaveLoop: return .leaveLoop
      case .nextRound: return .nextRound
      case .leaveFunction: return .leaveFunction
      }
    } catch {
      throw frame.located(error, span)
    }
  }
}

final class WhileCode: Code, @unchecked Sendable {
  private let condition: Code
  private let block: Code

  init(_ span: Span, _ condition: Code, _ block: Code) {
    self.condition = condition
    self.block = block
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal {
    while try condition.isTrue(frame) {
      switch try block.round(frame) {
      case .normal, .nextRound: continue
      case .leaveLoop: return .normal
      case .leaveFunction: return .leaveFunction
      }
    }
    return .normal
  }
}

final class ForCode: Code, @unchecked Sendable {
  private let variable: Place
  private let items: Code
  private let block: Code

  init(_ span: Span, _ variable: Place, _ items: Code, _ block: Code) {
    self.variable = variable
    self.items = items
    self.block = block
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal {
    let values = try items.evaluate(frame)
    do {
      return try values.forEach { value in
        frame.store(value, in: variable)
        return try block.round(frame)
      }
    } catch {
      throw frame.located(error, items.span)
    }
  }
}

extension Value {
  /// Calls `body` for everything `for` runs over, until it says to leave.
  fileprivate func forEach(_ body: (Value) throws -> Signal) throws -> Signal {
    func each(_ count: Int, _ item: (Int) throws -> Value) throws -> Signal {
      for index in 0..<count {
        switch try body(item(index)) {
        case .normal, .nextRound: continue
        case .leaveLoop: return .normal
        case .leaveFunction: return .leaveFunction
        }
      }
      return .normal
    }
    switch self {
    case .range(let range):
      guard let length = range.length else { throw ValueError.openRange }
      return try each(length < Double(Int.max) ? Int(length) : Int.max) { .number(range.element($0)) }
    case .list(let items): return try each(items.count) { items[$0] }
    case .tensor(let tensor) where tensor.rank == 1:
      if case .bool(let elements) = tensor.storage { return try each(elements.count) { .bool(elements[$0]) } }
      let elements = tensor.doubles
      return try each(elements.count) { .number(elements[$0]) }
    case .tensor(let tensor) where tensor.rank > 1:
      return try each(tensor.shape[0]) { Value(try tensor.indexed([.position($0)])) }
    case .record(let record): return try each(record.count) { .string(record.keys[$0]) }
    case .string(let string):
      let characters = Array(string)
      return try each(characters.count) { .string(String(characters[$0])) }
    case .handle(let handle):
      guard let count = handle.count else { throw ValueError.notIterable(self) }
      return try each(count) { try handle.index([Index(value: .integer($0))]) }
    default: throw ValueError.notIterable(self)
    }
  }
}

/// `return`.
final class ReturnCode: Code, @unchecked Sendable {
  private let value: Code?

  init(_ span: Span, _ value: Code?) {
    self.value = value
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal {
    frame.result = try value?.evaluate(frame) ?? .nil
    return .leaveFunction
  }
}

/// `break`, `continue`.
final class SignalCode: Code, @unchecked Sendable {
  private let signal: Signal

  init(_ span: Span, _ signal: Signal) {
    self.signal = signal
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal { signal }
}
