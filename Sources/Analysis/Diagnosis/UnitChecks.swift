import Training
import Datasets

import Glibc

/// Whether the numbers are what they are taken for.
enum UnitChecks {
  /// Spikes per second that no neuron keeps up on average.
  private static let fastest = 400.0

  static func binWidth(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, _ in
      guard let dt = session.dt else { return .binWidthUnknown(session: session.name) }
      return dt < 0.001 || dt > 0.1 ? .binWidthUnusual(session: session.name, seconds: dt) : nil
    }
  }

  static func counts(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, sample -> Finding? in
      guard sample.areCounts else { return nil }
      let means = sample.means
      if let dt = session.dt {
        let fast = means.indices.filter { means[$0] / dt > fastest }
        if !fast.isEmpty {
          return .tooFast(session: session.name, neurons: fast, highest: (means.max() ?? 0) / dt)
        }
      }
      let mean = means.reduce(0, +) / Double(max(means.count, 1))
      let changes = sample.changes
      guard mean > 0.5, !changes.isEmpty else { return nil }
      let variance = changes.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(changes.count)
      let dispersion = variance / (2 * mean)
      return dispersion < 0.25 ? .smoothCounts(session: session.name, mean: mean, dispersion: dispersion) : nil
    }
  }

  static func likelihood(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, sample -> Finding? in
      let domain = subject.hyperparameters.likelihood.domain
      if domain == .reals {
        guard sample.areCounts else { return nil }
        let means = sample.means
        return .countsAsReals(
          session: session.name, mean: means.reduce(0, +) / Double(max(means.count, 1)))
      }
      guard let data = subject.data else { return nil }
      do throws(DatasetError) { try data.only(session).validate(for: domain) } catch {
        let wrong = sample.values.count { !domain.contains($0) && !$0.isNaN }
        let share = Double(wrong) / Double(max(sample.values.count, 1))
        switch error.cause {
        case .notACount(let place, let value):
          return .notCounts(session: session.name, value: Double(value), place: place, share: share)
        case .countTooLarge(let place, let value):
          return .countTooLarge(session: session.name, value: Double(value), place: place)
        case .notZeroOrAbove(let bound, let place, let value):
          return .outOfDomain(
            session: session.name, bound: Double(bound), value: Double(value), place: place, share: share)
        default: return nil
        }
      }
      return nil
    }
  }
}

/// Whether every channel has something to say.
enum NeuronChecks {
  /// Spikes in all training trials below which nothing can be learned of a neuron.
  private static let fewest = 20

  static func silence(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.flatMap { session, sample -> [Finding] in
      guard sample.areCounts else { return [] }
      let sums = session.train.data.channelSums
      let silent = sums.indices.filter { sums[$0] == 0 }
      let nearly = sums.indices.filter { sums[$0] > 0 && sums[$0] < Double(fewest) }
      var findings: [Finding] = []
      if !silent.isEmpty { findings.append(.silent(session: session.name, neurons: silent)) }
      // Of very few trials all are short of spikes, which the number of trials says better.
      if !nearly.isEmpty, session.train.trials >= TrialChecks.fewest {
        findings.append(
          .nearlySilent(session: session.name, neurons: nearly, spikes: Int(nearly.map { sums[$0] }.max() ?? 0)))
      }
      return findings
    }
  }

  /// A Poisson neuron of this mean would often exceed the largest count it ever shows; a swinging rate would exceed it
  /// more often still.
  static func saturation(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, sample in
      guard sample.areCounts else { return nil }
      let means = sample.means, maxima = sample.maxima
      let above = means.indices.map { poissonShare(above: Int(maxima[$0]), mean: means[$0]) }
      let clipped = above.indices.filter { above[$0] > 0.005 && above[$0] * Double(sample.rows) > 20 }
      guard !clipped.isEmpty else { return nil }
      return .clipped(
        session: session.name, neurons: clipped, ceiling: Int(clipped.map { maxima[$0] }.min() ?? 0),
        share: clipped.map { above[$0] }.max() ?? 0)
    }
  }

  /// P(k > `ceiling`) of a Poisson count of mean λ; of a large one that of the normal distribution it comes close to.
  private static func poissonShare(above ceiling: Int, mean: Double) -> Double {
    guard mean <= 500 else { return 0.5 * erfc((Double(ceiling) + 0.5 - mean) / (2 * mean).squareRoot()) }
    // So far above such a mean nothing is left.
    guard ceiling < 2000 else { return 0 }
    var term = exp(-mean)
    var sum = term
    for k in stride(from: 1, through: ceiling, by: 1) {
      term *= mean / Double(k)
      sum += term
    }
    return max(1 - sum, 0)
  }
}
