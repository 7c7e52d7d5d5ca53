import Syntax

/// A call of a built-in known by name before the program runs.
final class BuiltinCallCode: Code, @unchecked Sendable {
  let builtin: Builtin
  let arguments: [Code]
  private let targets: [Int]

  init(_ span: Span, _ builtin: Builtin, _ arguments: [Code], targets: [Int]) {
    self.builtin = builtin
    self.arguments = arguments
    self.targets = targets
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(frame)) }
    return try frame.machine.call(builtin, values, targets: targets, at: Location(frame.source, span)) {
      Location(frame.source, arguments[$0].span)
    }
  }
}

/// A call of whatever function a value is.
final class CallCode: Code, @unchecked Sendable {
  private let function: Code
  private let arguments: [Code]
  private let labels: [String?]
  /// Where a wrong label stands, or the argument without one.
  private let argumentSpans: [Span]
  /// Every argument by place, in order: the common case, which needs no matching.
  private let inOrder: [Int]?

  init(_ span: Span, _ function: Code, _ arguments: [Code], labels: [String?], argumentSpans: [Span]) {
    self.function = function
    self.arguments = arguments
    self.labels = labels
    self.argumentSpans = argumentSpans
    inOrder = labels.allSatisfy { $0 == nil } ? Array(labels.indices) : nil
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let called = try function.evaluate(frame)
    guard case .function(let target) = called else {
      let name = (function as? GlobalCode)?.name ?? (function as? VariableCode)?.name
      throw frame.located(ValueError.notAFunction(called, name: name), function.span)
    }
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(frame)) }
    let location = Location(frame.source, span)
    switch target {
    case .closure(let closure):
      if let inOrder, closure.code.takes(inOrder.count) {
        return try frame.machine.call(closure, values, targets: inOrder, at: location)
      }
      return try frame.machine.call(closure, values, targets: targets(of: target, frame), at: location)
    case .builtin(let builtin):
      return try frame.machine.call(builtin, values, targets: targets(of: target, frame), at: location) {
        Location(frame.source, arguments[$0].span)
      }
    }
  }

  private func targets(of target: Function, _ frame: Frame) throws -> [Int] {
    do {
      return try ArgumentBinder.map(labels, to: target.parameters, of: target.name ?? "fn")
    } catch {
      throw frame.located(error, error.argument.map { argumentSpans[$0] } ?? span)
    }
  }
}

extension FunctionCode {
  /// Whether `count` values by place fill every parameter that has no default.
  func takes(_ count: Int) -> Bool { requiredCount <= count && count <= entries.count }
}
