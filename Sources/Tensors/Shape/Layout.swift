extension Tensor {
  /// Extents and names of the axes, without the elements: what broadcasting, indexing and errors speak of.
  public struct Layout: Sendable, Equatable {
    /// Extent of every axis, slowest first.
    public var shape: [Int]
    /// Name or nil of every axis; as many as `shape` has extents.
    public var axes: [String?]

    public init(shape: [Int], axes: [String?]? = nil) {
      self.shape = shape
      self.axes = axes ?? Array(repeating: nil, count: shape.count)
    }
  }

  /// The tensor's extents and names.
  public var layout: Layout { Layout(shape: shape, axes: axes) }

  init(storage: Storage, layout: Layout) {
    self.init(storage: storage, shape: layout.shape, axes: layout.axes)
  }
}

extension Tensor.Layout {
  public var rank: Int { shape.count }

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Distance, in elements, between neighbours along every axis of a row-major array.
  public var strides: [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// Whether every axis has a name and no name stands twice, so that axes can be found by name.
  public var isNamed: Bool {
    var seen: Set<String> = []
    return axes.allSatisfy { name in name.map { seen.insert($0).inserted } ?? false }
  }

  /// The axis `number`, counted from the end when negative.
  public func axis(_ number: Int) throws(TensorError) -> Int {
    let axis = number < 0 ? number + rank : number
    guard shape.indices.contains(axis) else { throw .noAxis(number, self) }
    return axis
  }

  /// The axis called `name`.
  public func axis(named name: String) throws(TensorError) -> Int {
    guard let axis = axes.firstIndex(of: name) else { throw .noAxisNamed(name, self) }
    guard axes.lastIndex(of: name) == axis else { throw .ambiguousAxis(name, self) }
    return axis
  }

  /// `numbers` as axes in ascending order, each at most once.
  func axes(_ numbers: [Int]) throws(TensorError) -> [Int] {
    var found: [Int] = []
    for number in numbers {
      let axis = try axis(number)
      if found.contains(axis) { throw .repeatedAxis(axis, self) }
      found.append(axis)
    }
    return found.sorted()
  }

  /// The layout without the axes of which `drops` is true.
  func removing(where drops: (Int) -> Bool) -> Tensor.Layout {
    let kept = shape.indices.filter { !drops($0) }
    return Tensor.Layout(shape: kept.map { shape[$0] }, axes: kept.map { axes[$0] })
  }

  /// The layout with axis `axis` of extent `extent`.
  func replacing(_ axis: Int, extent: Int) -> Tensor.Layout {
    var copy = self
    copy.shape[axis] = extent
    return copy
  }

  /// The array seen as [outer, extent of `axis`, inner], the view every operation along one axis works in.
  func lanes(along axis: Int) -> (outer: Int, extent: Int, inner: Int) {
    (shape[..<axis].reduce(1, *), shape[axis], shape[(axis + 1)...].reduce(1, *))
  }
}

extension Tensor.Layout: CustomStringConvertible {
  /// `[trial: 200, time: 100, 50]`: the extents, with the names of the axes that have one.
  public var description: String {
    let parts = zip(shape, axes).map { extent, name in name.map { "\($0): \(extent)" } ?? "\(extent)" }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// An axis as a sentence names it: `axis 2 (neuron)` or `axis 2`.
  func phrase(_ axis: Int) -> String {
    axes[axis].map { "axis \(axis) (\($0))" } ?? "axis \(axis)"
  }
}
