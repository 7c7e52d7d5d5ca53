import Tensors

/// `x[i] = v`, `r.f = v`, and chains of them.
///
/// A value is taken out of where it is held while a part of it is changed, so that nothing is copied that nobody else holds.
extension Value {
  /// One step from a value to a part of it.
  enum Accessor {
    case field(String)
    case index([Index])
  }

  /// Puts `new` where `path` leads from here. The path has at least one step.
  mutating func assign(_ new: Value, at path: ArraySlice<Accessor>) throws {
    guard let step = path.first else {
      self = new
      return
    }
    let rest = path.dropFirst()
    switch self {
    case .handle(let handle): return try Self.assign(new, in: handle, step, rest)
    case .record, .list, .tensor: break
    default: throw ValueError.notAssignable(self)
    }
    var held = Value.nil
    swap(&held, &self)
    try Self.assign(new, in: held, step, rest, back: &self)
  }

  /// Changes a value that has been swapped out of its place, and puts it back whatever happens: bound by `consume` it is
  /// held once, so that it is changed where it lies.
  @inline(never)
  private static func assign(
    _ new: Value, in old: consuming Value, _ step: Accessor, _ rest: ArraySlice<Accessor>, back place: inout Value
  ) throws {
    if case .list = old {
      guard case .list(var items) = consume old else { preconditionFailure("one kind of value") }
      defer { place = .list(items) }
      guard case .index(let indices) = step else { throw ValueError.notAssignable(.list(items)) }
      try assign(new, in: &items, at: indices, rest)
    } else if case .record = old {
      guard case .record(var record) = consume old else { preconditionFailure("one kind of value") }
      defer { place = .record(record) }
      try assign(new, in: &record, at: key(step, in: record), rest)
    } else {
      guard case .tensor(var tensor) = consume old else { preconditionFailure("one kind of value") }
      defer { place = .tensor(tensor) }
      guard case .index(let indices) = step else { throw ValueError.notAssignable(.tensor(tensor)) }
      if rest.isEmpty {
        try assign(new, in: &tensor, at: indices)
      } else {
        var part = try Value.tensor(tensor).indexed(indices)
        try part.assign(new, at: rest)
        try assign(part, in: &tensor, at: indices)
      }
    }
  }

  private static func assign(
    _ new: Value, in record: inout Record, at name: String, _ rest: ArraySlice<Accessor>
  ) throws {
    guard !rest.isEmpty else {
      record[name] = new
      return
    }
    try record.change(name) { part in try part.assign(new, at: rest) }
  }

  private static func key(_ step: Accessor, in record: Record) throws -> String {
    switch step {
    case .field(let name): name
    case .index(let indices): try record.key(at: indices)
    }
  }

  private static func assign(
    _ new: Value, in items: inout [Value], at indices: [Index], _ rest: ArraySlice<Accessor>
  ) throws {
    switch try indices.selection(of: items.count, what: "a list of \(items.count)") {
    case .one(let position):
      if rest.isEmpty {
        items[position] = new
      } else {
        var part = Value.nil
        swap(&part, &items[position])
        defer { swap(&part, &items[position]) }
        try part.assign(new, at: rest)
      }
    case .several(let positions):
      guard rest.isEmpty else { throw ValueError.notAssignable(.list(items)) }
      if case .list(let values) = new {
        guard values.count == positions.count else {
          throw ValueError.lengthsDiffer(assigned: values.count, places: positions.count)
        }
        for (position, value) in zip(positions, values) { items[position] = value }
      } else {
        for position in positions { items[position] = new }
      }
    }
  }

  private static func assign(_ new: Value, in tensor: inout Tensor, at indices: [Index]) throws {
    guard let value = new.countingAsTensor else { throw ValueError.elementOfValue(new) }
    if tensor.elementType == .bool, value.elementType != .bool { throw ValueError.elementOfMask(new) }
    if indices.count == 1, indices[0].axis == nil, case .tensor(let mask) = indices[0].value, mask.elementType == .bool
    {
      try tensor.assign(value, where: mask)
    } else {
      try tensor.assign(value, at: indices.axisIndices(of: tensor))
    }
  }

