import Syntax

/// `x = v`, `x += v`. Its value is what the name then holds.
final class AssignCode: Code, @unchecked Sendable {
  private let place: Place
  /// The name's own value, and what to do with it and the new one; nil for a plain `=`.
  private let combination: (current: Code, operation: BinaryOperator, span: Span)?
  private let value: Code

  init(
    _ span: Span, _ place: Place, _ combination: (current: Code, operation: BinaryOperator, span: Span)?, _ value: Code
  ) {
    self.place = place
    self.combination = combination
    self.value = value
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    _ = try run(frame)
    return frame.load(place) ?? .nil
  }

  override func run(_ frame: Frame) throws -> Signal {
    guard let (current, operation, operatorSpan) = combination else {
      let new = try value.evaluate(frame)
      do { try frame.machine.keep(new) } catch { throw frame.located(error, span) }
      frame.store(new, in: place)
      return .normal
    }
    let old = try current.evaluate(frame)
    let new = try value.evaluate(frame)
    if case .number(let a) = old, case .number(let b) = new, operation != .matmul {
      frame.store(Operations.scalar(operation, a, b), in: place)
    } else if operation == .add, case .string = old, case .string(let tail) = new {
      try append(tail, old, frame)
    } else {
      do { frame.store(try Operations.binary(operation, old, new, limit: frame.limit), in: place) } catch {
        throw frame.located(error, operatorSpan)
      }
    }
    return .normal
  }

  /// Text grows in place: a loop that builds a long one takes time in proportion to its length.
  private func append(_ tail: String, _ old: consuming Value, _ frame: Frame) throws {
    frame.store(nil, in: place)
    guard case .string(var text) = consume old else { return }
    text += tail
    defer { frame.store(.string(text), in: place) }
    let limit = frame.limit
    guard text.utf8.count <= limit else {
      throw frame.located(ValueError.tooLarge(what: "this string", count: Double(text.utf8.count), limit: limit), span)
    }
  }
}

/// `x[i] = v`, `r.f += v`, and deeper.
final class PartAssignCode: Code, @unchecked Sendable {
  enum Step {
    case field(String)
    case index([IndexItemCode])
  }

  private let root: Code
  private let place: Place
  private let name: String
  /// Whether the name belongs to a function or program around this one, where only shared things may be changed.
  private let isOuter: Bool
  private let path: [Step]
  private let combination: (current: Code, operation: BinaryOperator, span: Span)?
  private let value: Code
  private let targetSpan: Span
  /// The indices of `x[i]` and `x[i, j]`, which are nearly all there are.
  private let simpleIndices: [Code]?

  init(
    _ span: Span, root: Code, place: Place, name: String, isOuter: Bool, path: [Step],
    combination: (current: Code, operation: BinaryOperator, span: Span)?, value: Code, targetSpan: Span
  ) {
    self.root = root
    self.place = place
    self.name = name
    self.isOuter = isOuter
    self.path = path
    self.combination = combination
    self.value = value
    self.targetSpan = targetSpan
    simpleIndices =
      if path.count == 1, case .index(let items) = path[0], items.allSatisfy({ $0.axis == nil && $0.value != nil }) {
        items.compactMap(\.value)
      } else {
        nil
      }
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var new = try value.evaluate(frame)
    if let combination {
      let old = try combination.current.evaluate(frame)
      do { new = try Operations.binary(combination.operation, old, new, limit: frame.limit) } catch {
        throw frame.located(error, combination.span)
      }
    }
    let steps: [Value.Accessor]
    if let simple = simpleIndices {
      let values = try simple.map { try $0.evaluate(frame) }
      if !isOuter, let positions = Self.positions(values), put(new, at: positions, frame) { return new }
      steps = [.index(values.map { Index(axis: nil, value: $0) })]
    } else {
      steps = try path.map { step in
        switch step {
        case .field(let name): .field(name)
        case .index(let items): .index(try items.map { try $0.index(frame) })
        }
      }
    }
    do { try assign(new, at: steps, frame) } catch { throw frame.located(error, targetSpan) }
    return new
  }

