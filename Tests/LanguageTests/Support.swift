import Builtins
import Language
import Notebook
import Synchronization
import Syntax

/// A sink that keeps what it is given.
final class KeepingSink: OutputSink {
  private let state = Mutex<(texts: [String], warnings: [Diagnostic])>(([], []))

  var texts: [String] { state.withLock { $0.texts } }
  var warnings: [Diagnostic] { state.withLock { $0.warnings } }

  func text(_ text: StyledText) { state.withLock { $0.texts.append(text.plain) } }
  func warning(_ diagnostic: Diagnostic) { state.withLock { $0.warnings.append(diagnostic) } }
  func present(_ value: any Presentable) {
    let text = value.text(columns: 80).plain
    state.withLock { $0.texts.append(text) }
  }
  func progress(_ update: ProgressUpdate) {}
}

/// A session over files in memory.
struct TestSession {
  let sink = KeepingSink()
  let session: Session

  init(files: [String: String] = [:], isInteractive: Bool = false, limits: Limits = Limits(), arguments: [String] = [])
  {
    let settings = Settings(
      workingDirectory: "", libraryDirectories: ["stdlib"], arguments: arguments, version: "test", limits: limits)
    session = Session(
      table: .standard, settings: settings, files: .memory(files), sink: sink, isInteractive: isInteractive)
  }

  @discardableResult
  func run(_ text: String, name: String = "script.lfs", showing: Session.Showing = .nothing) -> CellResult {
    session.evaluate(text, name: name, showing: showing)
  }

  /// The drawing of the error that `text` ends in, or what it printed.
  func drawing(_ text: String) -> String {
    let result = run(text)
    return result.failure?.diagnostic.drawn().plain ?? "no error: " + sink.texts.joined(separator: "\n")
  }
}
