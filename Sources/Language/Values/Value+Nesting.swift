/// How deeply a value holds values within each other.
enum Nesting {
  /// Whether some chain of a value in a value in a value is longer than `limit`.
  ///
  /// Long lists are looked at from both ends, and the search gives up after a few times `limit` values: it is to find what
  /// a loop has piled up, not to measure every value.
  static func exceeds(_ limit: Int, in value: Value) -> Bool {
    var waiting: [(value: Value, depth: Int)] = [(value, 1)]
    // Functions can hold themselves.
    var cells: Set<ObjectIdentifier> = []
    var visits = 0
    while let (value, depth) = waiting.popLast() {
      if depth > limit { return true }
      visits += 1
      if visits > 3 * limit { return false }
      for part in parts(of: value, &cells) { waiting.append((part, depth + 1)) }
    }
    return false
  }

  private static let lookedAt = 4

  /// Those parts of a value that have parts themselves.
  private static func parts(of value: Value, _ cells: inout Set<ObjectIdentifier>) -> [Value] {
    switch value {
    case .list(let items):
      let ends = items.count <= 2 * lookedAt ? items[...] : items.prefix(lookedAt) + items.suffix(lookedAt)
      return ends.filter(\.hasParts)
    case .record(let record): return record.values.prefix(4 * lookedAt).filter(\.hasParts)
    case .function(.closure(let closure)):
      let new = closure.reachableCells.filter { cells.insert(ObjectIdentifier($0)).inserted }
      return new.compactMap(\.value).filter(\.hasParts)
    default: return []
    }
  }
}

extension Value {
  fileprivate var hasParts: Bool {
    switch self {
    case .list(let items): !items.isEmpty
    case .record(let record): !record.isEmpty
    case .function(.closure(let closure)): !closure.reachableCells.isEmpty
    default: false
    }
  }
}

extension Closure {
  /// The variables it holds, by itself and by the functions it can call.
  fileprivate var reachableCells: [Cell] {
    body.captured + (home?.captured ?? []) + body.outer.flatMap(\.captured)
  }
}
