import Syntax

/// The variables of one running function, or of the top level (which keeps its own in cells).
final class Frame {
  let machine: Machine
  /// The text being run, for the place of errors.
  let source: SourceText
  /// Variables only this function sees, by slot.
  let slots: UnsafeMutablePointer<Value?>
  private let slotCount: Int
  /// Variables that functions inside this one see too.
  let cells: [Cell]
  /// Variables of the functions around this one.
  let captured: [Cell]
  /// The functions this one defines by name.
  let siblings: Siblings?
  /// Those beside which it was defined itself.
  let home: Siblings?
  /// Those farther out.
  let outer: [Siblings]
  /// The value of a `return` on its way out.
  var result: Value = .nil

  /// The frame of the top level.
  init(machine: Machine, source: SourceText) {
    self.machine = machine
    self.source = source
    slotCount = 0
    captured = []
    cells = []
    (siblings, home, outer) = (nil, nil, [])
    slots = .allocate(capacity: 1)
  }

  /// The frame of a function that is called.
  init(machine: Machine, of closure: Closure) {
    let code = closure.code
    self.machine = machine
    source = code.source
    slotCount = code.slotCount
    captured = closure.body.captured
    cells = code.cellCount == 0 ? [] : (0..<code.cellCount).map { _ in Cell() }
    siblings = code.siblingCount == 0 ? nil : Siblings(count: code.siblingCount)
    home = closure.home
    outer = closure.body.outer
    slots = .allocate(capacity: max(slotCount, 1))
    slots.initialize(repeating: nil, count: slotCount)
  }

  deinit {
    slots.deinitialize(count: slotCount)
    slots.deallocate()
  }

  // MARK: Reading and writing variables by place

  /// The variable's value; nil while it has none.
  @inline(__always)
  func load(_ place: Place) -> Value? {
    switch place {
    case .local(let index): slots[index]
    case .shared(let index): cells[index].value
    case .captured(let index): captured[index].value
    case .global(let cell): cell.value
    case .function(let whose, let index): siblings(whose)?[index].map { .function(.closure($0)) }
    }
  }

  @inline(__always)
  func store(_ value: Value?, in place: Place) {
    switch place {
    case .local(let index): slots[index] = value
    case .shared(let index): cells[index].value = value
    case .captured(let index): captured[index].value = value
    case .global(let cell): cell.value = value
    case .function(let whose, let index):
      if case .function(.closure(let closure))? = value {
        siblings(whose)?[index] = closure
      } else {
        siblings(whose)?[index] = nil
      }
    }
  }

  /// Takes the variable's value out, which leaves it without one: held nowhere else, the value can be changed in place.
  func take(_ place: Place) -> Value? {
    var value: Value?
    switch place {
    case .local(let index): swap(&value, &slots[index])
    case .shared(let index): swap(&value, &cells[index].value)
    case .captured(let index): swap(&value, &captured[index].value)
    case .global(let cell): swap(&value, &cell.value)
    case .function: value = load(place)
    }
    return value
  }

  /// The siblings that a function sees at a place.
  func siblings(_ place: SiblingsPlace) -> Siblings? {
    switch place {
    case .own: siblings
    case .home: home
    case .outer(let index): outer[index]
    }
  }

  /// Elements that one value may have.
  var limit: Int { machine.settings.limits.elements }

  /// `error` with its place, unless it has one or is a jump.
  func located(_ error: any Error, _ span: Span) -> any Error {
    if error is LocatedError || error is Jump { return error }
    return LocatedError(error, at: Location(source, span), phase: error is InterruptionError ? .interrupted : .running)
  }
}

/// Leaving a loop or function from inside an expression: `y = if c { break } else { 1 }`. Statements return a `Signal`.
enum Jump: Error {
  case leaveLoop, nextRound, leaveFunction
}

/// How a statement ended.
enum Signal {
  case normal, leaveLoop, nextRound, leaveFunction

  /// The same as a jump.
  var jump: Jump? {
    switch self {
    case .normal: nil
    case .leaveLoop: .leaveLoop
    case .nextRound: .nextRound
    case .leaveFunction: .leaveFunction
    }
  }
}
