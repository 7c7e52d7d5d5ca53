extension Tensor {
  /// The power of two that brings a magnitude to 1…2, as far as a power of two reaches. A product with it is exact,
  /// unless it is too small to count beside that magnitude.
  public static func levelling(_ magnitude: Double) -> Double {
    Double(sign: .plus, exponent: -Swift.min(Swift.max(magnitude.exponent, -1022), 1022), significand: 1)
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
