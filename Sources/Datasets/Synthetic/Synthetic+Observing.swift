/// What is observed of all trials, before they are split.
enum SyntheticData {
  case counts([UInt8])
  case noisy([Float])
}

extension Synthetic {
  /// Trials between two looks at the cancel flag, and held as doubles at a time.
  static let blockTrials = 200

  /// Draws what is observed: trial by trial, channel by channel, all steps of a channel at a time.
  func observe(_ source: SyntheticSource, _ random: inout LegacyRandom) throws(DatasetError) -> SyntheticData {
    name == .gaussian_chaotic_rnn_no_inputs ? .noisy(try noisy(source, &random)) : .counts(try counts(source, &random))
  }

  /// Of two networks the spikes of all trials are drawn from the first, then from the second, and the chosen kept.
  private func counts(_ source: SyntheticSource, _ random: inout LegacyRandom) throws(DatasetError) -> [UInt8] {
    let size = source.steps * source.channels
    let perBin = parameters.maxRate * SyntheticParameters.dt
    var counts = [UInt8](repeating: 0, count: parameters.trials * size)
    for (label, network) in source.networks.enumerated() {
      try forEachBlock { trials in
        let rates = network.rates(of: trials)
        for (row, trial) in trials.enumerated() {
          let isKept = source.labels.map { $0[trial] == label } ?? true
          for channel in 0..<source.channels {
            for t in 0..<source.steps {
              let cell = t * source.channels + channel
              let count = random.poisson(rates[row * size + cell] * perBin)
              if isKept { counts[trial * size + cell] = UInt8(clamping: count) }
            }
          }
        }
      }
    }
    return counts
  }

  /// Rates in spikes per second with noise of 5 · max_rate · √dt.
  private func noisy(_ source: SyntheticSource, _ random: inout LegacyRandom) throws(DatasetError) -> [Float] {
    let size = source.steps * source.channels
    let deviation = 5 * parameters.maxRate * SyntheticParameters.dt.squareRoot()
    var values = [Float](repeating: 0, count: parameters.trials * size)
    try forEachBlock { trials in
      let rates = source.networks[0].rates(of: trials)
      for cell in rates.indices {
        values[trials.lowerBound * size + cell] = Float(rates[cell] * parameters.maxRate + random.normal() * deviation)
      }
    }
    return values
  }

  private func forEachBlock(_ body: (Range<Int>) -> Void) throws(DatasetError) {
    // Whole conditions, so that no run is computed twice.
    let block = max(1, Self.blockTrials / parameters.replications) * parameters.replications
    for start in stride(from: 0, to: parameters.trials, by: block) {
      if isCancelled() { throw DatasetError(file: name.rawValue, cause: .cancelled) }
      body(start..<min(start + block, parameters.trials))
    }
  }
}
