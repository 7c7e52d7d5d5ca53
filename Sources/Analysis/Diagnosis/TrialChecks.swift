import Training
import Datasets

/// Trials, and how they are cut into batches.
enum TrialChecks {
  /// Training trials below which a model only learns them by heart.
  static let fewest = 20
  /// Trials of a batch below which its gradient is mostly noise.
  private static let smallest = 8

  static func number(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, _ in
      session.train.trials < fewest ? .fewTrials(session: session.name, trials: session.train.trials) : nil
    }
  }

  static func validation(_ subject: DiagnosisSubject) -> [Finding] {
    subject.data?.hasValidation == false ? [.noValidation] : []
  }

  static func batches(_ subject: DiagnosisSubject) -> [Finding] {
    let size = subject.hyperparameters.batch_size, rampEnd = subject.hyperparameters.rampEnd
    let short = subject.sessions.filter { $0.session.train.trials < size }
    if !short.isEmpty {
      return short.map {
        .fewerTrialsThanBatch(
          session: $0.session.name, trials: $0.session.train.trials, batch: size, rampEnd: rampEnd)
      }
    }
    let trials = subject.data?.sizes(.train).reduce(0, +) ?? 0
    return size < smallest ? [.smallBatch(batch: size, trials: trials)] : []
  }
}

/// Hyperparameters that seldom do any good.
enum SettingChecks {
  static func ramps(_ subject: DiagnosisSubject) -> [Finding] {
    let hyper = subject.hyperparameters
    let hasKL =
      (hyper.hasInitialConditionCode && hyper.kl_ic_weight > 0) || (hyper.hasController && hyper.kl_co_weight > 0)
    return hasKL && hyper.klRampEnd < 50 ? [.noRamp(end: hyper.klRampEnd)] : []
  }

  static func epochs(_ subject: DiagnosisSubject) -> [Finding] {
    guard let data = subject.data, let epochs = subject.epochs,
      let short = RampShortfall(
        subject.hyperparameters, data: data, step: subject.model?.state?.step ?? 0, epochs: epochs)
    else { return [] }
    return [.rampsUnfinished(end: short.end, reached: short.reached, epochs: epochs, needed: short.needed)]
  }

  static func weights(_ subject: DiagnosisSubject) -> [Finding] {
    let hyper = subject.hyperparameters
    var findings: [Finding] = []
    if hyper.hasInitialConditionCode, hyper.kl_ic_weight > 10 {
      findings.append(.heavyKL(name: "kl_ic_weight", weight: hyper.kl_ic_weight))
    }
    if hyper.hasController, hyper.kl_co_weight > 10 {
      findings.append(.heavyKL(name: "kl_co_weight", weight: hyper.kl_co_weight))
    }
    return findings
  }

  static func dropout(_ subject: DiagnosisSubject) -> [Finding] {
    let keep = subject.hyperparameters.keep_prob
    return keep < 0.5 ? [.strongDropout(keep: keep)] : []
  }

  static func learningRate(_ subject: DiagnosisSubject) -> [Finding] {
    let rate = subject.hyperparameters.learning_rate_init
    return rate > 0.1 ? [.highLearningRate(rate: rate)] : []
  }
}
