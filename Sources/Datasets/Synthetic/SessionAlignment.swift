import Tensors

/// Matrices that bring the channels of several sessions into one space of factors, made as the reference makes them:
/// the principal components of all sessions' condition averages, regressed on each session's own channels.
struct SessionAlignment {
  private let sessions: [Session]
  /// Factors of the common space.
  static let factors = 10
  /// Points of the smoothing filter.
  static let filterPoints = 6

  /// Sessions with the same conditions, labelled 0 … in `condition_labels`.
  init(_ sessions: [Session]) { self.sessions = sessions }

  func matrices() throws(DatasetError) -> [AlignmentMatrix] {
    // Every session's channels, smoothed over all conditions laid end to end, and their means.
    var centred: [[Double]] = []
    var biases: [[Double]] = []
    for session in sessions {
      let (channels, means) = try centredChannels(of: session)
      centred.append(channels)
      biases.append(means)
    }
    do {
      let points = (centred.first?.count ?? 0) / max(1, sessions.first?.channels ?? 1)
      let units = sessions.reduce(0) { $0 + $1.channels }
      let all = Tensor(centred.flatMap { $0 }, shape: [units, points])
      let scatter = try all.matmul(all.transposed([1, 0]))
      let count = min(Self.factors, units)
      let directions = try scatter.eigen().vectors.doubles
      // The eigenvectors are columns, the one of the largest eigenvalue first.
      let top = (0..<units).flatMap { row in directions[(row * units)..<(row * units + count)] }
      let projections = try all.transposed([1, 0]).matmul(Tensor(top, shape: [units, count]))
      var matrices: [AlignmentMatrix] = []
      for (number, session) in sessions.enumerated() {
        let own = try Tensor(centred[number], shape: [session.channels, points]).transposed([1, 0])
        let solution = try own.leastSquares(projections).solution
        matrices.append(AlignmentMatrix(matrix: solution.doubles, bias: biases[number]))
      }
      return matrices
    } catch {
      throw DatasetError(file: sessions.first?.name ?? "", cause: .numerics("the sessions cannot be aligned: \(error)"))
    }
  }

  /// [channel, condition · time]: averages over the training trials of each condition, smoothed across all of them,
  /// less their mean; and those means.
  private func centredChannels(of session: Session) throws(DatasetError) -> (channels: [Double], means: [Double]) {
    let data = session.train.data
    let labels = try session.train.arrays["condition_labels"]?.doubles() ?? []
    let conditions = Int(labels.max() ?? 0) + 1
    var sums = [Double](repeating: 0, count: data.channels * conditions * data.bins)
    var trials = [Double](repeating: 0, count: conditions)
    var trial = [Float](repeating: 0, count: data.bins * data.channels)
    for number in 0..<data.trials {
      let condition = Int(labels[number])
      trials[condition] += 1
      trial.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { data.gather([number], into: base) } }
      for t in 0..<data.bins {
        for channel in 0..<data.channels {
          sums[(channel * conditions + condition) * data.bins + t] += Double(trial[t * data.channels + channel])
        }
      }
    }
    let points = conditions * data.bins
    var channels: [Double] = []
    var means: [Double] = []
    for channel in 0..<data.channels {
      let average = (0..<points).map { sums[channel * points + $0] / max(1, trials[$0 / data.bins]) }
      let smooth = BoxcarFilter(points: Self.filterPoints).forwardAndBackward(average)
      let mean = smooth.reduce(0, +) / Double(points)
      channels += smooth.map { $0 - mean }
      means.append(mean)
    }
    return (channels, means)
  }
}

/// A running mean, run forward and backward so that nothing is delayed.
struct BoxcarFilter {
  let points: Int

  /// SciPy's `filtfilt(ones(n)/n, 1, x)`: the signal is continued at both ends by 3n points turned about the end point,
  /// and each pass starts as if its first value had lasted for ever.
  func forwardAndBackward(_ signal: [Double]) -> [Double] {
    guard let first = signal.first, let last = signal.last else { return [] }
    let pad = min(3 * points, signal.count - 1)
    let before = stride(from: pad, to: 0, by: -1).map { 2 * first - signal[$0] }
    let after = (0..<pad).map { 2 * last - signal[signal.count - 2 - $0] }
    let forward = pass(before + signal + after)
    let backward = pass(forward.reversed())
    return Array(backward.reversed()[pad..<(pad + signal.count)])
  }

  private func pass(_ signal: [Double]) -> [Double] {
    let padded = [Double](repeating: signal[0], count: points - 1) + signal
    return signal.indices.map { place in
      padded[place..<(place + points)].reduce(0, +) / Double(points)
    }
  }
}
