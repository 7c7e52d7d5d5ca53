/// Elements in the order of a walk with one operand.
struct Reorder: ElementTransform {
  let walk: StridedWalk
  let count: Int

  func apply<T: BitwiseCopyable>(_ elements: [T]) -> [T] {
    [T](unsafeUninitializedCapacity: count) { result, initialized in
      elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = result.baseAddress, count > 0 else { return }
        let (n, step) = (walk.run, walk.steps.0)
        walk.forEachRun { k, i, _, _ in
          let run = from + i
          if step == 1 {
            (to + k).initialize(from: run, count: n)
          } else {
            for e in 0..<n { (to + k + e).initialize(to: run[e * step]) }
          }
        }
      }
      initialized = count
    }
  }
}

extension Tensor {
  /// The tensor with its axes in another order: axis k of the result is axis `order[k]` of the tensor.
  /// - Throws: `notAPermutation`, `noAxis`.
  public func transposed(_ order: [Int]) throws(TensorError) -> Tensor {
    var axes: [Int] = []
    for number in order { axes.append(try layout.axis(number)) }
    guard axes.sorted() == Array(0..<rank) else { throw .notAPermutation(order, layout) }
    if axes == Array(0..<rank) { return self }
    let strides = layout.strides
    let turned = Layout(shape: axes.map { shape[$0] }, axes: axes.map { self.axes[$0] })
    return Tensor(storage: storage.rebuilt(Transposition(turned.shape, axes.map { strides[$0] })), layout: turned)
  }

  /// The tensor with the order of all its axes reversed: the transpose of a matrix.
  public var transposed: Tensor {
    let strides = layout.strides
    let turned = Layout(shape: shape.reversed(), axes: axes.reversed())
    return Tensor(storage: storage.rebuilt(Transposition(turned.shape, strides.reversed())), layout: turned)
  }

  /// The same elements in another shape, without axis names. One extent may be −1: it is what the others leave.
  /// - Throws: `reshapeCount`, `negativeExtent`.
  public func reshaped(to shape: [Int]) throws(TensorError) -> Tensor {
    var shape = shape
    let open = shape.indices.filter { shape[$0] == -1 }
    if open.count == 1 {
      let others = shape.indices.filter { $0 != open[0] }
      var rest = 1
      for axis in others {
        if shape[axis] < 0 { throw .negativeExtent(shape[axis], axis: axis) }
        let (product, overflow) = rest.multipliedReportingOverflow(by: shape[axis])
        if overflow { throw .reshapeCount(from: layout, to: shape) }
        rest = product
      }
      guard rest > 0, count % rest == 0 else { throw .reshapeCount(from: layout, to: shape) }
      shape[open[0]] = count / rest
    }
    if let axis = shape.firstIndex(where: { $0 < 0 }) { throw .negativeExtent(shape[axis], axis: axis) }
    guard let found = try? MemoryBudget.count(shape), found == count else {
      throw .reshapeCount(from: layout, to: shape)
    }
    return reshaped(shape)
  }

  /// The tensor without the axes of extent 1 among `axes` (all of them when nil).
  /// - Throws: `noAxis`, `repeatedAxis`, `notDroppable`.
  public func squeezed(_ axes: [Int]? = nil) throws(TensorError) -> Tensor {
    let dropped: [Int]
    if let axes {
      dropped = try layout.axes(axes)
      if let long = dropped.first(where: { shape[$0] != 1 }) {
        throw .notDroppable(long, layout)
      }
    } else {
      dropped = shape.indices.filter { shape[$0] == 1 }
    }
    return Tensor(storage: storage, layout: layout.removing { dropped.contains($0) })
  }

  /// The tensor with a new axis of extent 1 at `position` (0…rank, from the end when negative).
  /// - Throws: `noAxis`.
  public func expanded(at position: Int, name: String? = nil) throws(TensorError) -> Tensor {
    let axis = position < 0 ? position + rank + 1 : position
    guard (0...rank).contains(axis) else { throw .noAxis(position, layout) }
    var layout = layout
    layout.shape.insert(1, at: axis)
    layout.axes.insert(name, at: axis)
    return Tensor(storage: storage, layout: layout)
  }

