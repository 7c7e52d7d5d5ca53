import Tensors

/// What was observed in the trials of a split: [trial, time, channel], row-major, in the narrowest type that holds it.
///
/// Spike counts hardly ever exceed 255, so a data set of counts takes one byte an element; it becomes floats only in
/// the buffers of the engine.
public struct Observations: Sendable, Equatable {
  /// The elements. Negative numbers and fractions occur only in data for a Gaussian likelihood, or by mistake.
  public enum Storage: Sendable, Equatable {
    case uint8([UInt8])
    case uint16([UInt16])
    case int32([Int32])
    case float([Float])
  }

  public let storage: Storage
  public let trials: Int
  /// Time steps of a trial, T.
  public let bins: Int
  /// Observed channels, D.
  public let channels: Int
  /// Whether elements are missing: they are not a number.
  public let hasMissing: Bool
  /// Whether all that is not missing can be spike counts.
  let holdsCounts: Bool

  /// - Precondition: `storage` holds trials × bins × channels elements.
  public init(_ storage: Storage, trials: Int, bins: Int, channels: Int) {
    precondition(storage.count == trials * bins * channels, "\(storage.count) elements do not fill the trials")
    self.storage = storage
    self.trials = trials
    self.bins = bins
    self.channels = channels
    if case .float(let values) = storage {
      hasMissing = values.contains(where: \.isNaN)
      holdsCounts = hasMissing && values.allSatisfy { $0.isNaN || ObservationDomain.counts.contains($0) }
    } else {
      hasMissing = false
      holdsCounts = true
    }
  }

  public var shape: [Int] { [trials, bins, channels] }

  /// Stores numbers in the narrowest type that holds them all.
  public init(narrowing values: [Float], trials: Int, bins: Int, channels: Int) {
    var isWhole = true
    var low: Float = 0
    var high: Float = 0
    for value in values {
      // Also false of what is missing: only floats can be.
      isWhole = isWhole && value == value.rounded(.towardZero)
      low = min(low, value)
      high = max(high, value)
    }
    let storage: Storage =
      if !isWhole || low < -0x1p31 || high >= 0x1p31 {
        .float(values)
      } else if low < 0 || high > 65_535 {
        .int32(values.map { Int32($0) })
      } else if high > 255 {
        .uint16(values.map { UInt16($0) })
      } else {
        .uint8(values.map { UInt8($0) })
      }
    self.init(storage, trials: trials, bins: bins, channels: channels)
  }

  /// The trials chosen, in their order.
  public func selecting(_ positions: [Int]) -> Observations {
    let size = bins * channels
    func pick<Element>(_ values: [Element]) -> [Element] {
      positions.flatMap { values[($0 * size)..<(($0 + 1) * size)] }
    }
    let picked: Storage =
      switch storage {
      case .uint8(let values): .uint8(pick(values))
      case .uint16(let values): .uint16(pick(values))
      case .int32(let values): .int32(pick(values))
      case .float(let values): .float(pick(values))
      }
    return Observations(picked, trials: positions.count, bins: bins, channels: channels)
  }

  /// All trials as a tensor of floats [trial, time, neuron].
  public var tensor: Tensor {
    let values: [Float] =
      switch storage {
      case .uint8(let values): values.map { Float($0) }
      case .uint16(let values): values.map { Float($0) }
      case .int32(let values): values.map { Float($0) }
      case .float(let values): values
      }
    return Tensor(values, shape: shape, axes: ["trial", "time", "neuron"])
  }

  /// Sum over trials and time of each channel; what is missing adds nothing.
  public var channelSums: [Double] { channelTotals.map(\.sum) }

  /// Mean over trials and time of each channel, of what is not missing; NaN where all of it is.
  public var channelMeans: [Double] { channelTotals.map { $0.sum / Double($0.count) } }

  /// Sum and number of each channel's elements.
  private var channelTotals: [(sum: Double, count: Int)] {
    let rows = trials * bins
    func totals<Element: BitwiseCopyable>(
      _ values: [Element], _ number: (Element) -> Double
    ) -> [(sum: Double, count: Int)] {
      var sums = [Double](repeating: 0, count: channels)
      var position = 0
      for _ in 0..<rows {
        for channel in 0..<channels { sums[channel] += number(values[position + channel]) }
        position += channels
      }
      return sums.map { ($0, rows) }
    }
    switch storage {
    case .uint8(let values): return totals(values) { Double($0) }
    case .uint16(let values): return totals(values) { Double($0) }
    case .int32(let values): return totals(values) { Double($0) }
    case .float(let values):
      guard hasMissing else { return totals(values) { Double($0) } }
      var sums = totals(values) { $0.isNaN ? 0 : Double($0) }
      for (position, value) in values.enumerated() where value.isNaN { sums[position % channels].count -= 1 }
      return sums
    }
  }

  /// The share of elements of some trials that are missing.
  public func missingShare(_ positions: some Collection<Int>) -> Double {
    guard hasMissing, case .float(let values) = storage else { return 0 }
    let size = bins * channels
    let missing = positions.reduce(0) { sum, trial in
      sum + values[(trial * size)..<((trial + 1) * size)].count(where: \.isNaN)
    }
    return Double(missing) / Double(max(positions.count * size, 1))
  }

  /// Trial, bin and channel of an element.
  func place(of position: Int) -> [Int] {
    [position / (bins * channels), position / channels % bins, position % channels]
  }
}

extension Observations.Storage {
  public var count: Int {
    switch self {
    case .uint8(let values): values.count
    case .uint16(let values): values.count
    case .int32(let values): values.count
    case .float(let values): values.count
    }
  }
}
