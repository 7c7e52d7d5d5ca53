import Language
import Syntax

/// A conversation with the language: entries run one after another over the same variables, and are remembered.
///
/// Used from one thread; what it runs, runs on a thread of its own with a large stack, which the call waits for. It prints
/// nothing: all output goes to the sink, errors are in the results.
public final class Session {
  public let interpreter: Interpreter
  /// Raised by the shell when the user interrupts, and let down by it before the next entry: what runs next of a script
  /// ends as well.
  public let cancellation: CancellationToken
  /// What has been run, oldest first; of a very long session the last `longestHistory` entries.
  public private(set) var cells: [SessionCell] = []
  private let sink: RecordingSink
  private var cellCount = 0

  /// Entries kept with their outputs.
  public static let longestHistory = 10_000

  /// - Parameters:
  ///   - table: the built-ins.
  ///   - files: how modules and scripts are read.
  ///   - sink: where output goes.
  ///   - isInteractive: whether entries are typed one by one; see `Interpreter`.
  public init(
    table: BuiltinTable, settings: Settings, files: FileReader = .disk, sink: any OutputSink, isInteractive: Bool,
    cancellation: CancellationToken = CancellationToken()
  ) {
    self.cancellation = cancellation
    self.sink = RecordingSink(sink)
    let machine = Machine(
      table: table, settings: settings, sink: self.sink, files: files, cancellation: cancellation)
    interpreter = Interpreter(machine: machine, isInteractive: isInteractive)
  }

  public var settings: Settings {
    get { interpreter.machine.settings }
    set { interpreter.machine.settings = newValue }
  }

  /// Which values an evaluation shows.
  public enum Showing: Sendable {
    /// None: a script shows what it prints.
    case nothing
    /// That of every statement: the prompt.
    case every
    /// That of the last statement: the last `-e`.
    case last
    /// None, but the last statement's becomes `ans`: an `-e` before others.
    case noted
  }

  /// Runs a text and remembers it.
  @discardableResult
  public func evaluate(_ text: String, name: String = "<prompt>", showing: Showing = .every) -> CellResult {
    let result = run(SourceText(name: name, text: text), showing: showing)
    cellCount += 1
    cells.append(SessionCell(number: cellCount, text: text, result: result))
    if cells.count > Self.longestHistory { cells.removeFirst(cells.count - Self.longestHistory) }
    return result
  }

  /// Runs a text without remembering it.
  public func run(_ source: SourceText, showing: Showing) -> CellResult {
    _ = sink.take()
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = onLargeStack { [self] in
      var outcome = interpreter.run(source) { value in if showing == .every { show(value) } }
      // At a prompt one sees how a training went; a script has to ask.
      if !interpreter.isInteractive, outcome.failure == nil {
        outcome.failure = interpreter.machine.pending.first { !$0.isHeard }?.failure
      }
      interpreter.machine.pending = []
      if !outcome.value.isNil, !outcome.isSilenced {
        if showing == .last { show(outcome.value) }
        if showing == .noted { interpreter.note(outcome.value) }
      }
      return outcome
    }
    let elapsed = (clock.now - start).components
    return CellResult(
      value: outcome.value, outputs: sink.take(), failure: outcome.failure,
      seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }

  private func show(_ value: Value) { sink.showingValue { interpreter.show(value) } }

  /// Everything wrong with a text that can be found without running it.
  public func check(_ source: SourceText) -> [LocatedError] { onLargeStack { [self] in interpreter.check(source) } }

  /// Forgets variables, modules and history.
  public func reset() {
    // Values are forgotten by recursion.
    onLargeStack { [self] in
      interpreter.reset()
      cells = []
    }
    cellCount = 0
  }

  /// Forgets one variable.
  /// - Returns: whether there was one of that name.
  public func forget(_ name: String) -> Bool {
    // A value may be deep, and is forgotten by recursion.
    onLargeStack { [self] in interpreter.forget(name) }
  }

  func onLargeStack<Result>(_ work: @escaping () -> Result) -> Result {
    EvaluationThread.run { [self] stackBytes in
      settings.limits.stackBytes = stackBytes
      return work()
    }
  }
}
