/// Fields by name, in the order in which they were first set.
public struct Record: Sendable {
  public private(set) var keys: [String] = []
  public private(set) var values: [Value] = []
  /// Place of every key, kept only for records too long to search from the front.
  private var positions: [String: Int] = [:]

  private static let longestSearched = 12

  public init() {}

  /// - Precondition: no name occurs twice.
  public init(_ fields: [(String, Value)]) {
    for (name, value) in fields {
      precondition(position(of: name) == nil, "the field \(name) occurs twice")
      self[name] = value
    }
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  /// The value of the field `name`, nil when there is none; setting nil removes the field.
  public subscript(name: String) -> Value? {
    get { position(of: name).map { values[$0] } }
    set {
      guard let newValue else { return remove(name) }
      if let position = position(of: name) {
        values[position] = newValue
      } else {
        keys.append(name)
        values.append(newValue)
        if keys.count > Self.longestSearched + 1 {
          positions[name] = keys.count - 1
        } else if keys.count == Self.longestSearched + 1 {
          indexKeys()
        }
      }
    }
  }

  /// Fields with their values, in order.
  public var fields: Zip2Sequence<[String], [Value]> { zip(keys, values) }

  /// Takes the value of a field out, leaving nil in its place, so that it can be changed without copying.
  mutating func take(_ name: String) -> Value? {
    guard let position = position(of: name) else { return nil }
    var value = Value.nil
    swap(&value, &values[position])
    return value
  }

  private func position(of name: String) -> Int? {
    keys.count > Self.longestSearched ? positions[name] : keys.firstIndex(of: name)
  }

  private mutating func remove(_ name: String) {
    guard let position = position(of: name) else { return }
    keys.remove(at: position)
    values.remove(at: position)
    indexKeys()
  }

  private mutating func indexKeys() {
    positions.removeAll()
    guard keys.count > Self.longestSearched else { return }
    for (position, key) in keys.enumerated() { positions[key] = position }
  }
}
