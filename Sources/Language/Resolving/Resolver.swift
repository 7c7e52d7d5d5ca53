import Syntax

/// From tree to code: turns every name into a place, and finds what is misspelt before anything runs.
///
/// A name is looked up in the function, in the functions around it, among the names of the program, in the prelude and in
/// the table of built-ins, in this order. All errors are collected; the tree is walked to its end.
struct Resolver {
  let source: SourceText
  let globals: Globals
  let library: ModuleLibrary
  /// At the prompt a function may name what a later entry will define.
  let isInteractive: Bool
  var errors: [LocatedError] = []
  private(set) var warnings: [Diagnostic] = []
  /// Where names without a meaning stand that have been reported.
  private var unknownPlaces: Set<Int> = []
  /// The functions around the place being resolved, outermost first.
  var scopes: [FunctionScope] = []
  private var program = NameScan([])
  /// Modules imported by the program, by the name they are bound to.
  private var imported: [String: Module] = [:]

  init(_ source: SourceText, globals: Globals, library: ModuleLibrary, isInteractive: Bool) {
    self.source = source
    self.globals = globals
    self.library = library
    self.isInteractive = isInteractive
  }

  struct Resolved {
    let statements: [TopLevelCode]
    let errors: [LocatedError]
    let warnings: [Diagnostic]
  }

  /// A statement of the program itself.
  struct TopLevelCode {
    let code: Code
    let isSilenced: Bool
  }

  mutating func resolve(_ tree: Program) -> Resolved {
    program = NameScan(tree.statements)
    warnOfShadows()
    // What stands at the prompt is shown.
    if !isInteractive { tree.statements.forEach { warnIfDropped($0) } }
    let statements = tree.statements.map { TopLevelCode(code: statement($0), isSilenced: $0.isSilenced) }
    return Resolved(statements: statements, errors: errors, warnings: warnings)
  }

  func location(_ span: Span) -> Location { Location(source, span) }

  mutating func report(_ error: any Error, _ span: Span) {
    errors.append(error as? LocatedError ?? LocatedError(error, at: location(span), phase: .names))
  }

  mutating func warn(_ message: Message, at span: Span) {
    warnings.append(Diagnostic(severity: .warning, message: message, location: location(span)))
  }

  private mutating func warnOfShadows() {
    for (name, span) in program.assigned {
      guard library.table[name] != nil, globals.warned.insert(name).inserted else { continue }
      let message = Message(
        "`\(name)` now hides the built-in of that name", hints: ["choose another name, unless this is meant"])
      warn(message, at: span)
    }
  }

  // MARK: Names

  /// What a name means where it is read.
  enum Meaning {
    case variable(Place, hidesOuter: Bool)
    case global(Cell, fallback: Value?, missing: any Error)
    case builtin(Builtin)
    case offered(Module, member: String?)
    case unknown
  }

  mutating func meaning(of name: String, at span: Span) -> Meaning {
    if let place = place(inFunctions: name) {
      let hidesOuter =
        globals[name] != nil || program.assigns(name) || scopes.dropLast().contains { $0.places[name] != nil }
      return .variable(place, hidesOuter: hidesOuter)
    }
    let builtin = library.table[name]
    let hasValue = globals[name] != nil
    if hasValue || program.assigns(name) {
      // A name that the program assigns further down still means the built-in until then.
      let first = program.assigned.first { $0.name == name }
      // `x += 1` that is the first to assign it has no earlier line to wait for.
      let line = first.flatMap { $0.span == span ? nil : source.line(at: $0.span.start) }
      let fallback = builtin?.value
      return .global(
        globals.cell(name), fallback: fallback, missing: ValueError.noValueYet(name: name, definedAtLine: line))
    }
    do {
      if let offer = try library.offer(name) {
        return .offered(try library.module(offer.module), member: offer.member)
      }
    } catch {
      report(error, span)
      return .unknown
    }
    if let builtin { return .builtin(builtin) }
    // A call asks for the meaning of its function twice; once is enough to be told.
    let isNew = unknownPlaces.insert(span.start).inserted
    let error = NameError.unknown(name, near: visibleNames)
    if isInteractive, !scopes.isEmpty {
      let message = error.diagnosticMessage
      if isNew {
        warn(Message(message.title + " yet", hints: message.hints), at: span)
      }
      return .global(globals.cell(name), fallback: nil, missing: error)
    }
    if isNew { report(error, span) }
    return .unknown
  }

  /// Every name that could have been meant.
  private var visibleNames: [String] {
    let offered = (try? library.offered()).map { Array($0.keys) } ?? []
    return scopes.flatMap(\.names) + program.assigned.map(\.name) + globals.names + offered + library.table.names
      + Keyword.allCases.map(\.rawValue)
  }

