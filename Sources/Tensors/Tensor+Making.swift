extension Tensor {
  /// A tensor filled with one number.
  /// - Throws: `negativeExtent`, `tooLarge`.
  public static func filled(_ value: Double, shape: [Int], axes: [String?]? = nil) throws(TensorError) -> Tensor {
    let count = try MemoryBudget.count(shape)
    return Tensor([Double](repeating: value, count: count), shape: shape, axes: axes)
  }

  /// A tensor of zeros.
  /// - Throws: `negativeExtent`, `tooLarge`.
  public static func zeros(_ shape: [Int], axes: [String?]? = nil) throws(TensorError) -> Tensor {
    try filled(0, shape: shape, axes: axes)
  }

  /// A tensor of ones.
  /// - Throws: `negativeExtent`, `tooLarge`.
  public static func ones(_ shape: [Int], axes: [String?]? = nil) throws(TensorError) -> Tensor {
    try filled(1, shape: shape, axes: axes)
  }

  /// The matrix with ones where row and column have the same number, zeros elsewhere.
  /// - Throws: `negativeExtent`, `tooLarge`.
  public static func identity(_ rows: Int, columns: Int? = nil) throws(TensorError) -> Tensor {
    let columns = columns ?? rows
    var elements = try zeros([rows, columns]).doubles
    for k in 0..<min(rows, columns) { elements[k * columns + k] = 1 }
    return Tensor(elements, shape: [rows, columns])
  }

  /// `count` evenly spaced numbers from `start` to `end`, both included; `start` alone when `count` is 1.
  /// - Throws: `negativeExtent`, `tooLarge`.
  public static func linspace(_ start: Double, _ end: Double, count: Int) throws(TensorError) -> Tensor {
    let count = try MemoryBudget.count([count])
    let last = Double(max(count - 1, 1))
    let step = (end - start) / last
    return Tensor(
      (0..<count).map { k -> Double in
        if k > 0, k == count - 1 { return end }
        if step.isFinite { return start + Double(k) * step }
        // Weighted from both ends, which does not overflow.
        let share = Double(k) / last
        return start * (1 - share) + end * share
      }, shape: [count])
  }

  /// The numbers on the diagonal of a matrix, or the matrix with a tensor of one axis on its diagonal.
  /// - Throws: `rank`, `tooLarge`.
  public func diagonal() throws(TensorError) -> Tensor {
    switch rank {
    case 1:
      var matrix = try Tensor.zeros([count, count]).doubles
      for (k, value) in doubles.enumerated() { matrix[k * count + k] = value }
      let square = Layout(shape: [count, count], axes: [axes[0], axes[0]])
      return Tensor(storage: elementType == .float ? .float(matrix.map(Float.init)) : .double(matrix), layout: square)
    case 2:
      let places = (0..<min(shape[0], shape[1])).map { $0 * (shape[1] + 1) }
      return try reshaped([count]).indexed([.positions(places)]).named([axes[0] == axes[1] ? axes[0] : nil])
    default: throw .rank(operation: "diag", expected: 1...2, layout)
    }
  }

  /// The tensor with every element as `type`: numbers become bools by being 0 or not.
  public func converted(to type: ElementType) -> Tensor {
    if type == elementType { return self }
    switch type {
    case .float: return Tensor(storage: .float(floats), layout: layout)
    case .double: return Tensor(storage: .double(doubles), layout: layout)
    case .bool: return mapped(.not).mapped(.not)
    }
  }
}
