import Glibc
import Language
import Notebook

/// Runs texts that nobody types: scripts, expressions of the command line, standard input.
public struct ScriptRun {
  private let session: Session
  private let sink: TerminalSink

  public init(session: Session, sink: TerminalSink) {
    self.session = session
    self.sink = sink
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
  public func source(of path: String) -> Result<SourceText, ScriptMissing> {
    do {
      let isInput = path == "-"
      let bytes = isInput ? try SystemFiles.read(STDIN_FILENO, path: "standard input") : try SystemFiles.read(path)
      guard let bytes else { throw FileAccessError(path: path, number: ENOENT) }
      return .success(SourceText(name: isInput ? "<stdin>" : path, text: try StrictUTF8.decode(bytes)))
    } catch {
      let failure = Failure(error, at: nil, phase: error is InvalidUTF8 ? .syntax : .running)
      sink.report(failure.diagnostic.drawn())
      return .failure(ScriptMissing(status: ExitStatus.of(failure)))
    }
  }
}

/// A script that cannot be read.
public struct ScriptMissing: Error {
  public let status: Int32
}