  private func assign(_ new: Value, at steps: [Value.Accessor], _ frame: Frame) throws {
    guard !isOuter, var whole = frame.take(place) else {
      // A name without a value is an error, one that is not the function's own too unless it is a shared thing.
      var whole = try root.evaluate(frame)
      guard case .handle = whole else {
        throw isOuter ? ValueError.outerName(name: name) : ValueError.notAssignable(whole)
      }
      return try whole.assign(new, at: steps[...])
    }
    defer { frame.store(whole, in: place) }
    try whole.assign(new, at: steps[...])
    if new.canHoldOthers { try frame.machine.keep(whole) }
  }

  /// A number, or an item of a list, at whole positions.
  private func put(_ new: Value, at positions: [Int], _ frame: Frame) -> Bool {
    guard !new.canHoldOthers, var whole = frame.take(place) else { return false }
    defer { frame.store(whole, in: place) }
    return whole.put(new, at: positions)
  }

  private static func positions(_ values: [Value]) -> [Int]? {
    var positions: [Int] = []
    positions.reserveCapacity(values.count)
    for value in values {
      guard case .number(let number) = value, let position = Int(exactly: number) else { return nil }
      positions.append(position)
    }
    return positions
  }
}

/// `xs = append(xs, …)`, `r.f = append(r.f, …)`: the collection grows where it lies.
final class AppendCode: Code, @unchecked Sendable {
  private let place: Place
  /// The fields that lead to the collection; none where it is the variable's value.
  private let path: [String]
  private let items: [Code]
  /// The same assignment as it is done otherwise.
  private let plain: Code
  private let callSpan: Span

  init(_ plain: Code, _ place: Place, path: [String], items: [Code], callSpan: Span) {
    self.place = place
    self.path = path
    self.items = items
    self.plain = plain
    self.callSpan = callSpan
    super.init(plain.span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    _ = try run(frame)
    return frame.load(place) ?? .nil
  }

  override func run(_ frame: Frame) throws -> Signal {
    // Looked at beforehand: what is no collection is for the function to refuse, and items are evaluated once.
    guard isCollection(frame.load(place), path[...]) else { return try plain.run(frame) }
    let new = try items.map { try $0.evaluate(frame) }
    let machine = frame.machine
    machine.observer?.callBegan(at: Location(frame.source, callSpan))
    try machine.tick()
    guard var whole = frame.take(place) else { return .normal }
    defer { frame.store(whole, in: place) }
    do {
      let count = try Self.append(new, to: &whole, path[...])
      if count > frame.limit {
        throw ValueError.tooLarge(what: "this collection", count: Double(count), limit: frame.limit)
      }
      if new.contains(where: \.canHoldOthers) { try machine.keep(whole) }
    } catch {
      throw frame.located(error, span)
    }
    return .normal
  }

  private func isCollection(_ value: Value?, _ path: ArraySlice<String>) -> Bool {
    guard let name = path.first else { return if case .list? = value { true } else { false } }
    guard case .record(let record)? = value else { return false }
    return isCollection(record[name], path.dropFirst())
  }

  /// - Returns: how many items there are then.
  private static func append(_ new: [Value], to value: inout Value, _ path: ArraySlice<String>) throws -> Int {
    guard let name = path.first else {
      value.append(new)
      return value.count ?? 0
    }
    return try value.changingField(name) { part in try append(new, to: &part, path.dropFirst()) }
  }
}

/// `fn name(…) { … }` as a statement: binds the name, has no value.
final class DefineCode: Code, @unchecked Sendable {
  private let place: Place
  private let function: FunctionCode

  init(_ span: Span, _ place: Place, _ function: FunctionCode) {
    self.place = place
    self.function = function
    super.init(span)
  }

  override func run(_ frame: Frame) throws -> Signal {
    frame.store(try function.evaluate(frame), in: place)
    return .normal
  }
}
