import Glibc
import Syntax
import Tensors

/// What the operators do with values. `limit` is the number of elements that a range may become as a tensor.
enum Operations {
  /// `left operation right` for arithmetic and comparisons.
  static func binary(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, limit: Int
  ) throws -> Value {
    switch operation {
    case .and, .or: return try logical(operation, left, right)
    case .approximately: return .bool(try approximately(left, right, limit))
    case .isIn: return .bool(try right.contains(left))
    case .equal, .notEqual: if let equal = try equality(operation, left, right, limit) { return equal }
    case .matmul: return try product(left, right, limit)
    case .add: if let joined = try joined(left, right, limit) { return joined }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if case .string(let a) = left, case .string(let b) = right { return .bool(ordered(operation, a, b)) }
    default: break
    }
    if let a = left.asScalar, let b = right.asScalar { return scalar(operation, a, b) }
    return try elementwise(operation, left, right, limit)
  }

  /// An operator on two numbers.
  static func scalar(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Value {
    switch operation {
    case .add: .number(a + b)
    case .subtract: .number(a - b)
    case .multiply: .number(a * b)
    case .divide: .number(a / b)
    case .remainder: .number(remainder(a, b))
    case .power: .number(b == 2 ? a * a : pow(a, b))
    case .equal: .bool(a == b)
    case .notEqual: .bool(a != b)
    case .less: .bool(a < b)
    case .lessOrEqual: .bool(a <= b)
    case .greater: .bool(a > b)
    case .greaterOrEqual: .bool(a >= b)
    case .approximately: .bool(approximately(a, b))
    case .matmul, .and, .or, .isIn: preconditionFailure("\(operation.rawValue) is no operator on two numbers")
    }
  }

  /// What is left of a division rounded down; it has the sign of the divisor.
  private static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  private static let tensorOperations: [BinaryOperator: BinaryOperation] = [
    .add: .add, .subtract: .subtract, .multiply: .multiply, .divide: .divide, .remainder: .remainder, .power: .power,
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
    .greaterOrEqual: .greaterOrEqual, .and: .and, .or: .or,
  ]

  private static func elementwise(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ limit: Int
  ) throws -> Value {
    guard let tensorOperation = tensorOperations[operation], let a = try left.asOperand(limit),
      let b = try right.asOperand(limit)
    else {
      throw ValueError.operands(operation: operation.rawValue, left: left, right: right)
    }
    return Value(try Tensor.elementwise(tensorOperation, a, b))
  }

  private static func product(_ left: Value, _ right: Value, _ limit: Int) throws -> Value {
    guard let a = try left.asOperand(limit), let b = try right.asOperand(limit), a.rank > 0, b.rank > 0 else {
      throw ValueError.operands(operation: "@", left: left, right: right)
    }
    return Value(try a.matmul(b))
  }

  /// Two strings joined; nil when neither is a string.
  private static func joined(_ left: Value, _ right: Value, _ limit: Int) throws -> Value? {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      let count = a.utf8.count + b.utf8.count
      guard count <= limit else { throw ValueError.tooLarge(what: "this string", count: Double(count), limit: limit) }
      return .string(a + b)
    case (.string, _): throw ValueError.stringPlusOther(right, stringIsLeft: true)
    case (_, .string): throw ValueError.stringPlusOther(left, stringIsLeft: false)
    default: return nil
    }
  }

