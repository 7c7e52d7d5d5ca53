import Syntax

/// A node of the resolved program: the syntax tree with every name turned into a place, ready to run.
///
/// A class with virtual methods, not an enum: a call through the class's table costs less than unpacking indirect cases, and
/// every kind of node keeps its own prepared data. Nodes never change; unchecked because they refer to cells, see `Closure`.
class Code: @unchecked Sendable {
  let span: Span

  init(_ span: Span) { self.span = span }

  /// The value; nil for what has none.
  func evaluate(_ frame: Frame) throws -> Value {
    if let jump = try run(frame).jump { throw jump }
    return .nil
  }

  /// Runs it for what it does.
  func run(_ frame: Frame) throws -> Signal {
    _ = try evaluate(frame)
    return .normal
  }
}

/// The code of a function, shared by all its values.
final class FunctionCode: Code, @unchecked Sendable {
  let name: String?
  let source: SourceText
  let parameters: [Parameter]
  /// Where each parameter's value goes, and the code of its default.
  let entries: [Entry]
  let slotCount: Int
  let cellCount: Int
  /// How many of its names stand for one function each, see `Siblings`.
  let siblingCount: Int
  /// Where a new function value finds what it captures, in the frame that makes it.
  let captures: Captures
  let signature: Signature
  /// The whole text of the function, with the documentation above it.
  let definition: Span
  /// Set once, after the body has been resolved (it may name the function itself).
  let body: Code
  /// How many values a call must at least give.
  let requiredCount: Int

  struct Entry {
    let place: Place
    let initial: Code?
  }

  /// What a function takes from the frame around it.
  struct Captures {
    var cells: [Cell] = []
    /// Whether it calls functions that the surrounding one defines.
    var takesSiblings = false
    /// Functions from farther out: the siblings of the function around, or those that it captured.
    var siblings: [SiblingsPlace] = []

    /// A variable: one of the frame's own cells or one it captured itself.
    enum Cell {
      case own(Int)
      case outer(Int)
    }
  }

  init(
    _ span: Span, name: String?, source: SourceText, parameters: [Parameter], entries: [Entry], slotCount: Int,
    cellCount: Int, siblingCount: Int, captures: Captures, signature: Signature, definition: Span, body: Code
  ) {
    self.name = name
    self.source = source
    self.parameters = parameters
    self.entries = entries
    self.slotCount = slotCount
    self.cellCount = cellCount
    self.siblingCount = siblingCount
    self.captures = captures
    self.signature = signature
    self.definition = definition
    self.body = body
    requiredCount = entries.count { $0.initial == nil }
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let cells = captures.cells.map { capture in
      switch capture {
      case .own(let index): frame.cells[index]
      case .outer(let index): frame.captured[index]
      }
    }
    let outer = captures.siblings.compactMap(frame.siblings)
    let body = ClosureBody(code: self, captured: cells, outer: outer)
    return .function(.closure(Closure(body: body, home: captures.takesSiblings ? frame.siblings : nil)))
  }
}

/// Where a variable lives.
enum Place {
  /// A slot of the function's own frame.
  case local(Int)
  /// A cell of the function's own frame, shared with functions inside it.
  case shared(Int)
  /// A cell of a function around this one.
  case captured(Int)
  /// A name that stands for one function.
  case function(SiblingsPlace, Int)
  /// A variable of the top level of a program or module.
  case global(Cell)
}

/// Whose siblings a function stands among, seen from the function that names it.
enum SiblingsPlace: Equatable {
  /// Those the function itself defines.
  case own
  /// Its own siblings.
  case home
  /// Siblings of a function farther out, by the number of their capture.
  case outer(Int)
}
