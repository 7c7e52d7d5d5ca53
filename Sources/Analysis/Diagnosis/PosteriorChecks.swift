import Training
import Datasets
import LFADSModel
import Tensors

import Glibc

/// What a trained model makes of the data, on a few trials with the posterior's means.
enum PosteriorChecks {
  /// Steps before which there is nothing to judge.
  private static let fewestSteps = 20

  static func codes(_ subject: DiagnosisSubject) throws -> [Finding] {
    guard subject.model?.state?.step ?? 0 >= fewestSteps else { return [] }
    let readings = try subject.read(), hyper = subject.hyperparameters
    guard !readings.isEmpty else { return [] }
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    let initial = mean(readings.map { information($0.g0Means, $0.g0LogVariances) })
    let inputs = mean(readings.map { information($0.inputMeans, $0.inputLogVariances) })
    guard hyper.hasInitialConditionCode || hyper.hasController else { return [] }
    if initial + inputs < 1 { return [.collapsed(initial: initial, inputs: inputs)] }
    let bins = Double(subject.data?.bins ?? 1)
    if hyper.hasController, hyper.hasInitialConditionCode, initial < 0.5, inputs > 0.5 * bins {
      return [.controllerExplainsAll(initial: initial, inputs: inputs)]
    }
    return []
  }

  /// How many nats a code tells trials apart by: ½·Σ log(1 + Var(μ)/⟨σ²⟩) over its numbers, with the variance of the
  /// posterior means over trials and the mean of the posterior variances. Unlike the KL it is 0 for a posterior that is
  /// the same in all trials, also where the prior is correlated over time and the posterior is not.
  private static func information(_ means: Tensor?, _ logVariances: Tensor?) -> Double {
    guard let means, let logVariances, let trials = means.shape.first, trials > 1 else { return 0 }
    let m = means.doubles, l = logVariances.doubles, width = m.count / trials
    return (0..<width).reduce(0) { total, place in
      var sum = 0.0, squares = 0.0, noise = 0.0
      for trial in 0..<trials {
        let at = trial * width + place
        sum += m[at]
        squares += m[at] * m[at]
        noise += exp(l[at])
      }
      let count = Double(trials)
      let variance = max(squares - sum * sum / count, 0) / (count - 1)
      return total + 0.5 * log(1 + variance / (noise / count))
    }
  }

  /// Rates that rise in the very bin of each spike are the data again, not what underlies it.
  static func identity(_ subject: DiagnosisSubject) throws -> [Finding] {
    guard let data = subject.data, subject.hyperparameters.likelihood.domain == .counts,
      subject.model?.state?.step ?? 0 >= fewestSteps
    else { return [] }
    let readings = try subject.read()
    var products = 0.0, ofRates = 0.0, ofCounts = 0.0
    for (reading, session) in zip(readings, data.sessions) {
      let rates = reading.rates.floats, bins = session.bins, channels = session.channels
      let counts = session.train.data.selecting(Array(0..<reading.trials)).tensor.floats
      for trial in 0..<reading.trials {
        let inner = (trial * bins + 1) * channels
        for position in inner..<max(((trial + 1) * bins - 1) * channels, inner) {
          // What stands out in a bin against its neighbours, so that slow rises of the rate do not count.
          func peak(_ x: [Float]) -> Double {
            Double(x[position]) - 0.5 * (Double(x[position - channels]) + Double(x[position + channels]))
          }
          let a = peak(rates), b = peak(counts)
          guard !b.isNaN else { continue }
          products += a * b
          ofRates += a * a
          ofCounts += b * b
        }
      }
    }
    guard ofRates > 0, ofCounts > 0 else { return [] }
    let correlation = products / (ofRates * ofCounts).squareRoot(), slope = products / ofCounts
    return correlation > 0.4 && slope > 0.1 ? [.followsSpikes(correlation: correlation, perSpike: slope)] : []
  }
}
