import Builtins
import Glibc
import Language
import Notebook
import Syntax

/// `rerun FILE`: the run of a record once more, and whether it comes to the same.
public struct RerunCommand: Sendable {
  /// The record.
  public let record: String
  /// Threads to use; nil for those the record was made with.
  public let threads: Int?
  /// Where to keep the files the run writes; nil keeps none.
  public let output: String?

  public init(record: String, threads: Int? = nil, output: String? = nil) {
    self.record = record
    self.threads = threads
    self.output = output
  }

  /// Repeats the run with the texts, arguments and directories of the record and the data as they are now, and says what
  /// differs. Its files go to a directory of their own.
  /// - Throws: `DifferentResultsError`, or why the run could not be repeated.
  public func run(
    _ settings: Settings, _ sink: any OutputSink, _ cancellation: CancellationToken
  ) throws(LocatedError) {
    do {
      let then = try RunRecord(reading: record)
      let settings = surroundings(of: then, settings)
      let now = try repeated(then, settings, sink, cancellation)
      let comparison = RunComparison(then, now, missing: then.missing(in: settings.workingDirectory))
      sink.text(comparison.text(of: then))
      if !comparison.isIdentical {
        throw DifferentResultsError(count: comparison.results.count, of: then.results.count)
      }
    } catch {
      throw error as? LocatedError ?? LocatedError(error, at: nil)
    }
  }

  /// What the run knew of its surroundings, as far as they still stand.
  private func surroundings(of then: RunRecord, _ settings: Settings) -> Settings {
    var settings = settings
    // Where the run's directories are no more, its data may lie beside the record.
    let beside = ScriptPlace.directory(of: record, in: settings.workingDirectory)
    func standing(_ directory: String) -> String { access(directory, F_OK) == 0 ? directory : beside }
    settings.workingDirectory = standing(then.workingDirectory)
    settings.scriptDirectory = then.scriptDirectory.map(standing)
    settings.arguments = then.arguments
    settings.columns = then.columns
    settings.threads = threads ?? then.threads
    // Modules are the record's, by the paths they had.
    settings.moduleDirectories = [then.scriptDirectory, then.workingDirectory].compactMap(\.self)
    settings.libraryDirectories = then.libraryDirectories + settings.libraryDirectories
    return settings
  }

  private func repeated(
    _ then: RunRecord, _ settings: Settings, _ sink: any OutputSink, _ cancellation: CancellationToken
  ) throws -> RunRecord {
    let shadow = try ShadowFiles(in: output, beside: record, hiding: then.made(in: settings.workingDirectory))
    if let output, then.written(in: settings.workingDirectory).contains(where: shadow.holds) {
      throw RefusalError(
        Message(
          "'\(output)' holds files of an earlier repetition, which this one would take for its own",
          expected: "a directory without files of the run",
          hints: ["give another one"]))
    }
    let recorder = RunRecorder(BesideResults(sink), workingDirectory: settings.workingDirectory, shadow: shadow)
    let modules = Dictionary(then.modules.map { ($0.path, Array($0.text.utf8)) }) { first, _ in first }
    let files = FileReader(contents: { modules[$0] }, entries: FileReader.disk.entries)
    let session = Session(
      table: .standard, settings: settings, files: recorder.keeping(files), sink: recorder, isInteractive: false,
      cancellation: cancellation)
    let source = SourceText(name: then.script.path, text: then.script.text)
    let (now, failure) = RecordCommand.run(source, in: session, with: recorder, settings)
    if cancellation.isCancelled || failure?.phase == .interrupted {
      throw failure ?? LocatedError(InterruptionError(), at: nil, phase: .interrupted)
    }
    if let failure, now.error != then.error { sink.warning(shadow.unshadowed(failure.diagnostic)) }
    return now
  }
}

/// A run came to something else than its record says.
struct DifferentResultsError: DiagnosticCause, Equatable {
  let count: Int
  let total: Int

  init(count: Int, of total: Int) {
    self.count = count
    self.total = total
  }

  var diagnosticMessage: Message { Message("\(count) of \(total) results are not those of the record") }
}
