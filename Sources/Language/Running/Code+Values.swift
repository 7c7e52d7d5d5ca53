import Syntax
import Tensors

/// A value known before the program runs.
final class ConstantCode: Code, @unchecked Sendable {
  let value: Value

  init(_ span: Span, _ value: Value) {
    self.value = value
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value { value }
}

/// `"rate \(x)"`.
final class StringCode: Code, @unchecked Sendable {
  enum Piece {
    case text(String)
    case value(Code)
  }

  private let pieces: [Piece]

  init(_ span: Span, _ pieces: [Piece]) {
    self.pieces = pieces
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let literal): text += literal
      case .value(let code): text += try code.evaluate(frame).printed
      }
    }
    let limit = frame.limit
    guard text.utf8.count <= limit else {
      throw frame.located(ValueError.tooLarge(what: "this string", count: Double(text.utf8.count), limit: limit), span)
    }
    return .string(text)
  }
}

/// `[a, b]`: a tensor of numbers, bools and like literals of one shape; a list otherwise.
final class BracketCode: Code, @unchecked Sendable {
  private let items: [Code]

  init(_ span: Span, _ items: [Code]) {
    self.items = items
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    var isTensor = !items.isEmpty
    for item in items {
      let value = try item.evaluate(frame)
      values.append(value)
      if isTensor { isTensor = value.asScalar != nil || item.isTensorLiteral(of: value) }
    }
    guard isTensor, values.contains(where: { $0.asList == nil }) else { return .list(values) }
    do { return .tensor(try Self.tensor(values)) } catch { throw frame.located(error, span) }
  }

  /// The items, of one shape, along a new first axis.
  static func tensor(_ items: [Value]) throws(ValueError) -> Tensor {
    func shape(_ value: Value) -> [Int] { value.asTensor?.shape ?? (value.asList == nil ? [] : [0]) }
    let first = shape(items[0])
    for (position, item) in items.enumerated() where shape(item) != first {
      throw .ragged(first: first, other: shape(item), position: position)
    }
    let whole = [items.count] + first
    let parts = items.compactMap(\.flatTensor)
    if parts.allSatisfy({ $0.elementType == .bool }) {
      return Tensor(parts.flatMap { $0.doubles.map { $0 != 0 } }, shape: whole)
    }
    return Tensor(parts.flatMap(\.doubles), shape: whole)
  }
}

extension Code {
  /// Whether it is itself a literal that made a tensor, or the empty one, which no tensor can hold.
  fileprivate func isTensorLiteral(of value: Value) -> Bool {
    switch value {
    case .tensor: self is BracketCode || (self as? ConstantCode)?.isBracket == true
    case .list(let items): items.isEmpty && self is BracketCode
    default: false
    }
  }
}

extension ConstantCode {
  /// A constant tensor comes from a literal: no other constant is one.
  var isBracket: Bool { value.asTensor != nil }
}

/// `{a: 1, b: x}`.
final class RecordCode: Code, @unchecked Sendable {
  private let items: [(String, Code)]

  init(_ span: Span, _ items: [(String, Code)]) {
    self.items = items
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var record = Record()
    for (name, code) in items { record[name] = try code.evaluate(frame) }
    return .record(record)
  }
}

/// `a..<b by c`.
final class RangeCode: Code, @unchecked Sendable {
  private let lower: Code?
  private let upper: Code?
  private let step: Code?
  private let includesUpper: Bool

  init(_ span: Span, lower: Code?, upper: Code?, step: Code?, includesUpper: Bool) {
    self.lower = lower
    self.upper = upper
    self.step = step
    self.includesUpper = includesUpper
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    func number(_ code: Code?) throws -> Double? {
      guard let code else { return nil }
      let value = try code.evaluate(frame)
      guard let number = value.asNumber, !number.isNaN else {
        throw frame.located(ValueError.rangeEnd(value), code.span)
      }
      return number
    }
    let ends = (try number(lower), try number(upper))
    let advance = try number(step) ?? 1
    guard advance != 0, advance.isFinite else {
      throw frame.located(ValueError.rangeStep(advance), step?.span ?? span)
    }
    return .range(RangeValue(lower: ends.0, upper: ends.1, step: advance, includesUpper: includesUpper))
  }
}
