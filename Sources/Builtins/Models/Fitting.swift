import Experiments
import Datasets
import Interchange
import LFADSModel
import Language
import Syntax
import Training

/// One call of `fit`: training, where it is kept, and what there is to say about it.
final class Fitting {
  private let handle: ModelHandle
  private let dataset: Dataset
  private let call: Call
  private var remarks: [String] = []

  init(_ handle: ModelHandle, _ data: DatasetHandle, _ call: Call) throws {
    self.handle = handle
    self.call = call
    dataset = data.dataset
    try handle.bind(data, call)
    handle.dataName = dataset.name
    handle.dataFingerprint = dataset.fingerprint
  }

  func run() throws -> FitReportHandle {
    var state = try handle.state()
    if let seed = call.integerOrNil("seed") { state.restart(seed: UInt64(bitPattern: Int64(seed))) }
    let training = try call.blaming("dir") { try begin(state) }
    // A directory counts epochs from where the model stands, so that the same line, run again, does the rest.
    let epochs = call.integerOrNil("epochs").map { max($0 - (training.start.epoch - state.epoch), 0) }
    let progress = FitProgress(
      "fit", shorter: "`epochs: 200`", advice: FitReportHandle.advice, sink: call.sink,
      isQuiet: call.bool("quiet") || call.settings.isQuiet,
      data: dataset, from: training.start, epochs: epochs)
    // Whatever ends the training, the model keeps what was learned.
    defer { handle.model.take(training.state) }
    let cancellation = call.cancellation
    let report = try training.train(
      epochs: epochs, isCancelled: { cancellation.isCancelled }, isAborted: { cancellation.isAborted },
      onBatch: { done, total, cost, state in progress.batchEnded(done, of: total, cost, state) },
      onEpoch: { record, state in progress.epochEnded(record, state) })
    progress.ended(report)
    remarks += progress.remarks(best: "`m.best`", after: report)
    try call.blaming("dir") { try training.end() }
    var pending: PendingFailure?
    if let warning = FitProgress.warning(of: report) {
      call.warn(warning)
      let made = PendingFailure(LocatedError(TrainingError(), at: call.location))
      call.machine.pending.append(made)
      pending = made
    }
    if cancellation.isAborted { throw InterruptionError(advice: FitReportHandle.advice) }
    call.machine.observer?.came(TrainedModel(training.state, data: dataset).result)
    return FitReportHandle(report, remarks: remarks, pending: pending)
  }

  /// The training, kept in the directory of `dir:` if it is given.
  private func begin(_ state: TrainingState) throws -> KeptTraining {
    let place = try call.stringOrNil("dir").map { _ in
      var options = TrainingKeeper.Options()
      let picture = ExamplePicture(
        dataset, programPath: call.settings.programPath, every: call.integer("example_every"))
      options.example = { picture.png($0) }
      return KeptTraining.Place(ModelDirectory(try call.outputPath("dir")), options: options)
    }
    return try KeptTraining(in: place, data: dataset, threads: call.threads(), clock: SteadyClock.seconds) {
      guard let place else { return KeptTraining.Start(state) }
      let (start, stored) = try place.directory.start(from: state)
      guard let stored else { return start }
      remarks.append(
        "'\(call.string("dir"))' holds \(start.state.epoch) epochs of this training; it goes on from there")
      if let fingerprint = stored.dataFingerprint, fingerprint != dataset.fingerprint {
        remarks.append("these epochs were trained on other data, '\(stored.dataName ?? "?")'")
      }
      return start
    }
  }
}

/// A training that met numbers that are not finite, and nobody asked.
struct TrainingError: DiagnosticCause, KindedError, Equatable {
  var kind: String { "training" }
  var diagnosticMessage: Message {
    Message(
      "this training met a number that is not finite and stopped",
      hints: ["a script that goes on from there asks for the report's `.stopped`, or says `try { … } else { … }`"])
  }
}
