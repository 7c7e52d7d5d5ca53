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
    case .record(var record):
      let name = try Self.key(step, in: record)
      self = .nil
      defer { self = .record(record) }
      if rest.isEmpty {
        record[name] = new
      } else {
        guard var part = record.take(name) else {
          throw ValueError.noField(name, of: .record(record), names: record.keys)
        }
        defer { record[name] = part }
        try part.assign(new, at: rest)
      }
    case .list(var items):
      guard case .index(let indices) = step else { throw ValueError.notAssignable(self) }
      self = .nil
      defer { self = .list(items) }
      try Self.assign(new, in: &items, at: indices, rest)
    case .tensor(var tensor):
      guard case .index(let indices) = step else { throw ValueError.notAssignable(self) }
      self = .nil
      defer { self = .tensor(tensor) }
      if rest.isEmpty {
        try Self.assign(new, in: &tensor, at: indices)
      } else {
        var part = try Value.tensor(tensor).indexed(indices)
        try part.assign(new, at: rest)
        try Self.assign(part, in: &tensor, at: indices)
      }
    case .handle(let handle): try Self.assign(new, in: handle, step, rest)
    default: throw ValueError.notAssignable(self)
    }
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
        var part = items[position]
        items[position] = .nil
        defer { items[position] = part }
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
