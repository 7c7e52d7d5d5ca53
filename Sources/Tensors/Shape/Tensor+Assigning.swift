extension Tensor {
  /// Puts `value` into the part of the tensor that `index` chooses. The value is stretched to the part as an operand
  /// would be (by name or from the right); it takes the tensor's element type.
  /// - Throws: what `indexed` throws; `doesNotFill` when the value has more or other extents than the part;
  ///   `needsBools` when numbers are put into a mask.
  public mutating func assign(_ value: Tensor, at index: [AxisIndex]) throws(TensorError) {
    if value.rank == 0, let place = try place(of: index), replace(place, by: value) { return }
    try assign(value, to: Selection(index, of: layout))
  }

  /// One element for one element; false where types ask for a closer look.
  private mutating func replace(_ place: Int, by value: Tensor) -> Bool {
    guard elementType != .bool, case .double(let new) = value.storage else { return false }
    put(new[0], at: place)
    return true
  }

  /// Puts one number into a place of the storage, without a copy where nobody else holds the elements.
  ///
  /// - Precondition: the tensor holds numbers, or a mask gets 0 or 1.
  public mutating func put(_ number: Double, at place: Int) {
    // The storage is swapped out: held at one place only, it is changed where it lies.
    var held = Storage.bool([])
    swap(&held, &storage)
    storage = Self.putting(number, at: place, into: held)
  }

  @inline(never)
  private static func putting(_ number: Double, at place: Int, into old: consuming Storage) -> Storage {
    if case .double = old {
      guard case .double(var elements) = consume old else { preconditionFailure("one kind of storage") }
      elements[place] = number
      return .double(elements)
    }
    if case .float = old {
      guard case .float(var elements) = consume old else { preconditionFailure("one kind of storage") }
      elements[place] = Float(number)
      return .float(elements)
    }
    guard case .bool(var elements) = consume old else { preconditionFailure("one kind of storage") }
    elements[place] = number != 0
    return .bool(elements)
  }

  /// Puts `value` where `mask` is true; how a mask covers a tensor is told at `masked`.
  /// - Throws: what `masked` throws; `doesNotFill`; `needsBools`.
  public mutating func assign(_ value: Tensor, where mask: Tensor) throws(TensorError) {
    let layout = self.layout
    var (target, axis, chosen) = try covered(by: mask)
    let selection = try Selection(Array(repeating: .all, count: axis) + [.mask(chosen)], of: target.layout)
    storage = .bool([])
    defer {
      var changed = Storage.bool([])
      swap(&changed, &target.storage)
      self = Tensor(storage: changed, layout: layout)
    }
    try target.assign(value, to: selection)
  }

  private mutating func assign(_ value: Tensor, to selection: Selection) throws(TensorError) {
    if elementType == .bool, value.elementType != .bool {
      throw .needsBools(operation: "assignment", found: value.elementType)
    }
    let part = selection.layout
    let alignment: Alignment
    do { alignment = try Alignment(part, value.layout) } catch .extentsDiffer {
      throw .doesNotFill(value: value.layout, part: part)
    }
    // Leading extents of 1 beyond the part's axes are harmless: x[0] = [[1, 2]] fills as NumPy does.
    let surplus = alignment.layout.rank - part.rank
    guard Array(alignment.layout.shape.dropFirst(surplus)) == part.shape,
      alignment.layout.shape.prefix(surplus).allSatisfy({ $0 == 1 }),
      Array(alignment.left.dropFirst(surplus)) == Array(0..<part.rank)
    else { throw .doesNotFill(value: value.layout, part: part) }
    let strides = Alignment.strides(of: value.layout, along: alignment.right)
    let walk = StridedWalk(shape: alignment.layout.shape, [strides])
    var held = Storage.bool([])
    swap(&held, &storage)
    storage = Self.scattering(value, walk, into: held, selection)
  }

  @inline(never)
  private static func scattering(
    _ value: Tensor, _ walk: StridedWalk, into old: consuming Storage, _ selection: Selection
  ) -> Storage {
    if case .double = old {
      guard case .double(var elements) = consume old else { preconditionFailure("one kind of storage") }
      scatter(value.doubles, walk, into: &elements, selection)
      return .double(elements)
    }
    if case .float = old {
      guard case .float(var elements) = consume old else { preconditionFailure("one kind of storage") }
      scatter(value.floats, walk, into: &elements, selection)
      return .float(elements)
    }
    guard case .bool(var elements) = consume old else { preconditionFailure("one kind of storage") }
    if case .bool(let bools) = value.storage { scatter(bools, walk, into: &elements, selection) }
    return .bool(elements)
  }

  /// Writes the walked elements of `value` into the chosen places, which come in the same order.
  private static func scatter<T: BitwiseCopyable>(
    _ value: [T], _ walk: StridedWalk, into elements: inout [T], _ selection: Selection
  ) {
    if value.count == 1 {
      let fill = value[0]
      elements.withUnsafeMutableBufferPointer { target in
        selection.forEachBlock { i, _, length in for e in 0..<length { target[i + e] = fill } }
      }
      return
    }
    let count = selection.layout.count
    let filled = [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      value.withUnsafeBufferPointer { value in
        walk.forEachRun { k, i, _, _ in
          for e in 0..<walk.run { buffer.initializeElement(at: k + e, to: value[i + e * walk.steps.0]) }
        }
      }
      initialized = count
    }
    elements.withUnsafeMutableBufferPointer { target in
      filled.withUnsafeBufferPointer { filled in
        selection.forEachBlock { i, k, length in for e in 0..<length { target[i + e] = filled[k + e] } }
      }
    }
  }
}
