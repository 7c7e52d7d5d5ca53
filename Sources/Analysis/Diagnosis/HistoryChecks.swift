import Training
import LFADSModel

/// What the records of a training's epochs tell.
enum HistoryChecks {
  static func notFinite(_ subject: DiagnosisSubject) -> [Finding] {
    subject.model?.state?.nonFiniteStop.map { [.notFinite($0)] } ?? []
  }

  static func divergence(_ subject: DiagnosisSubject) -> [Finding] {
    guard let history = subject.model?.state?.history, history.count > 1, let first = history.first,
      let last = history.last,
      last.train.reconstruction > first.train.reconstruction + 0.02 * abs(first.train.reconstruction)
    else { return [] }
    return [
      .diverged(first: first.train.reconstruction, last: last.train.reconstruction, epochs: history.count)
    ]
  }

  /// While the ramps raise the cost, a rising cost says nothing of the training.
  static func learningRate(_ subject: DiagnosisSubject) -> [Finding] {
    guard let history = subject.model?.state?.history, let first = history.first else { return [] }
    let hyper = subject.hyperparameters
    guard let lowest = history.filter({ !$0.rampsAreDone(hyper) }).min(by: { $0.learningRate < $1.learningRate }),
      lowest.learningRate < 0.75 * first.learningRate
    else { return [] }
    return [.rateDecayedDuringRamps(from: first.learningRate, to: lowest.learningRate, epoch: lowest.epoch)]
  }

  static func gradients(_ subject: DiagnosisSubject) -> [Finding] {
    let recent = (subject.model?.state?.history ?? []).suffix(10)
    guard recent.count >= 3 else { return [] }
    let share = recent.reduce(0) { $0 + $1.clippedShare } / Double(recent.count)
    guard share > 0.5 else { return [] }
    return [
      .clippedGradients(
        share: share, epochs: recent.count, norm: recent.map(\.maximumGradientNorm).max() ?? 0,
        limit: subject.hyperparameters.max_grad_norm)
    ]
  }

  /// From the end of the ramps on, costs of different epochs compare.
  static func overfitting(_ subject: DiagnosisSubject) -> [Finding] {
    let hyper = subject.hyperparameters
    let history = (subject.model?.state?.history ?? []).filter { $0.rampsAreDone(hyper) && $0.valid != nil }
    guard history.count >= 10, let last = history.last,
      let best = history.min(by: {
        $0.valid?.reconstruction ?? .infinity < $1.valid?.reconstruction ?? .infinity
      }), let lowest = best.valid?.reconstruction
    else { return [] }
    // The last few epochs together: one alone is noisy.
    let recent = history.suffix(3).compactMap(\.valid?.reconstruction)
    let now = recent.reduce(0, +) / Double(recent.count)
    guard now > lowest + 0.03 * abs(lowest), last.train.reconstruction < best.train.reconstruction else { return [] }
    return [.validationRises(epoch: best.epoch, best: lowest, last: now)]
  }
}