  /// The tensor with the order of its elements along `axis` reversed.
  /// - Throws: `noAxis`.
  public func flipped(axis: Int) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    return try indexed(Array(repeating: .all, count: axis) + [.range(lower: nil, upper: nil, step: -1)])
  }

  /// The tensor with its elements moved by `shift` positions along `axis`; what leaves at one end enters at the other.
  /// - Throws: `noAxis`.
  public func rolled(by shift: Int, axis: Int) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    let extent = shape[axis]
    guard extent > 0 else { return self }
    let start = (extent - shift % extent) % extent
    return try indexed(
      Array(repeating: .all, count: axis) + [.positions(Array(start..<extent) + Array(0..<start))])
  }

  /// The tensor with every position along `axis` repeated `times` times in place: 1, 1, 2, 2.
  /// - Throws: `noAxis`, `argument`, `tooLarge`.
  public func repeated(_ times: Int, axis: Int) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    try Tensor.checkTimes(times, operation: "repeat")
    _ = try MemoryBudget.count(layout.shape + [times])
    let positions = (0..<shape[axis]).flatMap { Array(repeating: $0, count: times) }
    return try indexed(Array(repeating: .all, count: axis) + [.positions(positions)])
  }

  /// The tensor laid `times` times behind itself along `axis`: 1, 2, 1, 2.
  /// - Throws: `noAxis`, `argument`, `tooLarge`.
  public func tiled(_ times: Int, axis: Int) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    try Tensor.checkTimes(times, operation: "tile")
    _ = try MemoryBudget.count(layout.shape + [times])
    let positions = (0..<times).flatMap { _ in Array(0..<shape[axis]) }
    return try indexed(Array(repeating: .all, count: axis) + [.positions(positions)])
  }

  private static func checkTimes(_ times: Int, operation: String) throws(TensorError) {
    if times < 0 {
      throw .argument(operation: operation, name: "times", expected: "0 or more", found: Double(times))
    }
  }
}

/// Axes in another order. The innermost loop of the result and the source's own innermost axis are walked in small
/// tiles together, so that neither side jumps through memory with every element.
struct Transposition: ElementTransform {
  private let shape: [Int]
  private let strides: [Int]
  private static let tile = 32

  /// - Parameters:
  ///   - shape: extents of the result.
  ///   - strides: for every axis of the result, the source's stride along it.
  init(_ shape: [Int], _ strides: [Int]) {
    self.shape = shape
    self.strides = strides
  }

  func apply<T: BitwiseCopyable>(_ elements: [T]) -> [T] {
    let count = shape.reduce(1, *)
    let inner = shape.count - 1
    // The source's fastest axis that is not trivial; when it is the result's too, plain runs are best.
    let fast = shape.indices.filter { shape[$0] > 1 }.min { strides[$0] < strides[$1] } ?? inner
    guard count > 0, inner > 0, fast != inner, shape[inner] > 1 else {
      return Reorder(walk: StridedWalk(shape: shape, [strides]), count: count).apply(elements)
    }
    let resultStrides = Tensor.Layout(shape: shape).strides
    let (rows, columns) = (shape[fast], shape[inner])
    let (rowStep, columnStep) = (strides[inner], resultStrides[fast])
    let others = shape.indices.filter { $0 != fast && $0 != inner }
    let walk = StridedWalk(
      shape: others.map { shape[$0] }, [others.map { strides[$0] }, others.map { resultStrides[$0] }])
    return [T](unsafeUninitializedCapacity: count) { result, initialized in
      elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = result.baseAddress else { return }
        walk.forEachRun { _, a, b, _ in
          for e in 0..<walk.run {
            let (i, k) = (from + a + e * walk.steps.0, to + b + e * walk.steps.1)
            for row in stride(from: 0, to: rows, by: Transposition.tile) {
              for column in stride(from: 0, to: columns, by: Transposition.tile) {
                for r in row..<min(row + Transposition.tile, rows) {
                  for c in column..<min(column + Transposition.tile, columns) {
                    (k + r * columnStep + c).initialize(to: i[r + c * rowStep])
                  }
                }
              }
            }
          }
        }
      }
      initialized = count
    }
  }
}