  private static func assign(
    _ new: Value, in handle: any Handle, _ step: Accessor, _ rest: ArraySlice<Accessor>
  ) throws {
    guard rest.isEmpty else {
      var part = try Value.handle(handle).part(step)
      try part.assign(new, at: rest)
      // What is shared has been changed in place; what is a value has to be put back.
      if part.asHandle == nil { try assign(part, in: handle, step, []) }
      return
    }
    guard case .field(let name) = step else { throw ValueError.notAssignable(.handle(handle)) }
    guard handle.fields.contains(where: { $0.name == name }) else {
      throw ValueError.noField(name, of: .handle(handle), names: handle.fields.map(\.name))
    }
    try handle.setField(name, to: new)
  }

  private func part(_ step: Accessor) throws -> Value {
    switch step {
    case .field(let name): try field(name)
    case .index(let indices): try indexed(indices)
    }
  }

  /// `x.name`.
  func field(_ name: String) throws -> Value {
    switch self {
    case .record(let record):
      guard let value = record[name] else { throw ValueError.noField(name, of: self, names: record.keys) }
      return value
    case .handle(let handle):
      guard let value = try handle.field(name) else {
        throw ValueError.noField(name, of: self, names: handle.fields.map(\.name))
      }
      return value
    default: throw ValueError.noFields(name, of: self, isFunction: false)
    }
  }
}

extension Value {
  /// `x[i, j] = number` where all is as simple as it looks.
  ///
  /// - Returns: false, and nothing done, where it is not: other values, too few indices, one outside.
  mutating func put(_ new: Value, at positions: [Int]) -> Bool {
    // The place is found first, by a function of its own: nothing may hold the elements when they are changed.
    guard let place = simplePlace(of: new, at: positions) else { return false }
    var held = Value.nil
    swap(&held, &self)
    self = Self.putting(new, place, into: held)
    return true
  }

  private enum SimplePlace {
    case number(Double, Int)
    case item(Int)
  }

  @inline(never)
  private func simplePlace(of new: Value, at positions: [Int]) -> SimplePlace? {
    switch self {
    case .tensor(let tensor):
      guard let place = tensor.place(at: positions) else { return nil }
      switch (new, tensor.elementType) {
      case (.number(let number), .double), (.number(let number), .float): return .number(number, place)
      case (.bool(let bool), .bool): return .number(bool ? 1 : 0, place)
      default: return nil
      }
    case .list(let items):
      guard positions.count == 1 else { return nil }
      let place = positions[0] < 0 ? positions[0] + items.count : positions[0]
      return items.indices.contains(place) ? .item(place) : nil
    default: return nil
    }
  }

  @inline(never)
  private static func putting(_ new: Value, _ place: SimplePlace, into old: consuming Value) -> Value {
    switch place {
    case .number(let number, let place):
      guard case .tensor(var tensor) = consume old else { preconditionFailure("a tensor before") }
      tensor.put(number, at: place)
      return .tensor(tensor)
    case .item(let place):
      guard case .list(var items) = consume old else { preconditionFailure("a list before") }
      items[place] = new
      return .list(items)
    }
  }

  /// Puts items behind those of a list, without a copy where nobody else holds it.
  ///
  /// - Precondition: it is a list.
  mutating func append(_ items: [Value]) {
    var held = Value.nil
    swap(&held, &self)
    self = Self.appending(items, to: held)
  }

  @inline(never)
  private static func appending(_ items: [Value], to old: consuming Value) -> Value {
    guard case .list(var list) = consume old else { preconditionFailure("a list before") }
    list += items
    return .list(list)
  }
}

extension Value {
  /// Whether it may hold other values: only such a one can make what it is put into deeper.
  var canHoldOthers: Bool {
    switch self {
    case .list, .record, .function(.closure): true
    default: false
    }
  }

  /// Changes a field of a record where it lies.
  mutating func changingField<Result>(_ name: String, _ change: (inout Value) throws -> Result) throws -> Result {
    var held = Value.nil
    swap(&held, &self)
    return try Self.changing(name, of: held, back: &self, change)
  }

  private static func changing<Result>(
    _ name: String, of old: consuming Value, back place: inout Value, _ change: (inout Value) throws -> Result
  ) throws -> Result {
    guard case .record(var record) = consume old else { preconditionFailure("a record") }
    defer { place = .record(record) }
    return try record.change(name, change)
  }
}

extension Record {
  /// Changes a field that there is, taken out meanwhile, so that it is held once.
  fileprivate mutating func change<Result>(_ name: String, _ change: (inout Value) throws -> Result) throws -> Result {
    guard var part = take(name) else { throw ValueError.noField(name, of: .record(self), names: keys) }
    defer { self[name] = part }
    return try change(&part)
  }
}
