extension Tensor {
  /// Puts further numbers behind those of a vector, without a copy where nobody else holds it.
  ///
  /// - Precondition: one axis.
  public mutating func append(_ numbers: [Double]) {
    precondition(rank == 1, "a vector, not a tensor of \(rank) axes")
    var held = Storage.bool([])
    swap(&held, &storage)
    self = Tensor(storage: Self.appending(numbers, to: held), shape: [shape[0] + numbers.count], axes: axes)
  }

  @inline(never)
  private static func appending(_ numbers: [Double], to old: consuming Storage) -> Storage {
    if case .double = old {
      guard case .double(var elements) = consume old else { preconditionFailure("one kind of storage") }
      elements += numbers
      return .double(elements)
    }
    if case .float(let elements) = old { return .double(elements.map(Double.init) + numbers) }
    guard case .bool(let elements) = old else { preconditionFailure("one kind of storage") }
    return .double(elements.map { $0 ? 1 : 0 } + numbers)
  }
}
