/// What the observations are taken to be drawn from.
public enum Likelihood: String, Sendable, CaseIterable {
  case poisson, gaussian
}

extension Dataset {
  /// Whether the data can have been drawn from the likelihood a model assumes.
  ///
  /// - Throws: for Poisson, `notACount` with the first place that is negative or not whole, `countTooLarge` with one
  ///   that reaches ``Observations/countLimit``, whichever comes first.
  public func validate(for likelihood: Likelihood) throws(DatasetError) {
    guard likelihood == .poisson else { return }
    for session in sessions {
      for split in SplitName.allCases {
        guard let data = session.split(split)?.data, let position = data.firstNonCount else { continue }
        let place = data.place(of: position), value = data.value(at: position)
        throw DatasetError(
          file: session.name, object: split.rawValue + "_data",
          cause: value < Observations.countLimit
            ? .notACount(at: place, value: value) : .countTooLarge(at: place, value: value))
      }
    }
  }
}

extension Observations {
  /// Counts are below this: what reaches it stands for something missing.
  public static let countLimit: Float = 0x1p31

  /// Whether a number can be a count: whole, at least 0 and below the limit.
  public static func isCount(_ value: Float) -> Bool {
    value >= 0 && value < countLimit && value == value.rounded(.towardZero)
  }

  /// The first element that is no count.
  fileprivate var firstNonCount: Int? {
    switch storage {
    case .uint8, .uint16: nil
    case .int32(let values): values.firstIndex { $0 < 0 }
    case .float(let values): values.firstIndex { !Self.isCount($0) }
    }
  }

  /// The first element that is not finite.
  var firstNonFinite: Int? {
    if case .float(let values) = storage { values.firstIndex { !$0.isFinite } } else { nil }
  }

  func value(at position: Int) -> Float {
    switch storage {
    case .uint8(let values): Float(values[position])
    case .uint16(let values): Float(values[position])
    case .int32(let values): Float(values[position])
    case .float(let values): values[position]
    }
  }
}
