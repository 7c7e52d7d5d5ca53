/// Order along an axis. NaN stands last in both directions; equal elements keep their order.
extension Tensor {
  /// The tensor with its elements sorted along `axis`.
  /// - Throws: `noAxis`.
  public func sorted(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    if case .bool = storage {
      return try converted(to: .double).sorted(axis: axis, descending: descending).converted(to: .bool)
    }
    return try alongLanes(axis) { lanes, extent in
      switch lanes {
      case .float(let elements): .float(Tensor.sorted(elements, extent, descending))
      case .double(let elements): .double(Tensor.sorted(elements, extent, descending))
      case .bool: lanes
      }
    }
  }

  /// The positions along `axis` that sort it.
  /// - Throws: `noAxis`.
  public func argsorted(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    try alongLanes(axis) { lanes, extent in
      switch lanes {
      case .float(let elements): .double(Tensor.order(elements, extent, descending))
      case .double(let elements): .double(Tensor.order(elements, extent, descending))
      case .bool(let elements): .double(Tensor.order(elements.map { $0 ? 1.0 : 0 }, extent, descending))
      }
    }
  }

  /// Brings `axis` to the end, so that its lanes are contiguous, lets `body` work on them and turns back.
  private func alongLanes(_ axis: Int, _ body: (Storage, _ extent: Int) -> Storage) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    let turned = try transposed(shape.indices.filter { $0 != axis } + [axis])
    let worked = Tensor(storage: body(turned.storage, shape[axis]), layout: turned.layout)
    return try worked.transposed(Array(0..<axis) + [rank - 1] + Array(axis..<(rank - 1)))
  }

  @inline(__always)
  private static func precedes<T: RealElement>(_ a: T, _ b: T, _ descending: Bool) -> Bool {
    if a.isNaN { return false }
    return b.isNaN || (descending ? a > b : a < b)
  }

  private static func sorted<T: RealElement>(_ elements: [T], _ extent: Int, _ descending: Bool) -> [T] {
    var result = elements
    result.withUnsafeMutableBufferPointer { result in
      for start in stride(from: 0, to: result.count, by: max(extent, 1)) {
        var lane = UnsafeMutableBufferPointer(rebasing: result[start..<(start + extent)])
        lane.sort { precedes($0, $1, descending) }
      }
    }
    return result
  }

  private static func order<T: RealElement>(_ elements: [T], _ extent: Int, _ descending: Bool) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(elements.count)
    for start in stride(from: 0, to: elements.count, by: max(extent, 1)) {
      let places = (0..<extent).sorted { a, b in
        let (x, y) = (elements[start + a], elements[start + b])
        return precedes(x, y, descending) || (!precedes(y, x, descending) && a < b)
      }
      result.append(contentsOf: places.map(Double.init))
    }
    return result
  }

  /// The different elements of a tensor, ascending.
  public struct Distinct: Sendable, Equatable {
    /// Each element once [K]; all NaN count as one, at the end.
    public let values: Tensor
    /// How often each of them stands in the tensor [K].
    public let counts: Tensor
    /// For every element of the tensor the position of its value in `values`; shape and names of the tensor.
    public let inverse: Tensor
  }

  /// The different elements of the tensor, how often each stands there, and where.
  public func distinct() -> Distinct {
    let elements = doubles
    let order = elements.indices.sorted { Tensor.precedes(elements[$0], elements[$1], false) }
    var values: [Double] = []
    var counts: [Double] = []
    var inverse = Array(repeating: 0.0, count: count)
    for place in order {
      let x = elements[place]
      let isSame = values.last.map { $0 == x || ($0.isNaN && x.isNaN) } ?? false
      if isSame {
        counts[counts.count - 1] += 1
      } else {
        values.append(x)
        counts.append(1)
      }
      inverse[place] = Double(values.count - 1)
    }
    return Distinct(
      values: Tensor(values, shape: [values.count]).converted(to: elementType),
      counts: Tensor(counts, shape: [counts.count]), inverse: Tensor(inverse, shape: shape, axes: axes))
  }

  /// Where the elements are true (numbers: not 0): positions [K] along a single axis, or one row of positions for
  /// each [K, rank].
  public func places() -> Tensor {
    let elements = doubles
    let found = elements.indices.filter { elements[$0] != 0 }
    if rank == 1 { return Tensor(found.map(Double.init), shape: [found.count]) }
    let strides = layout.strides
    return Tensor(
      found.flatMap { place in zip(strides, shape).map { Double(place / $0 % $1) } }, shape: [found.count, rank])
  }
}
