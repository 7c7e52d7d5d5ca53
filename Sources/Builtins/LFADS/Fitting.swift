import Datasets
import Interchange
import LFADSModel
import Language
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
    // A directory counts epochs from where the model stands, so that the same line, run again, does the rest.
    var epochs = call.integerOrNil("epochs")
    let kept = try keeping(state)
    if let kept {
      epochs = epochs.map { max($0 - (kept.state.epoch - state.epoch), 0) }
      state = kept.state
    }
    let progress = FitProgress(
      "fit", shorter: "`epochs: 200`", advice: FitReportHandle.advice, sink: call.sink,
      isQuiet: call.bool("quiet") || call.settings.isQuiet,
      data: dataset, from: state, epochs: epochs)
    let trainer = Trainer(state, data: dataset, threads: call.threads(), clock: SteadyClock.seconds)
    // Whatever ends the training, the model keeps what was learned.
    defer { handle.model.take(trainer.state) }
    let cancellation = call.cancellation
    let report = try trainer.fit(
      epochs: epochs, isCancelled: { cancellation.isCancelled }, isAborted: { cancellation.isAborted },
      onBatch: { done, total, cost in progress.batchEnded(done, of: total, cost, trainer.state) },
      onEpoch: { record, state in
        progress.epochEnded(record, state)
        try kept?.keeper.epochEnded(record, state)
      })
    progress.ended(report)
    remarks += progress.remarks(best: "`m.best`", after: report)
    if let kept { try call.blaming("dir") { try kept.keeper.ended(trainer.state) } }
    if let warning = FitProgress.warning(of: report) { call.warn(warning) }
    if cancellation.isAborted { throw Interruption(advice: FitReportHandle.advice) }
    call.machine.observer?.came(TrainedModel(trainer.state, data: dataset).result)
    return FitReportHandle(report, remarks: remarks)
  }

  /// The directory of `dir:`, and the state to go on from: its newest checkpoint if that is of this training and
  /// further on than the model. Nil without `dir:`.
  private func keeping(_ state: TrainingState) throws -> (keeper: TrainingKeeper, state: TrainingState)? {
    guard call.stringOrNil("dir") != nil else { return nil }
    return try call.blaming("dir") { () -> (keeper: TrainingKeeper, state: TrainingState) in
      let directory = ModelDirectory(call.outputPath("dir"))
      try directory.make()
      let lock = try directory.lock()
      let h = state.layout.shape.hyperparameters
      let stored = try directory.checkpoint(hyperparameters: h)
      if let stored, stored.state.seed != state.seed {
        throw DirectoryError(
          path: directory.path, cause: .otherSeed(stored.state.seed, asked: state.seed))
      }
      var start = state
      let isFurther = stored.map { $0.state.epoch > state.epoch || $0.state.step > state.step } ?? false
      if let stored, isFurther {
        start = stored.state
        if h.do_reset_learning_rate { start.learningRate.reset(h) }
        remarks.append("'\(call.string("dir"))' holds \(start.epoch) epochs of this training; it goes on from there")
        if let fingerprint = stored.dataFingerprint, fingerprint != dataset.fingerprint {
          remarks.append("these epochs were trained on other data, '\(stored.dataName ?? "?")'")
        }
      }
      var options = TrainingKeeper.Options()
      let picture = ExamplePicture(
        dataset, programPath: call.settings.programPath, every: call.integer("example_every"))
      options.example = { picture.png($0) }
      let keeper = try TrainingKeeper(
        directory, lock: lock, start: start, isStored: isFurther && !h.do_reset_learning_rate, goesOn: stored != nil,
        dataName: dataset.name, dataFingerprint: dataset.fingerprint, options: options)
      try keeper.writeSettings(SettingsFile(start.layout.shape))
      return (keeper, start)
    }
  }
}
