import Syntax
import Tensors

/// Programs and prompt entries, run one after another over the same variables.
///
/// Synchronous: it runs on the calling thread, which should have a large stack. One thread uses it at a time.
public final class Interpreter {
  public let machine: Machine
  /// Whether entries are typed one by one: values are shown, and a function may name what a later entry defines.
  public let isInteractive: Bool
  private var globals = Globals()
  private var library: ModuleLibrary

  public init(machine: Machine, isInteractive: Bool) {
    self.machine = machine
    self.isInteractive = isInteractive
    // Products cut among threads are summed in another order: numbers would depend on the machine's cores.
    BLAS.useOneThread()
    library = ModuleLibrary(table: machine.table, files: machine.files, settings: machine.settings)
    bindArguments()
    machine.interpreter = self
  }

  private func bindArguments() {
    globals["args"] = .list(machine.settings.arguments.map(Value.string))
    if isInteractive { globals["ans"] = .nil }
  }

  /// Forgets every variable and module, and what belongs to the session.
  public func reset() {
    machine.reset()
    globals = Globals()
    library = ModuleLibrary(table: machine.table, files: machine.files, settings: machine.settings)
    bindArguments()
  }

  // MARK: Running

  /// What came of a text.
  public struct Outcome: Sendable {
    /// The value of its last statement; nil where that has none or failed.
    public let value: Value
    /// Whether a `;` asks not to show it.
    public let isSilenced: Bool
    /// Why it did not run to its end.
    public var failure: LocatedError?
  }

  /// Runs a text: parses it, looks its names up, and only then runs its statements, up to the first error.
  ///
  /// - Parameter onValue: given the value of every statement that is not nil and does not end in `;`, right after it.
  @discardableResult
  public func run(_ source: SourceText, onValue: (Value) throws -> Void = { _ in }) -> Outcome {
    machine.begin()
    var last = Value.nil
    var isSilenced = false
    do {
      let code = try resolved(source)
      let frame = Frame(machine: machine, source: source)
      for statement in code {
        do {
          try machine.tick()
          last = try statement.code.evaluate(frame)
          isSilenced = statement.isSilenced
          if !last.isNil, !isSilenced { try onValue(last) }
        } catch {
          throw frame.located(error, statement.code.span)
        }
      }
      return Outcome(value: last, isSilenced: isSilenced, failure: nil)
    } catch {
      let failure = error as? LocatedError ?? LocatedError(error, at: nil)
      return Outcome(value: .nil, isSilenced: true, failure: failure)
    }
  }

  private func resolved(_ source: SourceText) throws -> [Resolver.TopLevelCode] {
    let program = try Parser.parse(source)
    var resolver = Resolver(source, globals: globals, library: library, isInteractive: isInteractive)
    let resolved = resolver.resolve(program)
    if let error = resolved.errors.first { throw error }
    resolved.warnings.forEach(machine.sink.warning)
    return resolved.statements
  }

  /// Binds `ans` to a value, as if it had been shown.
  public func note(_ value: Value) { globals["ans"] = value }

  /// Shows a value as the prompt does and binds `ans` to it.
  public func show(_ value: Value) {
    if isInteractive { note(value) }
    if case .handle(let handle) = value, let presentable = handle.presentable {
      machine.sink.present(presentable)
    } else {
      machine.sink.text(value.text(for: .prompt, columns: machine.settings.columns))
    }
  }

  /// Parses a text and looks its names up without running it: everything that is wrong with it. Shows warnings.
  public func check(_ source: SourceText) -> [LocatedError] {
    do {
      let program = try Parser.parse(source)
      var resolver = Resolver(source, globals: globals, library: library, isInteractive: isInteractive)
      let resolved = resolver.resolve(program)
      resolved.warnings.forEach(machine.sink.warning)
      return resolved.errors
    } catch {
      return [error]
    }
  }

  // MARK: Variables

  /// Forgets a variable of the user's.
  /// - Returns: whether there was one.
  public func forget(_ name: String) -> Bool {
    guard names.contains(name) else { return false }
    globals[name] = nil
    globals.warned.remove(name)
    return true
  }

  /// Names of the user's variables, in the order in which they were first assigned.
  public var names: [String] { globals.names.filter { $0 != "args" && $0 != "ans" } }

  /// A variable's value; setting nil forgets it.
  public subscript(name: String) -> Value? {
    get { globals[name] }
    set { globals[name] = newValue }
  }

  /// What `name` means: a variable, something the prelude offers, or a built-in. Loads the module it is in.
  public func meaning(of name: String) throws -> Value? {
    if let value = globals[name] { return value }
    machine.begin()
    if let offer = try library.offer(name) {
      let module = try library.module(offer.module)
      try module.load(machine)
      return try offer.member.map { try Value.handle(module).field($0) } ?? .handle(module)
    }
    return machine.table[name]?.value
  }

  /// Every name that means something, for completion and suggestions.
  public var visibleNames: [String] { globals.names + offeredNames + machine.table.names }

  /// Names that the prelude gives, in alphabetical order.
  public var offeredNames: [String] { (try? library.offered()).map { $0.keys.sorted() } ?? [] }

  /// Those of them that are functions, and no modules.
  var offeredFunctions: [String] {
    ((try? library.offered()) ?? [:]).filter { $0.value.member != nil }.keys.sorted()
  }

  /// The functions of a module that can be imported, in the order of its text. Nothing of it is run.
  /// - Throws: the failure of finding or reading it.
  public func signatures(ofModule name: String) throws -> [Signature] {
    let module = try library.module(name)
    return module.names.compactMap { module.function($0)?.signature(in: module.program.source) }
  }

  /// Modules that can be imported.
  public var moduleNames: [String] { library.moduleNames }

  /// Whether `text` is a statement that more lines could complete.
  public static func isIncomplete(_ text: String) -> Bool {
    Parser.isIncomplete(SourceText(name: "", text: text))
  }

  /// A text in canonical form: the same program, laid out anew, without comments other than documentation.
  /// - Throws: `LocatedError` when it does not parse.
  public static func normalized(_ source: SourceText) throws -> String { try Parser.parse(source).printed }

  /// The cells of a text, by its `# %%` lines.
  public static func cells(of source: SourceText) -> [CellText] { Parser.cells(of: source) }
}
