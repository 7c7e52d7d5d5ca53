import Tensors

extension Dataset {
  /// Whether the data can have been drawn by a likelihood of this domain.
  ///
  /// - Parameter allowsMissing: whether bins may be missing.
  /// - Throws: `notACount`, `countTooLarge` or `outOfDomain` with the first place that cannot; `missing` with the first
  ///   missing bin where none may be.
  public func validate(for domain: ObservationDomain, allowsMissing: Bool = true) throws(DatasetError) {
    for session in sessions {
      for split in session.splits {
        let data = split.data, name = split.name.rawValue + "_data"
        if !allowsMissing, let position = data.firstMissing {
          throw DatasetError(
            file: session.name, object: name,
            cause: .missing(at: data.place(of: position), share: data.missingShare(0..<data.trials)))
        }
        guard let position = data.first(outside: domain) else { continue }
        throw DatasetError(
          file: session.name, object: name,
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
    case (.uint8, .counts), (.uint16, .counts), (_, .reals): firstInfinite
    case (.int32(let values), .counts): values.firstIndex { $0 < 0 }
    case (.float(let values), _): values.firstIndex { !domain.contains($0) && !$0.isNaN }
    case (.uint8(let values), _): values.firstIndex { !domain.contains(Float($0)) }
    case (.uint16(let values), _): values.firstIndex { !domain.contains(Float($0)) }
    case (.int32(let values), _): values.firstIndex { !domain.contains(Float($0)) }
    }
  }

  private var firstInfinite: Int? {
    if case .float(let values) = storage { values.firstIndex(where: \.isInfinite) } else { nil }
  }

  fileprivate var firstMissing: Int? {
    guard hasMissing, case .float(let values) = storage else { return nil }
    return values.firstIndex(where: \.isNaN)
  }

  /// Why these cannot be the observations of a split whatever its likelihood: an infinite element, or a trial or channel
  /// of which nothing was observed.
  var fault: DatasetError.Cause? {
    if let position = firstInfinite { return .notFinite(at: place(of: position), value: value(at: position)) }
    guard hasMissing else { return nil }
    if let trial = (0..<trials).first(where: { missingShare([$0]) == 1 }) { return .nothingObserved("trial", trial) }
    return channelMeans.firstIndex(where: \.isNaN).map { .nothingObserved("neuron", $0) }
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
