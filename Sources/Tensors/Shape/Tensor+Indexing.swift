extension Tensor.Storage {
  /// The element at `place` alone.
  func single(_ place: Int) -> Tensor.Storage {
    switch self {
    case .float(let elements): .float([elements[place]])
    case .double(let elements): .double([elements[place]])
    case .bool(let elements): .bool([elements[place]])
    }
  }

  /// The same kind of storage made by a function that works on any kind of element.
  func rebuilt(_ body: some ElementTransform) -> Tensor.Storage {
    switch self {
    case .float(let elements): .float(body.apply(elements))
    case .double(let elements): .double(body.apply(elements))
    case .bool(let elements): .bool(body.apply(elements))
    }
  }
}

/// A rearrangement of elements that does not ask what they are: copying, choosing, repeating, permuting.
protocol ElementTransform {
  func apply<T: BitwiseCopyable>(_ elements: [T]) -> [T]
}

/// The chosen elements, in order.
struct Gather: ElementTransform {
  let selection: Selection
  let count: Int

  func apply<T: BitwiseCopyable>(_ elements: [T]) -> [T] {
    [T](unsafeUninitializedCapacity: count) { result, initialized in
      elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = result.baseAddress else { return }
        selection.forEachBlock { i, k, length in
          if length == 1 {
            (to + k).initialize(to: from[i])
          } else {
            (to + k).initialize(from: from + i, count: length)
          }
        }
      }
      initialized = count
    }
  }
}

extension Tensor {
  /// The part of the tensor that `index` chooses, one entry an axis; missing entries take the whole axis. A position
  /// drops its axis, everything else keeps it with its name.
  /// - Throws: `tooManyIndices`, `positionOutside`, `rangeOutside`, `zeroStep`, `maskLength`, `tooLarge`.
  public func indexed(_ index: [AxisIndex]) throws(TensorError) -> Tensor {
    if let place = try place(of: index) { return Tensor(storage: storage.single(place), shape: []) }
    let selection = try Selection(index, of: layout)
    let layout = selection.layout
    let count = try MemoryBudget.count(layout.shape)
    return Tensor(storage: storage.rebuilt(Gather(selection: selection, count: count)), layout: layout)
  }

  /// Where in the storage the one element stands that an index of positions alone chooses; nil for other indices.
  /// Loops over elements live on this.
  func place(of index: [AxisIndex]) throws(TensorError) -> Int? {
    guard index.count == rank else { return nil }
    var place = 0
    for (axis, entry) in index.enumerated() {
      guard case .position(let position) = entry else { return nil }
      let found = position < 0 ? position + shape[axis] : position
      guard found >= 0, found < shape[axis] else { throw .positionOutside(position, axis: axis, layout) }
      place = place * shape[axis] + found
    }
    return place
  }

  /// The place in the storage of one element, negative positions counted from the end; nil where the positions are not
  /// one for each axis, or one lies outside.
  public func place(at positions: [Int]) -> Int? {
    guard positions.count == shape.count else { return nil }
    var place = 0
    for axis in positions.indices {
      let found = positions[axis] < 0 ? positions[axis] + shape[axis] : positions[axis]
      guard found >= 0, found < shape[axis] else { return nil }
      place = place * shape[axis] + found
    }
    return place
  }

  /// The elements at which `mask` is true.
  ///
  /// A mask of one axis chooses along the axis of its name, or along the first, which stays. A mask of several covers
  /// the leading axes (in the tensor's order when it names them); they become one unnamed axis.
  /// - Throws: `needsBools`, `maskLength`, `namesDiffer`, `lengthsDiffer`, `tooManyIndices`.
  public func masked(_ mask: Tensor) throws(TensorError) -> Tensor {
    let (flat, axis, chosen) = try covered(by: mask)
    return try flat.indexed(Array(repeating: .all, count: axis) + [.mask(chosen)])
  }

  /// The tensor with the axes `mask` covers made one, the number of that axis, and the mask's elements along it.
  func covered(by mask: Tensor) throws(TensorError) -> (Tensor, axis: Int, mask: [Bool]) {
    guard mask.elementType == .bool else { throw .needsBools(operation: "mask", found: mask.elementType) }
    guard mask.rank <= rank else { throw .tooManyIndices(mask.rank, layout) }
    var mask = mask
    if mask.rank == 1, let name = mask.axes[0], axes.contains(name) {
      let axis = try layout.axis(named: name)
      if axis > 0 { return (self, axis, try mask.bools(along: axis, of: layout)) }
    } else if mask.rank > 1, mask.layout.isNamed, Array(axes[..<mask.rank]) != mask.axes {
      let order = axes[..<mask.rank].map { name in mask.axes.firstIndex(of: name) }
      if !order.contains(nil) { mask = try mask.transposed(order.compactMap { $0 }) }
    }
    if mask.rank == 1 { return (self, 0, try mask.bools(along: 0, of: layout)) }
    for axis in 0..<mask.rank {
      if let a = axes[axis], let b = mask.axes[axis], a != b {
        throw .namesDiffer(left: layout, leftAxis: axis, right: mask.layout, rightAxis: axis)
      }
      guard shape[axis] == mask.shape[axis] else {
        throw .lengthsDiffer(left: layout, leftAxis: axis, right: mask.layout, rightAxis: axis)
      }
    }
    guard case .bool(let elements) = mask.storage else { return (self, 0, []) }
    let flat = Tensor(
      storage: storage, shape: [mask.count] + shape[mask.rank...], axes: [nil] + axes[mask.rank...])
    return (flat, 0, elements)
  }

  private func bools(along axis: Int, of layout: Layout) throws(TensorError) -> [Bool] {
    if let a = layout.axes[axis], let b = axes[0], a != b {
      throw .namesDiffer(left: layout, leftAxis: axis, right: self.layout, rightAxis: 0)
    }
    guard case .bool(let elements) = storage, count == layout.shape[axis] else {
      throw .maskLength(count, axis: axis, layout)
    }
    return elements
  }
}
