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
    case (.closure(let a), .closure(let b)):
      a.body === b.body || a.home != nil && a.home === b.home && a.code === b.code
    default: false
    }
  }
}

/// A function value: its code, what it captured, and its siblings.
///
/// Unchecked: cells change while a program runs. One thread evaluates at a time, and values cross to another thread only
/// between evaluations.
public struct Closure: @unchecked Sendable {
  let body: ClosureBody
  /// The functions defined beside it, if it calls any of them or itself. The value holds its siblings and not the
  /// other way round, so a function that calls itself is freed with the last value of it.
  let home: Siblings?

  var code: FunctionCode { body.code }

  /// Where its text stands.
  public var definition: Location { Location(code.source, code.definition) }
}

/// What makes a function value but for its siblings.
final class ClosureBody: @unchecked Sendable {
  let code: FunctionCode
  /// The outer functions' variables it reads, shared with them.
  let captured: [Cell]
  /// Siblings of the functions farther out that it reaches.
  let outer: [Siblings]

  init(code: FunctionCode, captured: [Cell], outer: [Siblings]) {
    self.code = code
    self.captured = captured
    self.outer = outer
  }
}

/// The functions that one running function defines by name and that functions inside it call, themselves among them.
///
/// A name that is only ever bound to one function needs no variable. Its place is here, where the function is kept
/// without its siblings: reading the place puts both together. If a variable held the function and the function the
/// variable, neither would ever be freed.
final class Siblings: @unchecked Sendable {
  private var bodies: [ClosureBody?]

  init(count: Int) { bodies = Array(repeating: nil, count: count) }

  /// The function at `index`; nil before its definition has run.
  subscript(index: Int) -> Closure? {
    get { bodies[index].map { Closure(body: $0, home: self) } }
    set { bodies[index] = newValue?.body }
  }

  /// What the functions captured.
  var captured: [Cell] { bodies.flatMap { $0?.captured ?? [] } }
}

/// The store of a variable that more than one function sees; empty until it is first assigned.
final class Cell: @unchecked Sendable {
  var value: Value?

  init(_ value: Value? = nil) { self.value = value }
}
