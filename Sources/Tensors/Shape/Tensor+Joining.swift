extension Tensor {
  /// The tensors one after another along an axis they all have. All other extents agree; an unnamed axis takes the
  /// name the others give it. Floats stay Float among themselves and masks, masks stay masks; else Double.
  /// - Throws: `rank`, `noAxis`, `lengthsDiffer`, `namesDiffer`, `tooLarge`.
  public static func concatenated(_ parts: [Tensor], axis: Int) throws(TensorError) -> Tensor {
    guard let first = parts.first else { throw .noElements(operation: "concat", Layout(shape: [0])) }
    guard first.rank > 0 else { throw .rank(operation: "concat", expected: 1...Int.max, first.layout) }
    let axis = try first.layout.axis(axis)
    var layout = first.layout
    for part in parts.dropFirst() {
      guard part.rank == first.rank else {
        throw .rank(operation: "concat", expected: first.rank...first.rank, part.layout)
      }
      for k in 0..<layout.rank {
        if let a = layout.axes[k], let b = part.axes[k], a != b {
          throw .namesDiffer(left: layout, leftAxis: k, right: part.layout, rightAxis: k)
        }
        if k != axis, layout.shape[k] != part.shape[k] {
          throw .lengthsDiffer(left: layout, leftAxis: k, right: part.layout, rightAxis: k)
        }
        layout.axes[k] = layout.axes[k] ?? part.axes[k]
      }
    }
    layout.shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    let count = try MemoryBudget.count(layout.shape)
    let outer = layout.lanes(along: axis).outer
    let storage: Storage =
      switch commonType(parts) {
      case .float: .float(interleaved(parts.map(\.floats), outer: outer, count: count))
      case .double: .double(interleaved(parts.map(\.doubles), outer: outer, count: count))
      case .bool: .bool(interleaved(parts.map(\.bools), outer: outer, count: count))
      }
    return Tensor(storage: storage, layout: layout)
  }

  /// Tensors of one shape side by side along a new axis at `axis` (0…rank, negative from the end), called `name`.
  /// - Throws: `noAxis`, `rank`, `lengthsDiffer`, `namesDiffer`, `noElements` of no tensors at all.
  public static func stacked(_ parts: [Tensor], axis: Int = 0, name: String? = nil) throws(TensorError) -> Tensor {
    var expanded: [Tensor] = []
    for part in parts {
      if let first = parts.first, part.rank != first.rank {
        throw .rank(operation: "stack", expected: first.rank...first.rank, part.layout)
      }
      expanded.append(try part.expanded(at: axis, name: name))
    }
    guard let rank = expanded.first?.rank else { throw .noElements(operation: "stack", Layout(shape: [0])) }
    let position = axis < 0 ? axis + rank : axis
    if let first = parts.first, let other = parts.first(where: { $0.shape != first.shape }),
      let k = first.shape.indices.first(where: { first.shape[$0] != other.shape[$0] })
    {
      throw .lengthsDiffer(left: first.layout, leftAxis: k, right: other.layout, rightAxis: k)
    }
    return try concatenated(expanded, axis: position)
  }

  /// The type that holds the elements of all parts.
  private static func commonType(_ parts: [Tensor]) -> ElementType {
    let types = Set(parts.map(\.elementType))
    return types.contains(.double) ? .double : types.contains(.float) ? .float : .bool
  }

  /// True where an element is not 0.
  private var bools: [Bool] {
    if case .bool(let elements) = converted(to: .bool).storage { return elements }
    return []
  }

  /// The elements of each part's first slab, then of each part's second, and so on.
  private static func interleaved<T>(_ parts: [[T]], outer: Int, count: Int) -> [T] {
    if outer == 1 { return Array(parts.joined()) }
    var result: [T] = []
    result.reserveCapacity(count)
    for slab in 0..<outer {
      for part in parts {
        let length = part.count / outer
        result.append(contentsOf: part[(slab * length)..<((slab + 1) * length)])
      }
    }
    return result
  }
}
