import Experiments
import Builtins
import Datasets
import Glibc
import Interchange
import LFADSModel
import Language
import Syntax
import Training

/// The sub-command `run`: one run of the reference's program, by its flags and with its files.
public struct RunCommand {
  let settings: Settings
  let sink: any OutputSink
  let cancellation: CancellationToken

  /// The parameters and draws of every run come from this seed: the reference has no flag for one, and the same command
  /// gives the same bits.
  static let seed: UInt64 = 1

  /// - Parameters:
  ///   - settings: where relative paths start, threads, whether progress is wanted.
  ///   - cancellation: asked to stop, a training ends after the batch under way and keeps a checkpoint.
  public init(settings: Settings, sink: any OutputSink, cancellation: CancellationToken) {
    self.settings = settings
    self.sink = sink
    self.cancellation = cancellation
  }

  /// What the program calls for the words after `run`, once it knows where to show things and what stops it.
  public static func running(
    _ words: [String]
  ) -> (Settings, any OutputSink, CancellationToken) throws(LocatedError) -> Void {
    { (settings, sink, cancellation) throws(LocatedError) in
      try RunCommand(settings: settings, sink: sink, cancellation: cancellation).run(words)
    }
  }

  /// Does what the words after `run` ask for.
  ///
  /// - Throws: with phase `syntax` where the words are wrong, `running` where the run failed, `interrupted` where it was
  ///   broken off with nothing to keep.
  public func run(_ words: [String]) throws(LocatedError) {
    let request: FlagReader.Request
    do throws(FlagError) {
      request = try FlagReader.read(words)
      if case .run(let settings) = request { try Self.checkNames(settings) }
    } catch {
      throw LocatedError(error, at: nil, phase: .syntax)
    }
    switch request {
    case .help: sink.text(FlagHelp.text(columns: settings.columns))
    case .run(let run):
      do {
        try perform(run)
      } catch let failure as LocatedError {
        throw failure
      } catch {
        throw LocatedError(error, at: nil, phase: error is InterruptionError ? .interrupted : .running)
      }
    }
  }

  private static func checkNames(_ run: RunSettings) throws(FlagError) {
    for (flag, name) in [
      ("checkpoint_name", run.checkpoint_name), ("csv_log", run.csv_log),
      ("checkpoint_pb_load_name", run.checkpoint_pb_load_name),
    ] where name.contains("/") || (name.isEmpty && flag == "checkpoint_name") {
      throw .fileName(flag: flag, found: name)
    }
    for (flag, path) in [("data_dir", run.data_dir), ("lfads_save_dir", run.lfads_save_dir)]
    where HomePath.isAnothers(path) {
      throw .otherHome(flag: flag, found: path)
    }
  }

  private func perform(_ run: RunSettings) throws {
    sayDevice(run)
    let data = try dataset(run)
    let directory = ModelDirectory(
      path(run.lfads_save_dir), checkpointName: run.checkpoint_name, keepRolling: run.max_ckpt_to_keep,
      keepLowest: run.max_ckpt_to_keep_lve)
    let job = RunJob(command: self, run: run, data: data, directory: directory)
    switch run.kind {
    case .train: try job.train()
    case .posterior_sample_and_average: try job.readPosterior(samples: run.hyperparameters.batch_size)
    case .posterior_push_mean: try job.readPosterior(samples: nil)
    case .prior_sample: try job.samplePrior()
    case .write_model_params: try job.writeParameters()
    }
  }

  private func sayDevice(_ run: RunSettings) {
    let asksForGPU = run.given.contains("device") && !run.device.hasPrefix("cpu") || run.allow_gpu_growth
    if asksForGPU { note("no GPU is used: everything runs on the CPU") }
  }

  private func dataset(_ run: RunSettings) throws -> Dataset {
    let stem = path(run.data_dir) + "/" + run.data_filename_stem
    let loader = DatasetLoader(
      directories: [settings.workingDirectory], layouts: ForeignLayouts.all,
      nearest: { Suggestion.nearest(to: $0, among: $1) })
    do throws(DatasetError) {
      let data = try loader.load(stem)
      try data.validate(
        for: run.hyperparameters.likelihood.domain, allowsMissing: run.hyperparameters.nan_bins != .error)
      let foreign = Set(data.sessions.map(\.layout)).subtracting([DatasetLayout.reference.name]).sorted()
      if !foreign.isEmpty { say("the data are in the layout of \(foreign.joined(separator: "; "))") }
      return data
    } catch {
      guard case .unknown = error.cause else { throw error }
      throw MissingDataError(directory: run.data_dir, stem: run.data_filename_stem)
    }
  }

  /// A path as it was given, relative ones from the working directory, without a last slash.
  func path(_ given: String) -> String {
    let given = (try? HomePath.expanded(given, home: settings.homeDirectory)) ?? given
    var path =
      given.hasPrefix("/") || settings.workingDirectory.isEmpty ? given : "\(settings.workingDirectory)/\(given)"
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  // MARK: Saying

  /// A line of what was done.
  func say(_ line: String) { sink.text(StyledText(line)) }

  /// Something to know that stops nothing.
  func note(_ message: Message) {
    sink.warning(Diagnostic(severity: .warning, message: message, location: nil))
  }

  var threads: Int { settings.threads ?? Cores.count }
}

/// There are no data under the directory and stem that were given.
struct MissingDataError: DiagnosticCause, Equatable {
  let directory: String
  let stem: String

  var diagnosticMessage: Message {
    var hints = ["--data_dir is the directory, --data_filename_stem how the names of its files start"]
    if let name = SyntheticName(rawValue: stem) {
      hints.append(
        "to make these data: lfads-repl -e 'save_synthetic(\"\(directory)\", name: \"\(name.rawValue)\")'")
    }
    return Message("in '\(directory)' there is no file of data whose name starts with '\(stem)'", hints: hints)
  }
}
