extension Tensor {
  /// The tensor as observations × variables: the last axis holds the variables, all before it are observations.
  func observations(_ operation: String) throws(TensorError) -> Tensor {
    guard rank >= 2 else { throw .rank(operation: operation, expected: 2...Int.max, layout) }
    let last = shape[rank - 1]
    let rows = last == 0 ? 0 : count / last
    return Tensor(storage: storage, shape: [rows, last], axes: [rank == 2 ? axes[0] : nil, axes[rank - 1]])
  }

  /// The covariance of the variables on the last axis over all other axes [V, V]; the divisor is the number of
  /// observations less `ddof`. NaN when there are not enough observations.
  /// - Throws: `rank`, `tooLarge`.
  public func covariance(ddof: Int = 1) throws(TensorError) -> Tensor {
    let x = try observations("cov").converted(to: .double)
    let (n, p) = (x.shape[0], x.shape[1])
    let names: [String?] = [axes[rank - 1], axes[rank - 1]]
    guard n - ddof > 0 else { return try Tensor.filled(.nan, shape: [p, p], axes: names) }
    let centred = try Tensor.elementwise(.subtract, x, x.reduced(.mean, over: [0])).named([nil, nil])
    var sums = try centred.transposed.matmul(centred).doubles
    // Both triangles from one, so that the matrix is symmetric to the bit.
    for i in 0..<p {
      for j in 0...i {
        sums[i * p + j] /= Double(n - ddof)
        sums[j * p + i] = sums[i * p + j]
      }
    }
    return Tensor(sums, shape: [p, p], axes: names)
  }

  /// The correlation of the variables on the last axis over all other axes [V, V]; NaN for a constant variable.
  /// - Throws: `rank`, `tooLarge`.
  public func correlation() throws(TensorError) -> Tensor {
    let covariance = try levelled("corr").covariance()
    let (p, c) = (covariance.shape[0], covariance.doubles)
    var result = c
    for i in 0..<p {
      for j in 0..<p {
        let scale = (c[i * p + i] * c[j * p + j]).squareRoot()
        result[i * p + j] =
          i == j && scale > 0 ? 1 : scale > 0 ? Swift.min(Swift.max(c[i * p + j] / scale, -1), 1) : .nan
      }
    }
    return Tensor(result, shape: [p, p], axes: covariance.axes)
  }

  /// The observations in Double, each variable levelled by its largest magnitude: ratios of its elements stay the same,
  /// and their squares stay within range.
  private func levelled(_ operation: String) throws(TensorError) -> Tensor {
    let x = try observations(operation).converted(to: .double)
    let variables = x.shape[1]
    var elements = x.doubles
    for variable in 0..<variables {
      let places = stride(from: variable, to: elements.count, by: variables)
      var largest = 0.0
      for place in places { largest = Swift.max(largest, elements[place].magnitude) }
      let level = Tensor.levelling(largest)
      for place in places { elements[place] *= level }
    }
    return Tensor(elements, shape: x.shape, axes: x.axes)
  }

  /// The power of two that brings a magnitude to 1…2, as far as a power of two reaches. A product with it is exact,
  /// unless it is too small to count beside that magnitude.
  public static func levelling(_ magnitude: Double) -> Double {
    Double(sign: .plus, exponent: -Swift.min(Swift.max(magnitude.exponent, -1022), 1022), significand: 1)
  }

  /// Pearson's correlation of all elements of the tensor with those of `other`, whose shape is the same.
  /// - Throws: `lengthsDiffer`, `rank`.
  public func correlation(with other: Tensor) throws(TensorError) -> Double {
    guard rank == other.rank else { throw .rank(operation: "corr", expected: rank...rank, other.layout) }
    if let k = shape.indices.first(where: { shape[$0] != other.shape[$0] }) {
      throw .lengthsDiffer(left: layout, leftAxis: k, right: other.layout, rightAxis: k)
    }
    let pair = try Tensor.stacked([reshaped([count]), other.reshaped([count])], axis: 1)
    return try pair.correlation().doubles[1]
  }