  /// The place of a variable of the functions around; nil where none has it.
  private func place(inFunctions name: String) -> Place? {
    guard let innermost = scopes.indices.last else { return nil }
    if let own = scopes[innermost].places[name] { return own }
    return capture(name, into: innermost).map { .captured($0) } ?? function(name, seenFrom: innermost)
  }

  /// The place of a function that a function around scope `index` defines by name.
  private func function(_ name: String, seenFrom index: Int) -> Place? {
    guard index > 0, let around = scopes[..<index].lastIndex(where: { $0.places[name] != nil }),
      case .function(_, let number) = scopes[around].places[name]
    else { return nil }
    // Each function between takes the siblings from the one around it and hands them on.
    scopes[around + 1].takesSiblings()
    var place = SiblingsPlace.home
    for between in (around + 2)..<max(index + 1, around + 2) {
      place = .outer(scopes[between].captureSiblings(place))
    }
    return .function(place, number)
  }

  /// Makes the variable `name` of a function around scope `index` reach that scope; the number of its captured cell.
  private func capture(_ name: String, into index: Int) -> Int? {
    if let known = scopes[index].captured[name] { return known }
    guard index > 0 else { return nil }
    switch scopes[index - 1].places[name] {
    case .shared(let cell): return scopes[index].capture(name, .own(cell))
    case .function: return nil
    default: break
    }
    return capture(name, into: index - 1).map { scopes[index].capture(name, .outer($0)) }
  }

  /// Where an assignment to `name` goes.
  func place(assigning name: String) -> Place {
    // A name assigned in a function is the function's own: the scan before has given it a place.
    if let scope = scopes.last, let own = scope.places[name] { return own }
    return .global(globals.cell(name))
  }

  // MARK: Modules

  mutating func importing(_ module: String, _ span: Span, _ members: [ImportedName]) -> Code {
    do {
      let found = try library.module(module)
      imported[module] = found
      for member in members where !found.names.contains(member.name) {
        report(NameError.unknownMember(module: module, member.name, names: found.names), member.span)
      }
      let names = members.map { ($0.name, globals.cell($0.name)) }
      return ImportCode(span, found, whole: members.isEmpty ? globals.cell(module) : nil, members: names)
    } catch {
      report(error, span)
      return ConstantCode(span, .nil)
    }
  }

  /// The module that an expression names, where that is certain.
  mutating func module(_ expression: Expression) -> Module? {
    guard case .name(let name) = expression.kind, place(inFunctions: name) == nil else { return nil }
    if let module = imported[name], program.assignments[name] == 1 { return module }
    if program.assigns(name) || globals[name] != nil { return globals[name]?.asHandle as? Module }
    guard let offer = try? library.offer(name), offer.member == nil else { return nil }
    return try? library.module(offer.module)
  }

  /// The parameters of the function that an expression names, where that is certain, and what to call it.
  mutating func knownFunction(_ expression: Expression) -> Signature? {
    switch expression.kind {
    case .name(let name):
      guard place(inFunctions: name) == nil else { return nil }
      if let function = program.functions[name] {
        return program.assignments[name] == 1 ? function.signature(in: source) : nil
      }
      guard !program.assigns(name), globals[name] == nil, let offer = try? library.offer(name),
        let member = offer.member
      else { return nil }
      return (try? library.module(offer.module)).flatMap { module in
        module.function(member)?.signature(in: module.program.source)
      }
    case .field(let base, let name, _):
      return module(base).flatMap { module in module.function(name)?.signature(in: module.program.source) }
    default: return nil
    }
  }
}

/// The variables of a function while it is being resolved.
final class FunctionScope {
  private(set) var places: [String: Place] = [:]
  private(set) var slotCount = 0
  private(set) var cellCount = 0
  private(set) var siblingCount = 0
  private(set) var captured: [String: Int] = [:]
  private(set) var captures = FunctionCode.Captures()

  init(_ scan: NameScan) {
    for (name, _) in scan.assigned {
      if scan.readFromInside.contains(name), scan.standsForFunction(name) {
        places[name] = .function(.own, siblingCount)
        siblingCount += 1
      } else if scan.readFromInside.contains(name) {
        places[name] = .shared(cellCount)
        cellCount += 1
      } else {
        places[name] = .local(slotCount)
        slotCount += 1
      }
    }
  }

  var names: [String] { Array(places.keys) }

  func capture(_ name: String, _ capture: FunctionCode.Captures.Cell) -> Int {
    captures.cells.append(capture)
    captured[name] = captures.cells.count - 1
    return captures.cells.count - 1
  }

  func takesSiblings() { captures.takesSiblings = true }

  /// The number of the capture of siblings that the function around sees at `place`.
  func captureSiblings(_ place: SiblingsPlace) -> Int {
    if let known = captures.siblings.firstIndex(of: place) { return known }
    captures.siblings.append(place)
    return captures.siblings.count - 1
  }
}
