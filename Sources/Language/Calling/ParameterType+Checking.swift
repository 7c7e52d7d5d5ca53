import Tensors

extension ParameterType {
  /// Whether `value` would be taken.
  public func accepts(_ value: Value) -> Bool { (try? accepted(value)) != nil }

  /// `value` as the body gets it: what counts as a tensor has become one.
  /// - Throws: `ArgumentError` that says what was expected and found.
  public func accepted(_ value: Value, unit: String? = nil) throws(ArgumentError) -> Value {
    switch self {
    case .any: return value
    case .optional(let type): return value.isNil ? value : try type.accepted(value, unit: unit)
    case .oneOf(let types): return try Self.accepted(value, byOneOf: types, in: self, unit: unit)
    case .number(let domain): return try number(value, in: domain, unit: unit)
    case .integer(let domain):
      guard case .number(let number) = try number(value, in: domain, unit: unit) else { throw mismatch(value) }
      guard Int(exactly: number) != nil else { throw .notWhole(number, expected: description) }
      return value
    case .bool: return try require(value.asBool != nil, value)
    case .string: return try require(value.asString != nil, value)
    case .choice(let words):
      guard let word = value.asString else { throw mismatch(value) }
      guard words.contains(word) else { throw .unknownChoice(word, words: words) }
      return value
    case .tensor(let rank):
      guard let tensor = value.countingAsTensor else { throw mismatch(value) }
      if let rank, !rank.contains(tensor.rank) { throw .wrongRank(tensor.layout, expected: description) }
      return .tensor(tensor)
    case .mask:
      guard let tensor = value.asTensor, tensor.elementType == .bool else { throw mismatch(value) }
      return value
    case .function(let count):
      guard let function = value.asFunction else { throw mismatch(value) }
      if let count, !function.takes(count) { throw .wrongArity(function.signatureText, expected: count) }
      return value
    case .list(let item):
      guard let items = value.asList else { throw mismatch(value) }
      var accepted: [Value] = []
      for (position, element) in items.enumerated() {
        do { accepted.append(try item.accepted(element, unit: unit)) } catch {
          throw .item(position, error)
        }
      }
      return .list(accepted)
    case .record: return try require(value.asRecord != nil, value)
    case .range: return try require(value.asRange != nil, value)
    case .handle(let type): return try require(value.asHandle != nil && value.typeName == type, value)
    case .axis: return try require(value.asString != nil || value.asInteger != nil, value)
    case .axes: return try require(value.namesAxes, value)
    }
  }

  private func mismatch(_ value: Value) -> ArgumentError {
    // A range counts as a tensor unless it is too long.
    let isTooLong = value.asRange?.length.map { $0 > Double(RangeValue.longestTensor) } ?? false
    return .wrongType(found: value.foundText + (isTooLong ? ", too long for a tensor" : ""), expected: description)
  }

  private func require(_ condition: Bool, _ value: Value) throws(ArgumentError) -> Value {
    guard condition else { throw mismatch(value) }
    return value
  }

  private func number(_ value: Value, in domain: NumberDomain, unit: String?) throws(ArgumentError) -> Value {
    guard let number = value.asNumber else { throw mismatch(value) }
    guard domain.contains(number) else { throw .outside(number, domain, unit: unit, expected: description) }
    return value
  }

  /// The first alternative that takes the value; when none does, the error of the one alternative of its kind, or one
  /// that lists all.
  private static func accepted(
    _ value: Value, byOneOf types: [ParameterType], in whole: ParameterType, unit: String?
  ) throws(ArgumentError) -> Value {
    var telling: ArgumentError?
    // Where lists may stand too, a list of tensors is one: its items are what is asked for.
    let staysList = value.asList != nil && value.flatTensor == nil && types.contains(where: \.isList)
    for type in types where !(staysList && type.isTensor) {
      do { return try type.accepted(value, unit: unit) } catch {
        if case .wrongType = error { continue }
        telling = telling ?? error
      }
    }
    throw telling ?? whole.mismatch(value)
  }
}

extension Value {
  /// Whether it is an axis by name or number, or a list of them.
  var namesAxes: Bool {
    switch self {
    case .string: true
    case .number(let number): Int(exactly: number) != nil
    case .tensor(let tensor): tensor.rank == 1 && tensor.doubles.allSatisfy { Int(exactly: $0) != nil }
    case .list(let items): items.allSatisfy { $0.asString != nil || $0.asInteger != nil }
    default: false
    }
  }
}

extension ParameterType {
  fileprivate var isList: Bool { if case .list = self { true } else { false } }
  fileprivate var isTensor: Bool { if case .tensor = self { true } else { false } }
}
