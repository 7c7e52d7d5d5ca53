import Builtins
import HDF5
import Language
import Notebook
import Syntax
import Tensors

/// `--record FILE SCRIPT`: a script run as always, and a file from which the run can be repeated.
public struct RecordCommand: Sendable {
  public let script: String
  /// What the script knows as `args`.
  public let arguments: [String]
  /// The file to keep the run in.
  public let output: String

  /// - Parameters:
  ///   - script: the script, `-` for standard input.
  public init(script: String, arguments: [String], output: String) {
    self.script = script
    self.arguments = arguments
    self.output = output
  }

  /// Runs the script and writes the record; a run that ends in an error is kept too, one that was interrupted is not.
  /// - Throws: the script's error, or why there is no record.
  public func run(
    _ settings: Settings, _ sink: any OutputSink, _ cancellation: CancellationToken
  ) throws(LocatedError) {
    var settings = settings
    settings.arguments = arguments
    settings.scriptDirectory =
      script == "-" ? nil : ScriptPlace.directory(of: script, in: settings.workingDirectory)
    do {
      try ScriptPlace.check(output, of: script)
      let recorder = RunRecorder(sink, workingDirectory: settings.workingDirectory)
      let session = Session(
        table: .standard, settings: settings, files: recorder.keeping(.disk), sink: recorder, isInteractive: false,
        cancellation: cancellation)
      // Read past the recorder, which takes what it reads for modules.
      let source = try Session.source(script, libraryDirectories: settings.libraryDirectories)
      let (record, failure) = Self.run(source, in: session, with: recorder, settings)
      if let failure, failure.phase == .syntax || failure.phase == .names { throw failure }
      guard !cancellation.isCancelled, failure?.phase != .interrupted else {
        sink.warning(Self.warning("the run was broken off, so there is no record of it"))
        throw failure ?? LocatedError(InterruptionError(), at: nil, phase: .interrupted)
      }
      for path in recorder.goneOn {
        sink.warning(
          Self.warning(
            Message(
              "'\(path)' held a training before, which the run went on with: it cannot be repeated from its record",
              hints: ["remove the directory or take another one, and record again"])))
      }
      let refusal = try write(record)
      if let failure {
        if let refusal { sink.warning(Self.warning(refusal)) }
        throw failure
      }
      if let refusal { throw RefusalError(refusal) }
    } catch {
      throw error as? LocatedError ?? LocatedError(error, at: nil)
    }
  }

  /// Writes the record where it was asked for, unless that is a file of the run's: then beside it, for the run may have
  /// taken long.
  /// - Returns: what to say of a record that lies elsewhere.
  private func write(_ record: RunRecord) throws(HDF5Error) -> Message? {
    guard let use = record.use(of: output) else {
      try record.write(to: output)
      return nil
    }
    let other = ScriptPlace.free(beside: output, ending: "run.h5")
    try record.write(to: other)
    return Message(
      "'\(output)' is a file that the run \(use.rawValue), which its record does not overwrite",
      expected: "a name of its own for the record",
      hints: ["the record is in '\(other)'", "another time: `--record run.h5`"])
  }

  /// Runs a text under the eyes of a recorder.
  static func run(
    _ source: SourceText, in session: Session, with recorder: RunRecorder, _ settings: Settings
  ) -> (record: RunRecord, failure: LocatedError?) {
    let machine = session.interpreter.machine
    machine.observer = recorder
    let failure = session.run(source, showing: .nothing).failure
    var record = RunRecord(
      script: RunRecord.Source(path: source.name, text: source.text), workingDirectory: settings.workingDirectory,
      columns: settings.columns)
    record.date = ScriptPlace.now()
    record.arguments = settings.arguments
    record.scriptDirectory = settings.scriptDirectory
    record.threads = settings.threads
    (record.seed, record.draws) = (machine.random.key, machine.random.position)
    record.modules = recorder.modules
    record.versions = RunVersions.current(program: settings.version)
    record.inputs = recorder.inputs
    record.results = recorder.results(failure: failure)
    return (record, failure)
  }

  private static func warning(_ message: Message) -> Diagnostic {
    Diagnostic(severity: .warning, message: message, location: nil)
  }
}
