import Language
import Notebook
import Syntax

/// The conversation: reads entries, has them run, says what went wrong, until its user leaves.
public final class Prompt {
  let session: Session
  let sink: TerminalSink
  private let entries: any EntrySource
  private let history: HistoryFile?
  /// Everything Up reaches, oldest first.
  private(set) var remembered: RecentEntries
  /// Whether the first error ends it, where nobody is there to answer it.
  private let stopsAtErrors: Bool
  private var isLeaving = false
  /// Files that `:save` may write again.
  var saved: Set<String> = []

  /// - Parameters:
  ///   - history: Where entries are kept across runs; nil keeps none.
  ///   - remembered: What `history` held at the start.
  public init(
    session: Session, sink: TerminalSink, entries: any EntrySource, history: HistoryFile? = nil,
    remembered: [String] = [], stopsAtErrors: Bool = false
  ) {
    self.session = session
    self.sink = sink
    self.entries = entries
    self.history = history
    self.remembered = RecentEntries(remembered)
    self.stopsAtErrors = stopsAtErrors
  }

  /// Runs until the user leaves or a signal ends the program.
  /// - Returns: The exit status.
  public func run() -> Int32 {
    while !isLeaving {
      if let signal = Interrupts.endingSignal { return 128 + signal }
      var failure: LocatedError?
      switch entries.next() {
      case .entry(let text): failure = respond(to: text)
      case .interrupted: continue
      case .invalid(let cause): failure = report(cause, phase: .syntax)
      case .failed(let cause): return ExitStatus.of(report(cause))
      case .endOfInput: isLeaving = true
      }
      if stopsAtErrors, let failure { return ExitStatus.of(failure) }
    }
    return Interrupts.endingSignal.map { 128 + $0 } ?? ExitStatus.fine
  }

  /// Runs an entry.
  /// - Returns: What went wrong, which has been said.
  private func respond(to text: String) -> LocatedError? {
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    remember(text)
    do {
      switch PromptLine(text, commands: PromptCommand.all).kind {
      case .code: return isFarewell(text) ? nil : run(text).failure
      case .question(let name, let wantsPage):
        sink.text(try Interrupts.leading(to: session.cancellation) { try answer(name, wantsPage: wantsPage) })
      case .command(let command, let argument):
        guard (command.argument == nil) == argument.isEmpty else { throw PromptError.usage(command.usage) }
        try command.body(self, argument)
      case .unknownCommand(let name):
        throw PromptError.unknown(name: name, known: PromptCommand.all.map(\.name))
      }
      return nil
    } catch {
      return report(error)
    }
  }

  /// Runs code, with Ctrl-C leading to it, and says what went wrong.
  @discardableResult
  func run(_ code: String) -> CellResult {
    session.settings.columns = sink.columns
    let result = Interrupts.leading(to: session.cancellation) { session.evaluate(code) }
    sink.endLiveLine()
    if let failure = result.failure { say(failure) }
    return result
  }

  private func say(_ failure: LocatedError) {
    // The terminal has written ^C where its cursor was; where the user stopped is no news to the user.
    sink.report(failure.phase == .interrupted ? Self.interrupted(failure) : failure.diagnostic.drawn())
  }

  private static func interrupted(_ failure: LocatedError) -> StyledText {
    var text = "\n" + StyledText("interrupted", .warning)
    for advice in failure.diagnostic.message.hints { text.append("; \(advice)", .hint) }
    return text
  }

  func leave() { isLeaving = true }

  private func report(_ error: any Error, phase: LocatedError.Phase = .running) -> LocatedError {
    let phase = error is InterruptionError ? .interrupted : phase
    let failure = error as? LocatedError ?? LocatedError(error, at: nil, phase: phase)
    say(failure)
    return failure
  }

  /// Whether the user says goodbye as in other languages, and means no variable of that name.
  private func isFarewell(_ text: String) -> Bool {
    let words = ["quit", "exit", "quit()", "exit()"]
    guard let word = words.first(where: { $0 == text }), session.interpreter[String(word.prefix(4))] == nil else {
      return false
    }
    leave()
    return true
  }

  private func answer(_ name: String, wantsPage: Bool) throws -> StyledText {
    guard !name.isEmpty else { return PromptHelp.overview }
    return wantsPage ? try session.page(name) : try session.help(name)
  }

  /// Keeps an entry for recalling, here and in later runs. A file that cannot be written is said once.
  private func remember(_ text: String) {
    guard remembered.entries.last != text else { return }
    remembered.add(text)
    entries.remember(text)
    guard let history, !hasLostHistory else { return }
    do {
      try history.append(text)
    } catch {
      hasLostHistory = true
      sink.warning(
        Diagnostic(severity: .warning, message: HistoryError(cause: error).diagnosticMessage, location: nil))
    }
  }

  private var hasLostHistory = false
}
