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
    let steps: [Value.Accessor] = try path.map { step in
      switch step {
      case .field(let name): .field(name)
      case .index(let items): .index(try items.map { try $0.index(frame) })
      }
    }
    var whole = try root.evaluate(frame)
    do {
      if case .handle = whole {
        try whole.assign(new, at: steps[...])
      } else if isOuter {
        throw ValueError.outerName(name: name)
      } else {
        // Emptied while its part is changed, so that the value is held once and changed in place.
        frame.store(nil, in: place)
        defer { frame.store(whole, in: place) }
        try whole.assign(new, at: steps[...])
        try frame.machine.keep(whole)
      }
    } catch {
      throw frame.located(error, targetSpan)
    }
    return new
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
