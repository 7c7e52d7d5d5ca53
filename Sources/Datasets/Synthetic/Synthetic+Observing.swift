import Dispatch
import Synchronization

/// What is observed of all trials, before they are split.
enum SyntheticData {
  case counts([UInt8])
  case noisy([Float])
}

extension Synthetic {
  /// Trials between two looks at the cancel flag, and held as doubles at a time.
  static let blockTrials = 200
  /// Blocks whose rates are made side by side, and held together.
  static let blocksAtATime = 4

  /// Draws what is observed: trial by trial, channel by channel, all steps of a channel at a time.
  func observe(_ source: SyntheticSource, _ random: inout LegacyRandom) throws(DatasetError) -> SyntheticData {
    name == .gaussian_chaotic_rnn_no_inputs ? .noisy(try noisy(source, &random)) : .counts(try counts(source, &random))
  }

  /// Of two networks the spikes of all trials are drawn from the first, then from the second, and the chosen kept.
  private func counts(_ source: SyntheticSource, _ random: inout LegacyRandom) throws(DatasetError) -> [UInt8] {
    let (steps, channels) = (source.steps, source.channels)
    let size = steps * channels
    let perBin = parameters.maxRate * SyntheticParameters.dt
    var counts = [UInt8](repeating: 0, count: parameters.trials * size)
    for (label, network) in source.networks.enumerated() {
      try forEachBlock(of: network) { trials, rates in
        for (row, trial) in trials.enumerated() {
          let isKept = source.labels.map { $0[trial] == label } ?? true
          for channel in 0..<channels {
            for t in 0..<steps {
              let cell = t * channels + channel
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
    try forEachBlock(of: source.networks[0]) { trials, rates in
      for cell in rates.indices {
        values[trials.lowerBound * size + cell] = Float(rates[cell] * parameters.maxRate + random.normal() * deviation)
      }
    }
    return values
  }

  /// Hands out the rates of all trials, [trial, T, S] of each block, in order. Draws follow one another, rates do not:
  /// those of some blocks are made at a time, on all cores.
  private func forEachBlock(
    of network: ObservedRates, _ body: (Range<Int>, [Double]) -> Void
  ) throws(DatasetError) {
    // Whole conditions, so that no run is computed twice.
    let size = max(1, Self.blockTrials / parameters.replications) * parameters.replications
    let blocks = stride(from: 0, to: parameters.trials, by: size).map { $0..<min($0 + size, parameters.trials) }
    for first in stride(from: 0, to: blocks.count, by: Self.blocksAtATime) {
      if isCancelled() { throw DatasetError(file: name.rawValue, cause: .cancelled) }
      let some = Array(blocks[first...].prefix(Self.blocksAtATime))
      let rates = Mutex([[Double]](repeating: [], count: some.count))
      DispatchQueue.concurrentPerform(iterations: some.count) { place in
        let made = network.rates(of: some[place])
        rates.withLock { $0[place] = made }
      }
      for (trials, made) in zip(some, rates.withLock { $0 }) { body(trials, made) }
    }
  }
}