  /// The vector norm over `axes` (nil: all): (Σ|x|ᵖ)^(1/p); p = ∞ gives the largest magnitude.
  /// - Throws: `noAxis`, `repeatedAxis`; `argument` when p is not positive.
  public func norm(_ p: Double = 2, over axes: [Int]? = nil) throws(TensorError) -> Tensor {
    guard p > 0 else { throw .argument(operation: "norm", name: "p", expected: "more than 0", found: p) }
    let magnitudes = mapped(.abs)
    if p == .infinity { return count == 0 ? try reduced(.sum, over: axes) : try magnitudes.reduced(.max, over: axes) }
    if p == 1 { return try magnitudes.reduced(.sum, over: axes) }
    if p == 2 { return try magnitudes.mapped(.square).reduced(.sum, over: axes).mapped(.sqrt) }
    let sums = try Tensor.elementwise(.power, magnitudes, p).reduced(.sum, over: axes)
    return try Tensor.elementwise(.power, sums, 1 / p)
  }

  /// Every element moved into `lower`…`upper`; nil leaves a side open, NaN stays.
  /// - Throws: `argument` when the bounds are the wrong way round.
  public func clipped(_ lower: Double?, _ upper: Double?) throws(TensorError) -> Tensor {
    if let lower, let upper, lower > upper {
      throw .argument(
        operation: "clip", name: "upper", expected: "at least \(NumberText.shortest(lower))", found: upper)
    }
    var result = self
    if let lower { result = try Tensor.elementwise(.maximum, result, lower) }
    if let upper { result = try Tensor.elementwise(.minimum, result, upper) }
    return result
  }

  /// Counts of elements between edges.
  public struct Histogram: Sendable, Equatable {
    /// How many elements lie in each bin [B].
    public let counts: Tensor
    /// The edges of the bins, ascending [B + 1]. A bin holds its lower edge, the last one also its upper.
    public let edges: Tensor
  }

  /// The elements counted in `bins` equal bins from `lower` to `upper` (nil: the smallest and largest finite element).
  /// NaN and what lies outside are left out.
  /// - Throws: `argument`; `noElements` when there is nothing to take a bound from.
  public func histogram(bins: Int, from lower: Double? = nil, to upper: Double? = nil) throws(TensorError) -> Histogram
  {
    guard bins > 0 else {
      throw .argument(operation: "histogram", name: "bins", expected: "1 or more", found: Double(bins))
    }
    _ = try MemoryBudget.count([bins])
    let finite = lower == nil || upper == nil ? doubles.filter(\.isFinite) : []
    guard let low = lower ?? finite.min(), let high = upper ?? finite.max() else {
      throw .noElements(operation: "histogram", layout)
    }
    guard low <= high else {
      throw .argument(
        operation: "histogram", name: "to", expected: "at least \(NumberText.shortest(low))", found: high)
    }
    let reach = Swift.max(abs(low), abs(high))
    // Values so close that rounding would make edges meet stand in the middle of a wider span.
    let isNarrow =
      lower == nil && upper == nil
      && (high - low) / Double(bins) < Swift.max(1e-13 * reach, Double.leastNormalMagnitude)
    let margin = isNarrow ? Swift.max(0.5, 1e-9 * reach) : low == high ? 0.5 : 0
    return try histogram(edges: Tensor.linspace(low - margin, high + margin, count: bins + 1))
  }

  /// The elements counted between ascending `edges`.
  /// - Throws: `rank`, `noElements`; `argument` when the edges do not ascend.
  public func histogram(edges: Tensor) throws(TensorError) -> Histogram {
    guard edges.rank == 1 else { throw .rank(operation: "histogram", expected: 1...1, edges.layout) }
    let bounds = edges.doubles
    guard bounds.count > 1 else { throw .noElements(operation: "histogram", edges.layout) }
    if let k = bounds.indices.dropFirst().first(where: { !(bounds[$0] > bounds[$0 - 1]) }) {
      throw .argument(
        operation: "histogram", name: "edges", expected: "each edge above the one before", found: bounds[k])
    }
    var counts = Array(repeating: 0.0, count: bounds.count - 1)
    for x in doubles where x >= bounds[0] && x <= bounds[bounds.count - 1] {
      counts[Swift.min(Tensor.upperBound(x, in: bounds), bounds.count - 1) - 1] += 1
    }
    return Histogram(counts: Tensor(counts, shape: [counts.count]), edges: edges.converted(to: .double))
  }

  /// How many of the ascending `bounds` are at most `x`; none for NaN.
  public static func upperBound(_ x: Double, in bounds: [Double]) -> Int {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
