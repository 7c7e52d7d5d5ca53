/// What the observations are taken to be drawn from.
public enum Likelihood: String, Sendable, CaseIterable {
  case poisson, gaussian
}

extension Dataset {
  /// Whether the data can have been drawn from the likelihood a model assumes.
  ///
  /// - Throws: `notACount` with the first place that is negative or not whole, for Poisson.
  public func validate(for likelihood: Likelihood) throws(DatasetError) {
    guard likelihood == .poisson else { return }
    for session in sessions {
      for split in SplitName.allCases {
        guard let data = session.split(split)?.data, let position = data.firstNonCount else { continue }
        throw DatasetError(
          file: session.name, object: split.rawValue + "_data",
          cause: .notACount(at: data.place(of: position), value: data.value(at: position)))
      }
    }
  }
}

extension Observations {
  /// The first element that is negative or not whole.
  fileprivate var firstNonCount: Int? {
    switch storage {
    case .uint8, .uint16: nil
    case .int32(let values): values.firstIndex { $0 < 0 }
    case .float(let values): values.firstIndex { !($0 >= 0 && $0 == $0.rounded(.towardZero)) }
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
