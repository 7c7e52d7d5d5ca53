import Syntax

/// Something that can be called: a built-in or a function written in the language.
public enum Function: Sendable {
  case builtin(Builtin)
  case closure(Closure)

  /// Its name; nil for a function written in place.
  public var name: String? {
    switch self {
    case .builtin(let builtin): builtin.name
    case .closure(let closure): closure.code.name
    }
  }

  public var parameters: [Parameter] {
    switch self {
    case .builtin(let builtin): builtin.parameters
    case .closure(let closure): closure.code.parameters
    }
  }

  public var signature: Signature {
    switch self {
    case .builtin(let builtin): Signature(builtin)
    case .closure(let closure): closure.code.signature
    }
  }

  /// `smooth(x, width: 5)`, and `fn(x)` for one written in place.
  public var signatureText: String { Signature.text(name ?? "fn", parameters) }

  /// Whether it can be called with `count` values by place.
  public func takes(_ count: Int) -> Bool {
    parameters.count { $0.isRequired } <= count
      && (count <= parameters.count || parameters.contains(where: \.isRepeated))
  }

  /// The same row of the table or the same function value.
  public func isSame(as other: Function) -> Bool {
    switch (self, other) {
    case (.builtin(let a), .builtin(let b)): a === b
    case (.closure(let a), .closure(let b)): a === b
    default: false
    }
  }
}

/// A function value: its code and the variables around it that it reads.
///
/// Unchecked: cells change while a program runs. One thread evaluates at a time, and values cross to another thread only
/// between evaluations.
public final class Closure: @unchecked Sendable {
  let code: FunctionCode
  /// The outer functions' variables it reads, shared with them.
  let captured: [Cell]

  init(code: FunctionCode, captured: [Cell]) {
    self.code = code
    self.captured = captured
  }

  /// Where its text stands.
  public var definition: Location { Location(code.source, code.definition) }
}

/// The store of a variable that more than one function sees; empty until it is first assigned.
final class Cell: @unchecked Sendable {
  var value: Value?

  init(_ value: Value? = nil) { self.value = value }
}
