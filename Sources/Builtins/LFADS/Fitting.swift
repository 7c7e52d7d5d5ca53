import Datasets
import LFADSModel
import Language
import Tensors
import Training

/// One call of `fit`: training, its progress, and what there is to say about it.
final class Fitting {
  private let handle: ModelHandle
  private let dataset: Dataset
  private let call: Call
  private let epochs: Int?
  private let isQuiet: Bool
  private let start = SteadyClock.seconds()
  private var remarks: [String] = []

  init(_ handle: ModelHandle, _ data: DatasetHandle, _ call: Call) throws {
    self.handle = handle
    self.call = call
    dataset = data.dataset
    epochs = call.integerOrNil("epochs")
    isQuiet = call.bool("quiet") || call.settings.isQuiet
    try handle.bind(data, call)
    handle.dataName = dataset.name
    handle.dataFingerprint = dataset.fingerprint
  }

  private var h: Hyperparameters { handle.model.hyperparameters }

  func run() throws -> FitReportHandle {
    var state = try handle.state()
    if let seed = call.integerOrNil("seed") { state.restart(seed: UInt64(bitPattern: Int64(seed))) }
    noteBatchSize()
    noteRamps(from: state)
    let trainer = Trainer(state, data: dataset, threads: call.threads(), clock: SteadyClock.seconds)
    // Whatever ends the training, the model keeps what was learned.
    defer { handle.model.take(trainer.state) }
    let cancellation = call.cancellation
    let report = try trainer.fit(
      epochs: epochs, isCancelled: { cancellation.isCancelled },
      onBatch: { done, total, cost in self.showBatch(done, of: total, cost, trainer.state) },
      onEpoch: { record, state in self.showEpoch(record, state) })
    finishProgress(report)
    if case .notFinite(let quantity, let step) = report.stopped { warnNotFinite(quantity, step) }
    return FitReportHandle(report, remarks: remarks)
  }

  // MARK: What to know beforehand

  private func noteBatchSize() {
    for session in dataset.sessions where session.train.trials < h.batch_size {
      remarks.append(
        "'\(session.name)' has \(session.train.trials) training trials, fewer than batch_size \(h.batch_size): "
          + "its batches hold all of them")
    }
  }

  /// Steps of an epoch.
  private var stepsPerEpoch: Int {
    max(dataset.sizes(.train).reduce(0) { $0 + ($1 + h.batch_size - 1) / h.batch_size }, 1)
  }

  private func noteRamps(from state: TrainingState) {
    let end = max(h.kl_start_step + h.kl_increase_steps, h.hasL2 ? h.l2_start_step + h.l2_increase_steps : 0)
    if !dataset.hasValidation {
      remarks.append("there are no validation trials, so there will be no `m.best`")
    } else if let epochs, state.step + epochs * stepsPerEpoch < end {
      remarks.append(
        "the cost's ramps end at step \(end), this training at step \(state.step + epochs * stepsPerEpoch): "
          + "no `m.best` yet; \((end - state.step + stepsPerEpoch - 1) / stepsPerEpoch) epochs reach it")
    }
  }

  // MARK: Progress

  private func showBatch(_ done: Int, of total: Int, _ cost: BatchCost, _ state: TrainingState) {
    guard !isQuiet, done < total else { return }
    let perStep = (SteadyClock.seconds() - start) / Double(max(done + (state.history.count - firstEpoch) * total, 1))
    if epochs == nil, state.history.count == firstEpoch, done == 1 { sayHowLong(perStep * Double(total), state) }
    call.sink.progress(
      ProgressUpdate(
        activity: "fit", completed: state.history.count - firstEpoch, total: epochs, unit: "epoch",
        details: [
          ("batch", "\(done)/\(total)"), ("train", FitReportHandle.cost(cost.total)),
          ("kl", NumberText.fixed(cost.weights.kl, digits: 2)),
          ("rate", NumberText.rounded(state.learningRate.rate, digits: 3)),
        ],
        secondsLeft: epochs.map { perStep * Double($0 * total - (state.history.count - firstEpoch) * total - done) }))
  }

  private lazy var firstEpoch = handle.model.state?.history.count ?? 0

  private func showEpoch(_ record: EpochRecord, _ state: TrainingState) {
    guard !isQuiet else { return }
    let done = state.history.count - firstEpoch
    let elapsed = SteadyClock.seconds() - start
    var details = [("train", FitReportHandle.cost(record.train.total))]
    if let valid = record.valid { details.append(("valid", FitReportHandle.cost(valid.total))) }
    details += [
      ("kl", NumberText.fixed(record.weights.kl, digits: 2)), ("l2", NumberText.fixed(record.weights.l2, digits: 2)),
      ("rate", NumberText.rounded(record.learningRate, digits: 3)),
      ("epoch time", FitReportHandle.duration(record.seconds)),
    ]
    call.sink.progress(
      ProgressUpdate(
        activity: "fit", completed: done, total: epochs, unit: "epoch", details: details,
        secondsLeft: epochs.map { elapsed / Double(max(done, 1)) * Double($0 - done) }, isLast: done == epochs))
  }

  private func finishProgress(_ report: FitReport) {
    guard !isQuiet, report.epochs.count != epochs else { return }
    call.sink.progress(
      ProgressUpdate(
        activity: "fit", completed: report.epochs.count, total: epochs, unit: "epoch",
        details: [("after", FitReportHandle.duration(report.seconds))], isLast: true))
  }

  /// The least the learning-rate rule takes, said before a long training.
  private func sayHowLong(_ epochSeconds: Double, _ state: TrainingState) {
    let factor = h.learning_rate_decay_factor, goal = h.learning_rate_stop
    guard factor < 1, goal > 0, goal < state.learningRate.rate else { return }
    let decays = Decays.needed(from: state.learningRate.rate, to: goal, factor: factor)
    let least = decays * (h.learning_rate_n_to_compare + 1)
    call.sink.progress(
      ProgressUpdate(
        activity: "fit", completed: 0, unit: "epoch",
        details: [
          (
            "until the rate falls below \(NumberText.shortest(goal))",
            "at least \(least) epochs, about \(FitReportHandle.duration(epochSeconds * Double(least))); "
              + "Ctrl-C stops and keeps the model, `epochs: 200` trains for less"
          )
        ], isLast: true))
  }

  private func warnNotFinite(_ quantity: String, _ step: Int) {
    call.warn(
      Message(
        "the \(quantity) was not a finite number at step \(step); training stopped, the parameters are those before it",
        hints: [
          "a smaller `learning_rate_init`, a smaller `max_grad_norm` or data without outliers usually helps"
        ]))
  }
}

/// How often a learning rate decays on its way down.
enum Decays {
  static func needed(from rate: Double, to goal: Double, factor: Double) -> Int {
    var rate = rate, count = 0
    while rate >= goal && count < 1_000_000 {
      rate *= factor
      count += 1
    }
    return count
  }
}
