import Builtins
import Interchange
import LFADSModel
import Language
import Syntax
import Tensors
import Training

extension RunJob {
  /// Trains from where the directory stands, until the rule, the number of epochs or a signal ends it.
  func train() throws {
    try directory.make()
    let lock = try directory.lock()
    let stored = try storedModel()
    let state = try startingState(stored)
    let left = max(run.epochs - state.epoch, 0)
    let keeper = try keeper(lock, stored, state)
    try keeper.writeSettings(settingsFile(state.layout.shape))
    if run.epochs < .max, left == 0 {
      command.say("\(state.epoch) epochs are done, of \(run.epochs) asked for")
    }
    let progress = FitProgress(
      "train", shorter: "--epochs=200", advice: "the same command goes on from here", sink: command.sink,
      isQuiet: command.settings.isQuiet, data: data,
      from: state, epochs: run.epochs < .max ? left : nil)
    for remark in progress.remarks(best: "checkpoint_lve") { command.note(Message(remark)) }

    let trainer = Trainer(state, data: data, threads: command.threads, clock: SteadyClock.seconds)
    let cancellation = command.cancellation
    let report = try trainer.fit(
      epochs: run.epochs < .max ? left : nil, isCancelled: { cancellation.isCancelled },
      onBatch: { done, total, cost in progress.batchEnded(done, of: total, cost, trainer.state) },
      onEpoch: { record, state in
        progress.epochEnded(record, state)
        try keeper.epochEnded(record, state)
      })
    progress.ended(report)
    try keeper.ended(trainer.state)
    if let warning = FitProgress.warning(of: report) {
      throw Refusal(warning)
    }
    command.say(summary(report, trainer.state))
  }

  private func startingState(_ stored: StoredModel?) throws -> TrainingState {
    guard let stored else { return try Model(h, seed: RunCommand.seed).bind(description) }
    var state = stored.state
    if h.do_reset_learning_rate { state.learningRate.reset(h) }
    let changes = stored.changes.filter { $0.name != "do_reset_learning_rate" }
    if !changes.isEmpty {
      command.say(
        "from here on: "
          + changes.map { "\($0.name) \($0.before.text) → \($0.now.text)" }.joined(separator: ", "))
    }
    return state
  }

  private func keeper(
    _ lock: DirectoryLock, _ stored: StoredModel?, _ state: TrainingState
  ) throws -> TrainingKeeper {
    var options = TrainingKeeper.Options()
    options.csvName = run.csv_log
    let picture = ExamplePicture(data, programPath: command.settings.programPath, every: run.example_epochs)
    options.example = { picture.png($0) }
    var isStored = false, goesOn = false
    if case .checkpoint(_, let instead)? = stored?.origin {
      goesOn = true
      let isNewest = instead || ["", ModelDirectory.rollingIndex].contains(run.checkpoint_pb_load_name)
      isStored = isNewest && state.learningRate == stored?.state.learningRate
    }
    return try TrainingKeeper(
      directory, lock: lock, start: state, isStored: isStored, goesOn: goesOn, dataName: data.name,
      dataFingerprint: data.fingerprint, options: options)
  }

  private func summary(_ report: FitReport, _ state: TrainingState) -> String {
    let done = "\(state.epoch) epochs, \(state.step) steps"
    let end =
      switch report.stopped {
      case .learningRate: "stopped by the learning-rate rule"
      case .epochs: "all epochs asked for are done"
      case .cancelled: "stopped; the same command goes on from here"
      case .notFinite: "stopped"
      }
    let best = report.bestEpoch.map { ", lowest validation cost at epoch \($0)" } ?? ""
    return "\(done)\(best); \(end). The model is in \(directory.path)"
  }
}
