import Glibc
import Language
import Notebook
import Syntax

/// Runs texts that nobody types: scripts, expressions of the command line, standard input.
public struct ScriptRun {
  private let session: Session
  private let sink: TerminalSink
  private let commands: [String]

  /// - Parameter commands: what a script's name may be a misspelling of.
  public init(session: Session, sink: TerminalSink, commands: [String] = []) {
    self.session = session
    self.sink = sink
    self.commands = commands
  }

  /// Runs a text and says what went wrong.
  /// - Returns: The exit status. A first Ctrl-C lets a training keep what it has; the script ends there all the same.
  public func run(_ source: SourceText, showing: Session.Showing) -> Int32 {
    let result = Interrupts.leading(to: session.cancellation) { session.run(source, showing: showing) }
    sink.endLiveLine()
    if let failure = result.failure { sink.report(failure.diagnostic.drawn()) }
    if let signal = Interrupts.endingSignal { return 128 + signal }
    if session.cancellation.isCancelled { return ExitStatus.interrupted }
    return result.failure.map(ExitStatus.of) ?? ExitStatus.fine
  }

  /// Says everything that is wrong with a text without running it.
  public func check(_ source: SourceText) -> Int32 {
    let failures = session.check(source)
    for failure in failures { sink.report(failure.diagnostic.drawn()) }
    return failures.map(ExitStatus.of).max() ?? ExitStatus.fine
  }

  /// The text of a script, or where it cannot be had, which is said, the status to exit with.
  public func source(of path: String) -> Result<SourceText, NoSuchScriptError> {
    do throws(LocatedError) {
      return .success(
        try Session.source(path, libraryDirectories: session.settings.libraryDirectories, commands: commands))
    } catch {
      sink.report(error.diagnostic.drawn())
      return .failure(NoSuchScriptError(status: ExitStatus.of(error)))
    }
  }
}

/// A script that cannot be read.
public struct NoSuchScriptError: Error {
  public let status: Int32
}
