import Syntax

/// Arithmetic and comparisons.
final class OperatorCode: Code, @unchecked Sendable {
  private let operation: BinaryOperator
  private let left: Code
  private let right: Code
  private let operatorSpan: Span

  init(_ span: Span, _ operation: BinaryOperator, _ left: Code, _ right: Code, operatorSpan: Span) {
    self.operation = operation
    self.left = left
    self.right = right
    self.operatorSpan = operatorSpan
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let a = try left.evaluate(frame)
    let b = try right.evaluate(frame)
    // Two numbers are by far the most common, and need neither checks nor a place for errors.
    if case .number(let x) = a, case .number(let y) = b, operation != .matmul, operation != .isIn {
      return Operations.scalar(operation, x, y)
    }
    do { return try Operations.binary(operation, a, b, limit: frame.limit) } catch {
      throw frame.located(error, operatorSpan)
    }
  }
}

/// `and`, `or`: the right side is looked at only when the left one leaves it open.
final class LogicCode: Code, @unchecked Sendable {
  private let operation: BinaryOperator
  private let left: Code
  private let right: Code
  private let operatorSpan: Span

  init(_ span: Span, _ operation: BinaryOperator, _ left: Code, _ right: Code, operatorSpan: Span) {
    self.operation = operation
    self.left = left
    self.right = right
    self.operatorSpan = operatorSpan
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let a = try left.evaluate(frame)
    if case .bool(let decided) = a, decided == (operation == .or) { return a }
    let b = try right.evaluate(frame)
    do { return try Operations.logical(operation, a, b) } catch { throw frame.located(error, operatorSpan) }
  }
}

/// `not`, `-`.
final class UnaryCode: Code, @unchecked Sendable {
  private let operation: UnaryOperator
  private let operand: Code

  init(_ span: Span, _ operation: UnaryOperator, _ operand: Code) {
    self.operation = operation
    self.operand = operand
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let value = try operand.evaluate(frame)
    do {
      return operation == .not ? try Operations.not(value) : try Operations.negated(value, limit: frame.limit)
    } catch {
      throw frame.located(error, span)
    }
  }
}
