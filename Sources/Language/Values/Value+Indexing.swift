import Tensors

/// `x[…]`.
extension Value {
  /// The part of the value that `indices` choose.
  func indexed(_ indices: [Index]) throws -> Value {
    switch self {
    case .tensor(let tensor):
      if let mask = indices.maskOfSeveralAxes { return Value(try tensor.masked(mask)) }
      return Value(try tensor.indexed(indices.axisIndices(of: tensor)))
    case .list(let items):
      switch try indices.selection(of: items.count, what: "a list of \(items.count)") {
      case .one(let position): return items[position]
      case .several(let positions): return .list(positions.map { items[$0] })
      }
    case .string(let string):
      if let character = string.asciiCharacter(at: indices) { return .string(character) }
      let characters = Array(string)
      switch try indices.selection(of: characters.count, what: "a string of \(characters.count) characters") {
      case .one(let position): return .string(String(characters[position]))
      case .several(let positions): return .string(String(positions.map { characters[$0] }))
      }
    case .record(let record): return try record.value(at: indices)
    case .range(let range): return try Value.tensor(range.tensor(limit: RangeValue.longestTensor)).indexed(indices)
    case .handle(let handle): return try handle.index(indices)
    case .nil, .number, .bool, .function: throw ValueError.notIndexable(self)
    }
  }

  /// The number of things `len` counts and `for` runs over; nil where there are none to count.
  public var count: Int? {
    switch self {
    case .tensor(let tensor): tensor.shape.first
    case .list(let items): items.count
    case .string(let string): string.count
    case .record(let record): record.count
    case .range(let range): range.length.flatMap { Int(exactly: $0) }
    case .handle(let handle): handle.count
    case .nil, .number, .bool, .function: nil
    }
  }
}

extension Record {
  fileprivate func value(at indices: [Index]) throws -> Value {
    let name = try key(at: indices)
    guard let value = self[name] else { throw ValueError.noKey(name, names: keys) }
    return value
  }

  /// The field that an index in quotes names.
  func key(at indices: [Index]) throws -> String {
    guard indices.count == 1 else { throw ValueError.tooManyIndices(indices.count, what: "a record") }
    if let axis = indices[0].axis { throw ValueError.axisOfNoTensor(axis, what: "a record") }
    guard let name = indices[0].value?.asString else {
      throw ValueError.badIndex(indices[0].value ?? .nil, of: "a record")
    }
    return name
  }
}

/// What an index chooses of something with positions.
enum PositionSelection {
  case one(Int)
  case several([Int])
}

extension [Index] {
  /// A single mask, which may cover several axes of a tensor.
  fileprivate var maskOfSeveralAxes: Tensor? {
    guard count == 1, self[0].axis == nil, case .tensor(let mask) = self[0].value, mask.elementType == .bool else {
      return nil
    }
    return mask
  }

  /// One entry an axis of `tensor`, in its order.
  func axisIndices(of tensor: Tensor) throws -> [AxisIndex] {
    guard contains(where: { $0.axis != nil }) else { return try map { try $0.axisIndex() } }
    var all = Array<AxisIndex>(repeating: .all, count: tensor.rank)
    for index in self {
      guard let name = index.axis else { throw ValueError.indexByNameAndPlace }
      let axis = try tensor.layout.axis(named: name)
      guard all[axis] == .all else { throw TensorError.repeatedAxis(axis, tensor.layout) }
      all[axis] = try index.axisIndex()
    }
    return all
  }

  /// The positions chosen of a row of `count` things.
  func selection(of count: Int, what: String) throws -> PositionSelection {
    guard self.count == 1 else { throw ValueError.tooManyIndices(self.count, what: what) }
    if let axis = self[0].axis { throw ValueError.axisOfNoTensor(axis, what: what) }
    func checked(_ position: Int) throws -> Int {
      let found = position < 0 ? position + count : position
      guard (0..<count).contains(found) else { throw ValueError.positionOutside(position, count: count, what: what) }
      return found
    }
    switch try self[0].axisIndex() {
    case .position(let position): return .one(try checked(position))
    case .all: return .several(Array<Int>(0..<count))
    case .positions(let positions): return .several(try positions.map(checked))
    case .mask(let mask):
      guard mask.count == count else { throw ValueError.maskLength(mask.count, count: count, what: what) }
      return .several(mask.indices.filter { mask[$0] })
    case .range(let lower, let upper, let step):
      let first = lower.map { $0 < 0 ? $0 + count : $0 } ?? (step > 0 ? 0 : count - 1)
      let end = upper.map { $0 < 0 ? $0 + count : $0 } ?? (step > 0 ? count : -1)
      let bounds = step > 0 ? 0...count : -1...Swift.max(count - 1, 0)
      guard bounds.contains(first), bounds.contains(end) else {
        throw ValueError.rangeOutside(self[0].value?.asRange?.text ?? "", count: count, what: what)
      }
      return .several(Array<Int>(stride(from: first, to: end, by: step)))
    }
  }
}

extension Index {
  /// The index as tensors take it.
  func axisIndex() throws -> AxisIndex {
    switch value {
    case nil: return .all
    case .number(let number): return .position(try Self.whole(number))
    case .range(let range): return try Self.axisIndex(range)
    case .tensor(let tensor) where tensor.rank == 1: return try Self.axisIndex(tensor)
    case .list(let items):
      let numbers = items.compactMap(\.asNumber)
      if numbers.count == items.count { return .positions(try numbers.map(Self.whole)) }
      let bools = items.compactMap(\.asBool)
      if bools.count == items.count { return .mask(bools) }
    default: break
    }
    throw ValueError.badIndex(value ?? .nil, of: "a tensor or list")
  }

  private static func axisIndex(_ tensor: Tensor) throws -> AxisIndex {
    if case .bool(let mask) = tensor.storage { return .mask(mask) }
    return .positions(try tensor.doubles.map(whole))
  }

  private static func whole(_ number: Double) throws -> Int {
    guard let position = Int(exactly: number) else {
      throw ValueError.positionNotWhole(number)
    }
    return position
  }

  private static func axisIndex(_ range: RangeValue) throws -> AxisIndex {
    let step = try whole(range.step)
    let lower = try range.lower.map(whole)
    guard let last = try range.upper.map(whole) else { return .range(lower: lower, upper: nil, step: step) }
    guard range.includesUpper else { return .range(lower: lower, upper: last, step: step) }
    // Beyond the last position (or before the first, going down) stands no position but the open end.
    let beyond = step > 0 ? last + 1 : Swift.max(last, Int.min + 1) - 1
    let isOpen = step > 0 ? last == -1 : last == 0
    return .range(lower: lower, upper: isOpen ? nil : beyond, step: step)
  }
}

extension String {
  /// The character at one position, where all characters are of one byte and can be counted off; nil otherwise.
  fileprivate func asciiCharacter(at indices: [Language.Index]) -> String? {
    guard indices.count == 1, indices[0].axis == nil, case .number(let number)? = indices[0].value,
      let position = Int(exactly: number)
    else { return nil }
    // A carriage return and the line feed behind it are one character.
    let byte = utf8.withContiguousStorageIfAvailable { bytes -> UInt8? in
      let found = position < 0 ? position + bytes.count : position
      guard bytes.indices.contains(found), bytes.allSatisfy({ $0 < 0x80 && $0 != 0x0d }) else { return nil }
      return bytes[found]
    }
    return (byte ?? nil).map { String(UnicodeScalar($0)) }
  }
}
