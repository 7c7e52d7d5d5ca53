import Tensors

extension Dataset {
  /// Whether the data can have been drawn by a likelihood of this domain.
  ///
  /// - Throws: `notACount`, `countTooLarge` or `outOfDomain` with the first place that cannot.
  public func validate(for domain: ObservationDomain) throws(DatasetError) {
    for session in sessions {
      for split in SplitName.allCases {
        guard let data = session.split(split)?.data, let position = data.first(outside: domain) else { continue }
        throw DatasetError(
          file: session.name, object: split.rawValue + "_data",
          cause: Self.cause(domain, at: data.place(of: position), value: data.value(at: position)))
      }
    }
  }

  private static func cause(_ domain: ObservationDomain, at place: [Int], value: Float) -> DatasetError.Cause {
    switch domain {
    case .counts where value < ObservationDomain.countLimit: .notACount(at: place, value: value)
    case .counts: .countTooLarge(at: place, value: value)
    case .reals: .notFinite(at: place, value: value)
    case .zeroOrAbove(let bound): .notZeroOrAbove(bound, at: place, value: value)
    }
  }
}

extension Observations {
  /// The first element that cannot have been observed, nil where all can.
  fileprivate func first(outside domain: ObservationDomain) -> Int? {
    switch (storage, domain) {
    case (.uint8, .counts), (.uint16, .counts), (_, .reals): firstNonFinite
    case (.int32(let values), .counts): values.firstIndex { $0 < 0 }
    case (.float(let values), _): values.firstIndex { !domain.contains($0) }
    case (.uint8(let values), _): values.firstIndex { !domain.contains(Float($0)) }
    case (.uint16(let values), _): values.firstIndex { !domain.contains(Float($0)) }
    case (.int32(let values), _): values.firstIndex { !domain.contains(Float($0)) }
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
