/// What the elements of a tensor are.
public enum ElementType: String, Sendable, CaseIterable {
  case float, double, bool
}

/// A shaped array of numbers or bools, row-major, with an optional name for every axis; a value.
///
/// Literals and file truth are `double`, the engine's results `float`, comparisons give `bool`.
public struct Tensor: Sendable, Equatable {
  /// The elements, row-major.
  public enum Storage: Sendable, Equatable {
    case float([Float])
    case double([Double])
    case bool([Bool])
  }

  /// Extent of every axis, slowest first. Empty for a tensor of one element without axes.
  public let shape: [Int]
  /// The name of every axis (`trial`, `time`, `neuron`, …) or nil; as many as `shape` has extents.
  public internal(set) var axes: [String?]
  /// The elements; their number is the product of `shape`.
  public internal(set) var storage: Storage

  /// - Precondition: the number of elements equals the product of `shape`, and `axes`, when given, has one entry an axis.
  public init(storage: Storage, shape: [Int], axes: [String?]? = nil) {
    let axes = axes ?? Array(repeating: nil, count: shape.count)
    precondition(axes.count == shape.count, "one name or nil for each of \(shape.count) axes, got \(axes.count)")
    self.shape = shape
    self.axes = axes
    self.storage = storage
    precondition(storage.count == shape.reduce(1, *), "\(storage.count) elements do not fill \(shape)")
  }

  public init(_ elements: [Double], shape: [Int], axes: [String?]? = nil) {
    self.init(storage: .double(elements), shape: shape, axes: axes)
  }

  public init(_ elements: [Float], shape: [Int], axes: [String?]? = nil) {
    self.init(storage: .float(elements), shape: shape, axes: axes)
  }

  public init(_ elements: [Bool], shape: [Int], axes: [String?]? = nil) {
    self.init(storage: .bool(elements), shape: shape, axes: axes)
  }

  /// One number, a tensor without axes.
  public init(_ number: Double) {
    self.init([number], shape: [])
  }

  public var count: Int { storage.count }
  public var rank: Int { shape.count }
  public var elementType: ElementType {
    switch storage {
    case .float: .float
    case .double: .double
    case .bool: .bool
    }
  }

  /// Every element as a double; bools become 0 and 1.
  public var doubles: [Double] {
    switch storage {
    case .float(let elements): elements.map(Double.init)
    case .double(let elements): elements
    case .bool(let elements): elements.map { $0 ? 1 : 0 }
    }
  }

  /// Every element as a float, rounded to nearest; bools become 0 and 1.
  public var floats: [Float] {
    switch storage {
    case .float(let elements): elements
    case .double(let elements): elements.map(Float.init)
    case .bool(let elements): elements.map { $0 ? 1 : 0 }
    }
  }

  /// The same elements under other axis names.
  public func named(_ axes: [String?]) -> Tensor {
    Tensor(storage: storage, shape: shape, axes: axes)
  }

  /// The same elements in another shape of the same count, without axis names.
  public func reshaped(_ shape: [Int]) -> Tensor {
    Tensor(storage: storage, shape: shape)
  }
}

extension Tensor.Storage {
  public var count: Int {
    switch self {
    case .float(let elements): elements.count
    case .double(let elements): elements.count
    case .bool(let elements): elements.count
    }
  }
}
