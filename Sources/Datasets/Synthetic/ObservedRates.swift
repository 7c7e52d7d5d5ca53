import Tensors

/// The rates of observed channels, trial by trial: activity seen through a matrix and stretched to 0 … 1.
struct ObservedRates: Sendable {
  /// What is seen of a network.
  enum View: Sendable {
    /// Some of its units.
    case units(Range<Int>)
    /// Mixtures, [S, N] row-major.
    case mixture([Double])
  }

  let dynamics: any RateDynamics
  let view: View
  /// Trials that are the same run.
  let trialsPerRun: Int

  var steps: Int { dynamics.steps }
  var channels: Int {
    switch view {
    case .units(let range): range.count
    case .mixture(let matrix): matrix.count / dynamics.units
    }
  }

  /// The rates of trials, [trial, T, S], each channel of each trial stretched to 0 … 1.
  ///
  /// Trials of one run are computed once.
  func rates(of trials: some Collection<Int>) -> [Double] {
    var runs: [Int] = []
    for trial in trials where runs.last != trial / trialsPerRun { runs.append(trial / trialsPerRun) }
    let seen = observed(dynamics.activity(of: runs), runs: runs.count)
    let size = steps * channels
    return [Double](unsafeUninitializedCapacity: trials.count * size) { rates, initialized in
      var place = -1
      var last = -1
      for (row, trial) in trials.enumerated() {
        if trial / trialsPerRun != last {
          (last, place) = (trial / trialsPerRun, place + 1)
          stretch(seen, run: place, of: runs.count, into: rates, row: row)
        } else if let base = rates.baseAddress {
          (base + row * size).initialize(from: base + (row - 1) * size, count: size)
        }
      }
      initialized = trials.count * size
    }
  }

  /// [T, S, runs] from [T, N, runs].
  private func observed(_ activity: [Double], runs: Int) -> [Double] {
    let units = dynamics.units
    switch view {
    case .units(let range):
      if range == 0..<units { return activity }
      return (0..<steps).flatMap { t in
        activity[((t * units + range.lowerBound) * runs)..<((t * units + range.upperBound) * runs)]
      }
    case .mixture(let matrix):
      var seen = [Double](repeating: 0, count: steps * channels * runs)
      for t in 0..<steps {
        activity.withUnsafeBufferPointer { activity in
          seen.withUnsafeMutableBufferPointer { seen in
            guard let a = activity.baseAddress, let s = seen.baseAddress else { return }
            BLAS.gemm(
              transposeA: false, transposeB: false, m: channels, n: runs, k: units, alpha: 1, a: matrix, lda: units,
              b: a + t * units * runs, ldb: runs, beta: 0, c: s + t * channels * runs, ldc: runs)
          }
        }
      }
      return seen
    }
  }

  /// (r − min)/(max − min) over the steps of a trial; a channel that never moves has rate 0.
  private func stretch(
    _ seen: [Double], run: Int, of runs: Int, into rates: UnsafeMutableBufferPointer<Double>, row: Int
  ) {
    for channel in 0..<channels {
      var low = Double.infinity
      var high = -Double.infinity
      for t in 0..<steps {
        let value = seen[(t * channels + channel) * runs + run]
        low = min(low, value)
        high = max(high, value)
      }
      let range = high - low
      for t in 0..<steps {
        let value = seen[(t * channels + channel) * runs + run]
        rates.initializeElement(
          at: (row * steps + t) * channels + channel, to: range > 0 ? (value - low) / range : 0)
      }
    }
  }
}
