import Analysis
import Datasets
import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// What a training shows of itself: what there is to know beforehand, how far it has come, and why it ended ill.
public final class FitProgress {
  private let activity: String
  private let shorter: String
  private let advice: String
  private let sink: any OutputSink
  private let isQuiet: Bool
  private let data: Dataset
  private let hyper: Hyperparameters
  private let epochs: Int?
  private let firstEpoch: Int
  private let firstStep: Int
  private let start = SteadyClock.seconds()

  /// - Parameters:
  ///   - activity: the name of what trains.
  ///   - shorter: how to ask for a shorter training.
  ///   - advice: how to go on after an interruption.
  ///   - epochs: further epochs; nil until the learning-rate rule ends it.
  public init(
    _ activity: String, shorter: String, advice: String, sink: any OutputSink, isQuiet: Bool, data: Dataset,
    from state: TrainingState, epochs: Int?
  ) {
    self.activity = activity
    self.shorter = shorter
    self.advice = advice
    self.sink = sink
    self.isQuiet = isQuiet
    self.data = data
    self.epochs = epochs
    hyper = state.layout.shape.hyperparameters
    firstEpoch = state.epoch
    firstStep = state.step
  }

  // MARK: What to know besides

  /// A sentence each.
  ///
  /// - Parameters:
  ///   - best: what the model of the lowest validation cost is called.
  ///   - report: how the training went; nil beforehand.
  public func remarks(best: String, after report: FitReport? = nil) -> [String] {
    var remarks = data.sessions.filter { $0.train.trials < hyper.batch_size }.map { session in
      "'\(session.name)' has \(session.train.trials) training trials, fewer than batch_size \(hyper.batch_size): "
        + "its batches hold all of them"
    }
    if !data.hasValidation {
      remarks.append("there are no validation trials, so there will be no \(best)")
    } else if hyper.rampEnd == .max {
      remarks.append("the cost's ramps never end, so there will be no \(best)")
    } else if let report, report.stopped == .learningRate, report.steps < hyper.rampEnd {
      remarks.append(
        "the learning-rate rule ended the training at step \(report.steps), the cost's ramps end at step \(hyper.rampEnd): "
          + "no \(best); a model with smaller `kl_increase_steps` and `l2_increase_steps`, or a smaller `batch_size`, "
          + "gets past them")
    } else if let short = shortfall(after: report) {
      remarks.append(
        "the cost's ramps end at step \(short.end), this training at step \(short.reached): "
          + "no \(best) yet; \(short.needed) \(report == nil ? "epochs" : "more epochs") reach it")
    }
    return remarks
  }

  /// How far the training asked for, or the one that has ended, falls short of the ramps' end.
  private func shortfall(after report: FitReport?) -> RampShortfall? {
    if let report { return RampShortfall(hyper, data: data, step: report.steps, epochs: 0) }
    return epochs.flatMap { RampShortfall(hyper, data: data, step: firstStep, epochs: $0) }
  }

  // MARK: On the way

  /// To be called after every batch.
  public func batchEnded(_ done: Int, of total: Int, _ cost: BatchCost, _ state: TrainingState) {
    guard !isQuiet, done < total else { return }
    let finished = state.epoch - firstEpoch
    let perStep = (SteadyClock.seconds() - start) / Double(max(done + finished * total, 1))
    if epochs == nil, finished == 0, done == 1 { sayHowLong(perStep * Double(total), state) }
    sink.progress(
      ProgressUpdate(
        activity: activity, completed: finished, total: epochs, unit: "epoch",
        details: [
          ("batch", "\(done)/\(total)"), ("train", FitReportHandle.cost(cost.total)),
        ] + Self.course(cost.weights, rate: state.learningRate.rate),
        secondsLeft: epochs.map { perStep * (Double($0 - finished) * Double(total) - Double(done)) },
        isPartial: true))
  }

  /// How far the ramps of KL and L2 cost are while they go on, as one number where they are equally far, and the learning
  /// rate.
  private static func course(_ weights: CostWeights, rate: Double) -> [(String, String)] {
    let rate = ("lr", NumberText.rounded(rate, digits: 3))
    guard weights.kl < 1 || weights.l2 < 1 else { return [rate] }
    let (kl, l2) = (NumberText.fixed(weights.kl, digits: 2), NumberText.fixed(weights.l2, digits: 2))
    return [("ramps", kl == l2 ? kl : "\(kl)/\(l2)"), rate]
  }

  /// To be called after every epoch.
  public func epochEnded(_ record: EpochRecord, _ state: TrainingState) {
    guard !isQuiet else { return }
    let done = state.epoch - firstEpoch
    let elapsed = SteadyClock.seconds() - start
    var details = [("train", FitReportHandle.cost(record.train.total))]
    if let valid = record.valid { details.append(("valid", FitReportHandle.cost(valid.total))) }
    details += Self.course(record.weights, rate: record.learningRate)
    details.append(("epoch time", FitReportHandle.duration(record.seconds)))
    sink.progress(
      ProgressUpdate(
        activity: activity, completed: done, total: epochs, unit: "epoch", details: details,
        secondsLeft: epochs.map { elapsed / Double(max(done, 1)) * Double($0 - done) }, isLast: done == epochs))
  }

  /// To be called when the training has ended.
  public func ended(_ report: FitReport) {
    guard !isQuiet, report.epochs.count != epochs else { return }
    var details = [("after", FitReportHandle.duration(report.seconds))]
    if report.stopped == .cancelled { details.append(("interrupted:", advice)) }
    sink.progress(
      ProgressUpdate(
        activity: activity, completed: report.epochs.count, total: epochs, unit: "epoch", details: details,
        isLast: true))
  }

  /// The least the learning-rate rule takes, said before a long training.
  private func sayHowLong(_ epochSeconds: Double, _ state: TrainingState) {
    let factor = hyper.learning_rate_decay_factor, goal = hyper.learning_rate_stop
    guard factor < 1, goal > 0, goal < state.learningRate.rate else { return }
    let decays = Decays.needed(from: state.learningRate.rate, to: goal, factor: factor)
    let least = decays * (hyper.learning_rate_n_to_compare + 1)
    sink.progress(
      ProgressUpdate(
        activity: activity, completed: 0, unit: "epoch",
        details: [
          (
            "until the rate falls below \(NumberText.shortest(goal))",
            "at least \(least) epochs, about \(FitReportHandle.duration(epochSeconds * Double(least))); "
              + "Ctrl-C stops and keeps the model, \(shorter) trains for less"
          )
        ], isLast: true))
  }

  /// What to say of a training that came to numbers that are none; nil of any other.
  public static func warning(of report: FitReport) -> Message? {
    guard case .notFinite(let stop) = report.stopped else { return nil }
    return Message(
      "the \(stop.quantity) was not a finite number at step \(stop.step); training stopped, \(stop.keptText)",
      hints: [
        "a smaller `learning_rate_init`, a smaller `max_grad_norm` or data without outliers usually helps"
      ])
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
