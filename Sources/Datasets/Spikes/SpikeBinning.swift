import Tensors

/// Spike counts made of spike times.
public struct BinnedSpikes: Sendable {
  /// [trial, time, neuron], floats.
  public let counts: Tensor
  /// Spikes that fall into no trial's window.
  public let outside: Int
  /// Spikes altogether.
  public let spikes: Int

  /// Counts the spikes of each neuron in the bins of each trial.
  ///
  /// The window is half open, so are its bins: a spike on the border of two bins counts in the later one. Times are
  /// taken to be exact to a millionth of a bin, so that a border that rounding has moved is still one. Times need not
  /// be sorted, trials may overlap.
  ///
  /// - Parameters:
  ///   - times: the spike times of each neuron in seconds.
  ///   - trialStarts: when each trial begins, on the same clock.
  ///   - window: from where to where around each start, in seconds.
  ///   - dt: bin width in seconds.
  public init(
    times: [[Double]], trialStarts: [Double], window: (from: Double, to: Double), dt: Double
  ) throws(DatasetError) {
    let bins = try Self.bins(window: window, dt: dt)
    try Self.check(trialStarts, "trial_starts")
    guard !trialStarts.isEmpty else { throw Self.failure("trial_starts", .empty(shape: [0])) }
    for neuron in times.indices { try Self.check(times[neuron], "times of neuron \(neuron)") }
    let neurons = times.count
    let (row, overflow) = bins.multipliedReportingOverflow(by: neurons)
    guard !overflow, row == 0 || trialStarts.count <= Self.mostElements / row else {
      throw Self.failure("dt", .parameter("dt", value: dt, allowed: "so large that the counts fit into memory"))
    }
    var counts = [Float](repeating: 0, count: trialStarts.count * row)
    var outside = 0
    for (neuron, unsorted) in times.enumerated() {
      let spikes = unsorted.sorted()
      var isInside = [Bool](repeating: false, count: spikes.count)
      for (trial, start) in trialStarts.enumerated() {
        let origin = start + window.from
        var spike = Self.firstIndex(in: spikes, from: origin - dt)
        while spike < spikes.count, spikes[spike] < origin + Double(bins + 1) * dt {
          let bin = Int(((spikes[spike] - origin) / dt + 1e-6).rounded(.down))
          if bin >= 0, bin < bins {
            counts[(trial * bins + bin) * neurons + neuron] += 1
            isInside[spike] = true
          }
          spike += 1
        }
      }
      outside += isInside.count { !$0 }
    }
    self.counts = Tensor(counts, shape: [trialStarts.count, bins, neurons], axes: ["trial", "time", "neuron"])
    self.outside = outside
    spikes = times.reduce(0) { $0 + $1.count }
  }

  /// Times with the number of the unit that fired each, as spike sorters write them: one list a unit, by rising number.
  ///
  /// - Returns: the units' numbers and the times of each.
  public static func byUnit(times: [Double], units: [Double]) throws(DatasetError) -> (
    units: [Double], times: [[Double]]
  ) {
    guard times.count == units.count else {
      throw failure("units", .extent(axis: "spike", found: units.count, expected: times.count, of: "the times"))
    }
    try check(units, "units")
    if let place = units.firstIndex(where: { $0 != $0.rounded() }) {
      throw failure("units", .notAUnit(at: place, value: units[place]))
    }
    let numbers = Set(units).sorted()
    let places = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
    var lists = [[Double]](repeating: [], count: numbers.count)
    for (time, unit) in zip(times, units) {
      if let place = places[unit] { lists[place].append(time) }
    }
    return (numbers, lists)
  }

  /// 4 GiB of floats.
  private static let mostElements = 1 << 30

  private static func bins(window: (from: Double, to: Double), dt: Double) throws(DatasetError) -> Int {
    guard dt > 0, dt.isFinite else { throw failure("dt", .notPositive(dt)) }
    let exact = (window.to - window.from) / dt
    guard exact < Double(mostElements) else {
      throw failure("dt", .parameter("dt", value: dt, allowed: "so large that the counts fit into memory"))
    }
    guard exact > 0 else {
      throw failure("window", .parameter("window", value: window.to - window.from, allowed: "some bins long"))
    }
    guard abs(exact - exact.rounded()) < 1e-6 * max(1, exact) else {
      let end = window.from + max(exact.rounded(.down), 1) * dt
      throw failure(
        "window",
        .partialBins(
          bins: exact, dt: dt, window: [window.from, end], width: width(near: dt, dividing: window.to - window.from)))
    }
    return Int(exact.rounded())
  }

  /// A bin width of at most three digits near `dt` that a length is a whole number of; nil where there is none.
  private static func width(near dt: Double, dividing length: Double) -> Double? {
    let below = (length / dt).rounded(.down)
    // Numbers of bins by their distance, some to either side.
    for step in stride(from: 0, to: min(100, max(below / 2, 1)), by: 1) {
      for count in [below + 1 + step, below - step] where count >= 1 {
        let width = length / count
        // Seconds, of which bins take less than one.
        guard width < 1 else { continue }
        let short = Double(NumberText.rounded(width, digits: 3)) ?? .nan
        if abs(short - width) <= 1e-9 * width { return short }
      }
    }
    return nil
  }

  private static func check(_ times: [Double], _ object: String) throws(DatasetError) {
    if let place = times.firstIndex(where: { !$0.isFinite }) {
      throw failure(object, .notFinite(at: [place], value: Float(times[place])))
    }
  }

  private static func failure(_ object: String, _ cause: DatasetError.Cause) -> DatasetError {
    DatasetError(file: "bin_spikes", object: object, cause: cause)
  }

  /// The first element that is not below `bound`.
  private static func firstIndex(in sorted: [Double], from bound: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
