import Syntax

/// A file of the language, imported: its functions and values by name.
///
/// Unchecked: it loads once, on the thread that evaluates; see `Closure`.
final class Module: Handle, @unchecked Sendable {
  static let typeName = "module"

  let name: String
  let program: Program
  let globals = Globals()
  private let scan: NameScan
  private unowned let library: ModuleLibrary
  private var state = State.parsed
  private var code: [Code] = []

  private enum State {
    case parsed, resolving, resolved, loading, loaded
  }

  init(name: String, program: Program, library: ModuleLibrary) {
    self.name = name
    self.program = program
    self.library = library
    scan = NameScan(program.statements)
  }

  /// What it offers: everything assigned at its top level whose name does not begin with `_`.
  var names: [String] { scan.assigned.map(\.name).filter { !$0.hasPrefix("_") && !isImport($0) } }

  /// The text of the function `name`, if it is one.
  func function(_ name: String) -> FunctionSyntax? { scan.assignments[name] == 1 ? scan.functions[name] : nil }

  private func isImport(_ name: String) -> Bool {
    program.statements.contains { statement in
      guard case .importing(let module, _, let members) = statement.kind else { return false }
      return members.isEmpty ? module == name : members.contains { $0.name == name }
    }
  }

  /// Looks its names up. Does nothing the second time, or while it is under way.
  func resolve() throws {
    guard case .parsed = state else { return }
    state = .resolving
    var resolver = Resolver(program.source, globals: globals, library: library, isInteractive: false)
    let resolved = resolver.resolve(program)
    if let error = resolved.errors.first {
      state = .parsed
      throw error
    }
    code = resolved.statements.map(\.code)
    state = .resolved
  }

  /// Runs it, once.
  func load(_ machine: Machine) throws {
    try resolve()
    switch state {
    case .loaded: return
    case .loading, .resolving, .parsed: throw NameError.importCircle(name)
    case .resolved: break
    }
    state = .loading
    var isLoaded = false
    defer { state = isLoaded ? .loaded : .resolved }
    let frame = Frame(machine: machine, source: program.source)
    try machine.deeper { for statement in code { _ = try statement.run(frame) } }
    isLoaded = true
  }

  // MARK: Handle

  var fields: [HandleField] {
    names.map { name in
      HandleField(name, function(name).map { DocComment($0.documentation).summary } ?? "")
    }
  }

  func field(_ name: String) throws -> Value? { names.contains(name) ? globals[name] : nil }

  var shortText: StyledText { StyledText("module \(name)") }

  func longText(columns: Int) -> StyledText {
    let width = names.map(\.count).max() ?? 0
    let lines = fields.map { field in
      StyledText("  ") + StyledText(field.name, .name)
        + StyledText(String(repeating: " ", count: width - field.name.count + 2)) + StyledText(field.summary, .dim)
    }
    return .joined([shortText] + lines, separator: "\n")
  }
}
