import Experiments
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
    let training = try begin()
    let left = run.epochs < .max ? max(run.epochs - training.start.epoch, 0) : nil
    if left == 0 { command.say("\(training.start.epoch) epochs are done, of \(run.epochs) asked for") }
    let progress = FitProgress(
      "train", shorter: "--epochs=200", advice: "the same command goes on from here", sink: command.sink,
      isQuiet: command.settings.isQuiet, data: data, from: training.start, epochs: left)
    for remark in progress.remarks(best: "checkpoint_lve") { command.note(Message(remark)) }

    let cancellation = command.cancellation
    let report = try training.train(
      epochs: left, isCancelled: { cancellation.isCancelled },
      onBatch: { done, total, cost, state in progress.batchEnded(done, of: total, cost, state) },
      onEpoch: { record, state in progress.epochEnded(record, state) })
    progress.ended(report)
    try training.end()
    if let warning = FitProgress.warning(of: report) {
      throw RefusalError(warning)
    }
    command.say(summary(report, training.state))
  }

  private func begin() throws -> KeptTraining {
    var options = TrainingKeeper.Options()
    options.csvName = run.csv_log
    let picture = ExamplePicture(data, programPath: command.settings.programPath, every: run.example_epochs)
    options.example = { picture.png($0) }
    let place = KeptTraining.Place(directory, options: options, settings: settingsFile)
    return try KeptTraining(in: place, data: data, threads: command.threads, clock: SteadyClock.seconds) {
      guard let stored = try storedModel() else {
        return KeptTraining.Start(try Model(hyper, seed: RunCommand.seed).bind(description))
      }
      let changes = stored.changes.filter { $0.name != "do_reset_learning_rate" }
      if !changes.isEmpty {
        command.say(
          "from here on: "
            + changes.map { "\($0.name) \($0.before.text) → \($0.now.text)" }.joined(separator: ", "))
      }
      return stored.start(hyper, isNewest: ["", ModelDirectory.rollingIndex].contains(run.checkpoint_pb_load_name))
    }
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
