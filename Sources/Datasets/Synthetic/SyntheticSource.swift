/// What one session of a synthetic data set records.
struct SyntheticSource: Sendable {
  /// One, or the two among which `labels` choose.
  let networks: [ObservedRates]
  /// Which network each trial records.
  let labels: [Int]?
  /// The step at which each trial is pushed; empty without inputs.
  let pulses: [Int]
  /// The network that sums inputs, where it is one.
  let inputs: IntegratorNetwork?

  var steps: Int { networks[0].steps }
  var channels: Int { networks[0].channels }

  /// What is seen of the network's units, [S, N].
  var matrix: [Double] {
    switch networks[0].view {
    case .mixture(let matrix): return matrix
    case .units(let range):
      var matrix = [Double](repeating: 0, count: range.count * networks[0].dynamics.units)
      for (row, unit) in range.enumerated() { matrix[row * networks[0].dynamics.units + unit] = 1 }
      return matrix
    }
  }

  /// The true rates of trials in 0 … 1, [trial, T, S].
  func truth(of trials: ArraySlice<Int>) -> [Double] {
    guard let labels else { return networks[0].rates(of: trials) }
    let size = steps * channels
    var truth = [Double](repeating: 0, count: trials.count * size)
    for (label, network) in networks.enumerated() {
      let rows = trials.enumerated().filter { labels[$0.element] == label }
      let rates = network.rates(of: rows.map(\.element))
      for (place, row) in rows.enumerated() {
        truth.replaceSubrange(
          (row.offset * size)..<((row.offset + 1) * size), with: rates[(place * size)..<((place + 1) * size)])
      }
    }
    return truth
  }
}
