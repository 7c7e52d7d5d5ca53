import Tensors

/// Why a value cannot be made or used as asked. The sentences stand in `ValueError+Diagnostic.swift`.
public indirect enum ValueError: Error {
  // Limits.
  case tooDeep(Int)
  case stepLimit(Int)
  /// A value holds itself, or others, too many times within each other.
  case nestedTooDeeply(Int)
  case tooLarge(what: String, count: Double, limit: Int)

  // Names.
  case noValueYet(name: String, definedAtLine: Int?)
  /// A local name is read before the function has assigned it, and an outer one has the same name.
  case localHasNoValueYet(name: String)
  case outerName(name: String)

  // Operators.
  case operands(operation: String, left: Value, right: Value)
  case operand(operation: String, Value)
  case stringPlusOther(Value, stringIsLeft: Bool)
  case notACondition(Value)
  case rangeEnd(Value)
  case rangeStep(Double)
  case openRange

  // Calls.
  case notAFunction(Value, name: String?)

  // Indices and fields.
  case notIndexable(Value)
  case badIndex(Value, of: String)
  case positionNotWhole(Double)
  case positionOutside(Int, count: Int, what: String)
  case rangeOutside(String, count: Int, what: String)
  case tooManyIndices(Int, what: String)
  case maskLength(Int, count: Int, what: String)
  case axisOfNoTensor(String, what: String)
  case indexByNameAndPlace
  case noField(String, of: Value, names: [String])
  case noFields(String, of: Value, isFunction: Bool)
  case noKey(String, names: [String])
  case elementOfValue(Value)
  case elementOfMask(Value)
  case notAssignable(Value)
  case lengthsDiffer(assigned: Int, places: Int)
  /// Two lists of unequal length, compared item by item.
  case listsDiffer(Int, Int)

  // Loops and literals.
  case notIterable(Value)
  case ragged(first: [Int], other: [Int], position: Int)
}
