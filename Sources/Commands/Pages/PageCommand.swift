import Builtins
import Files
import Glibc
import Language
import Notebook
import Syntax

/// `report` and `export`: a script run cell by cell, and a file that shows what came of it.
public struct PageCommand: Sendable {
  public let format: PageFormat
  /// The script, `-` for standard input.
  public let script: String
  /// What the script knows as `args`.
  public let arguments: [String]
  /// The file; nil is beside the script, with its name.
  public let output: String?

  public init(_ format: PageFormat, script: String, arguments: [String], output: String?) {
    self.format = format
    self.script = script
    self.arguments = arguments
    self.output = output
  }

  /// Characters in a line of the page's results.
  private static let columns = 100

  /// Runs the cells and writes the file, with the error in it where a cell ends in one. Results go to the file alone;
  /// progress and warnings to `sink` too.
  /// - Throws: why the file could not be made, or the error that a cell ended in.
  public func run(
    _ settings: Settings, _ sink: any OutputSink, _ cancellation: CancellationToken
  ) throws(LocatedError) {
    var settings = settings
    settings.arguments = arguments
    settings.columns = Self.columns
    settings.scriptDirectory =
      script == "-" ? nil : ScriptPlace.directory(of: script, in: settings.workingDirectory)
    let path = output ?? beside(script)
    do {
      try ScriptPlace.check(path, of: script)
      try format.check(
        path, others: format == .html ? "`export` makes notebooks" : "`report` makes pages")
      let session = Session(
        table: .standard, settings: settings, sink: BesideResults(sink), isInteractive: true,
        cancellation: cancellation)
      let source = try Session.source(script, libraryDirectories: settings.libraryDirectories)
      let transcript = Notebook(source).run(in: session) { number, count in
        sink.progress(
          ProgressUpdate(
            activity: source.name, completed: number, total: count, unit: "cell", isLast: number == count))
      }
      let stamp = "\(ScriptPlace.now()), lfads-repl \(settings.version)"
      try AtomicFile.write(try format.text(of: transcript, stamp: stamp), to: path)
      if let failure = transcript.failure { throw failure }
    } catch {
      throw error as? LocatedError ?? LocatedError(error, at: nil)
    }
  }

  private func beside(_ script: String) -> String {
    guard script != "-" else { return "session.\(format.rawValue)" }
    return (script.hasSuffix(".lfs") ? String(script.dropLast(4)) : script) + ".\(format.rawValue)"
  }
}
