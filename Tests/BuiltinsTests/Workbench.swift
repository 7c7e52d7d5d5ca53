import Builtins
import Foundation
import Language
import Notebook
import Synchronization
import Syntax

/// A session in a directory of its own, whose printed text and diagnostics can be looked at.
final class Workbench {
  let directory: String
  let session: Session
  private let collected = Collector()

  /// Generated data is kept between tests of one run.
  private static let cache = NSTemporaryDirectory() + "lfads-repl-tests-\(ProcessInfo.processInfo.processIdentifier)"

  init(programPath: String? = nil) throws {
    directory = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("stdlib").path
    let settings = Settings(
      workingDirectory: directory, libraryDirectories: [library], cacheDirectory: Self.cache,
      programPath: programPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "", threads: 2, isQuiet: true)
    session = Session(table: .standard, settings: settings, sink: collected, isInteractive: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Runs a script; what it printed, line by line.
  func run(_ script: String) throws -> [String] {
    collected.clear()
    let result = session.evaluate(script, name: "test.lfs", showing: .nothing)
    if let failure = result.failure { throw failure }
    return collected.lines
  }

  /// The value of a script's last statement, as the prompt shows it.
  func show(_ script: String) throws -> String {
    let result = session.evaluate(script, name: "test.lfs", showing: .nothing)
    if let failure = result.failure { throw failure }
    return result.value.text(for: .prompt, columns: 80).plain
  }

  /// The drawing of the error a script ends in; nil when it does not.
  func error(_ script: String) -> String? {
    session.evaluate(script, name: "test.lfs", showing: .nothing).failure.map { $0.diagnostic.drawn().plain }
  }

  /// The titles of the last script's warnings.
  var warnings: [String] { collected.warnings }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted() }
}

private final class Collector: OutputSink {
  private let state = Mutex<(lines: [String], warnings: [String])>(([], []))

  var lines: [String] { state.withLock { $0.lines } }
  var warnings: [String] { state.withLock { $0.warnings } }
  func clear() { state.withLock { $0 = ([], []) } }
  func text(_ text: StyledText) { state.withLock { $0.lines.append(text.plain) } }
  func warning(_ diagnostic: Diagnostic) {
    let message = diagnostic.message
    state.withLock { $0.warnings.append(([message.title] + message.hints).joined(separator: "; ")) }
  }
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}
