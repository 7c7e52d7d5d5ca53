import Files

extension Dataset {
  func makeFingerprint() -> String {
    var hash = SHA256()
    for session in sessions {
      hash.add(session.name)
      for split in session.splits {
        hash.add(
          "\(split.name.rawValue) \(split.data.shape) \(split.data.storage.kind) \(split.externalInput?.inputs ?? 0)")
        switch split.data.storage {
        case .uint8(let values): hash.add(values)
        case .uint16(let values): hash.add(values)
        case .int32(let values): hash.add(values)
        case .float(let values): hash.add(values)
        }
        hash.add(split.externalInput?.values ?? [])
      }
      hash.add(session.alignment?.matrix ?? [])
      hash.add(session.alignment?.bias ?? [])
    }
    return hash.finalize()
  }
}

extension SHA256 {
  /// Adds a text and its end.
  mutating func add(_ text: String) { add(Array(text.utf8) + [0]) }

  /// Adds elements as they lie in memory: little-endian on every machine this runs on.
  mutating func add<Element: BitwiseCopyable>(_ elements: [Element]) {
    elements.withUnsafeBytes { update($0) }
  }
}

extension Observations.Storage {
  fileprivate var kind: String {
    switch self {
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .int32: "int32"
    case .float: "float32"
    }
  }
}
