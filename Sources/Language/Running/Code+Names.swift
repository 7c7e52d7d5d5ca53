import Syntax

/// A variable of the function itself or of one around it.
final class VariableCode: Code, @unchecked Sendable {
  let place: Place
  let name: String
  /// Whether a name of the program around the function is hidden by it.
  private let hidesOuter: Bool

  init(_ span: Span, _ name: String, _ place: Place, hidesOuter: Bool) {
    self.place = place
    self.name = name
    self.hidesOuter = hidesOuter
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if let value = frame.load(place) { return value }
    let error: ValueError = hidesOuter ? .localHasNoValueYet(name: name) : .noValueYet(name: name, definedAtLine: nil)
    throw frame.located(error, span)
  }
}

/// A variable of the top level.
final class GlobalCode: Code, @unchecked Sendable {
  let name: String
  let cell: Cell
  /// What the name means while the variable has no value: the built-in it will hide.
  private let fallback: Value?
  private let missing: any Error

  init(_ span: Span, _ name: String, _ cell: Cell, fallback: Value?, missing: any Error) {
    self.name = name
    self.cell = cell
    self.fallback = fallback
    self.missing = missing
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if let value = cell.value ?? fallback { return value }
    throw frame.located(missing, span)
  }
}