  private static func ordered(_ operation: BinaryOperator, _ a: String, _ b: String) -> Bool {
    switch operation {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  // MARK: Logic

  static func logical(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
    if case .bool(let a) = left, case .bool(let b) = right { return .bool(operation == .and ? a && b : a || b) }
    guard let a = left.asMask, let b = right.asMask else {
      throw ValueError.operands(operation: operation.rawValue, left: left, right: right)
    }
    return Value(try Tensor.elementwise(operation == .and ? .and : .or, a, b))
  }

  static func not(_ value: Value) throws -> Value {
    if case .bool(let bool) = value { return .bool(!bool) }
    guard let mask = value.asMask else { throw ValueError.operand(operation: "not", value) }
    return Value(mask.mapped(.not))
  }

  static func negated(_ value: Value, limit: Int) throws -> Value {
    if let number = value.asScalar { return .number(-number) }
    guard let tensor = try value.asOperand(limit) else { throw ValueError.operand(operation: "-", value) }
    return Value(tensor.mapped(.negate))
  }

  // MARK: Equality

  /// `==` and `!=`: one bool for values that are compared whole, a mask for a list beside a list or one value; nil for
  /// those compared element by element as tensors.
  private static func equality(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ limit: Int
  ) throws -> Value? {
    let wanted = operation == .equal
    if left.isNil || right.isNil { return .bool((left.isNil && right.isNil) == wanted) }
    if left.asTensor != nil || right.asTensor != nil { return nil }
    func mask(_ items: [Value], _ other: (Int) -> Value) -> Value {
      .tensor(Tensor(items.indices.map { areEqual(items[$0], other($0)) == wanted }, shape: [items.count]))
    }
    switch (left, right) {
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { throw ValueError.listsDiffer(a.count, b.count) }
      // Lists of lists are compared item by item too, unless they are the tensors they spell.
      if left.flatTensor == nil, let x = left.countingAsTensor, let y = right.countingAsTensor, x.shape == y.shape {
        return Value(try Tensor.elementwise(wanted ? .equal : .notEqual, x, y))
      }
      return mask(a) { b[$0] }
    case (.list, .range), (.range, .list): return nil
    case (.list(let items), _): return mask(items) { _ in right }
    case (_, .list(let items)): return mask(items) { _ in left }
    default: return .bool(areEqual(left, right) == wanted)
    }
  }

  /// Whether two values are the same through and through; tensors in shape and every element.
  static func areEqual(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.nil, .nil): return true
    case (.string(let a), .string(let b)): return a == b
    case (.range(let a), .range(let b)): return a == b
    case (.tensor(let a), .tensor(let b)): return a.shape == b.shape && a.doubles == b.doubles
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy(areEqual)
    case (.list, .tensor(let b)):
      return left.countingAsTensor.map { $0.shape == b.shape && $0.doubles == b.doubles } ?? false
    case (.tensor, .list): return areEqual(right, left)
    case (.record(let a), .record(let b)):
      return a.count == b.count && a.fields.allSatisfy { key, value in b[key].map { areEqual(value, $0) } ?? false }
    case (.function(let a), .function(let b)): return a.isSame(as: b)
    case (.handle(let a), .handle(let b)): return a === b
    default:
      guard let a = left.asScalar, let b = right.asScalar else { return false }
      return a == b
    }
  }

  /// `≈`: equal shapes and every pair of elements within 1e-6 of the larger magnitude, or of 1.
  private static func approximately(_ left: Value, _ right: Value, _ limit: Int) throws -> Bool {
    if let a = left.asScalar, let b = right.asScalar { return approximately(a, b) }
    switch (left, right) {
    case (.list(let a), .list(let b)):
      return try a.count == b.count && zip(a, b).allSatisfy { try approximately($0, $1, limit) }
    case (.record(let a), .record(let b)):
      return try a.count == b.count
        && a.fields.allSatisfy { key, value in try b[key].map { try approximately(value, $0, limit) } ?? false }
    default: break
    }
    guard let a = try left.asOperand(limit), let b = try right.asOperand(limit) else {
      if left.typeName == right.typeName { return areEqual(left, right) }
      throw ValueError.operands(operation: "≈", left: left, right: right)
    }
    return a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { approximately($0, $1) }
  }

  private static func approximately(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1)
  }
}

extension Value {
  /// Whether two values are the same through and through: `==` for everything but tensors and lists, which it compares
  /// item by item.
  public func isSame(as other: Value) -> Bool { Operations.areEqual(self, other) }

  /// A number, or a bool as 0 or 1.
  var asScalar: Double? {
    switch self {
    case .number(let number): number
    case .bool(let bool): bool ? 1 : 0
    default: nil
    }
  }

  /// What it is beside a tensor under an operator: itself, a number or bool without axes, a range as its elements.
  func asOperand(_ limit: Int) throws(ValueError) -> Tensor? {
    switch self {
    case .tensor(let tensor): tensor
    case .number(let number): Tensor([number], shape: [])
    case .bool(let bool): Tensor([bool], shape: [])
    case .range(let range): try range.tensor(limit: limit)
    case .list: countingAsTensor
    default: nil
    }
  }

  /// `item in self`: an item of a list, a number of a tensor or range, a part of a string, a name of a record.
  public func contains(_ item: Value) throws -> Bool {
    switch (self, item) {
    case (.string(let text), .string(let part)): return part.isEmpty || text.contains(part)
    case (.record(let record), .string(let name)): return record[name] != nil
    case (.tensor(let tensor), _):
      guard let number = item.asScalar else { throw ValueError.operands(operation: "in", left: item, right: self) }
      return tensor.doubles.contains(number)
    case (.range(let range), .number(let number)):
      guard let length = range.length else { throw ValueError.openRange }
      let place = range.step == 0 ? 0 : (number - range.element(0)) / range.step
      return place >= 0 && place < length && place == place.rounded() && range.element(Int(place)) == number
    case (.list(let items), _): return items.contains { Operations.areEqual($0, item) }
    default: throw ValueError.operands(operation: "in", left: item, right: self)
    }
  }

  /// A bool or a tensor of bools.
  var asMask: Tensor? {
    switch self {
    case .bool(let bool): Tensor([bool], shape: [])
    case .tensor(let tensor) where tensor.elementType == .bool: tensor
    default: nil
    }
  }
}
