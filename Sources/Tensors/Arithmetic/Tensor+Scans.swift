/// Operations that walk along one axis with memory: running sums, differences, filters.
extension Tensor {
  /// The running sum along `axis`: element k is the sum of elements 0…k. Added up in Double; Float stays Float.
  /// - Throws: `noAxis`.
  public func cumulativeSum(axis: Int) throws(TensorError) -> Tensor {
    try scanned(axis) { $0 + $1 }
  }

  /// The running product along `axis`.
  /// - Throws: `noAxis`.
  public func cumulativeProduct(axis: Int) throws(TensorError) -> Tensor {
    try scanned(axis) { $0 * $1 }
  }

  private func scanned(_ axis: Int, _ join: (Double, Double) -> Double) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    let (outer, extent, inner) = layout.lanes(along: axis)
    var x = doubles
    x.withUnsafeMutableBufferPointer { x in
      for slab in 0..<outer {
        for k in 1..<max(extent, 1) {
          let row = (slab * extent + k) * inner
          for e in row..<(row + inner) { x[e] = join(x[e - inner], x[e]) }
        }
      }
    }
    return Tensor(storage: elementType == .float ? .float(x.map(Float.init)) : .double(x), layout: layout)
  }

  /// Each element along `axis` less the one before it, `order` times over; the axis becomes shorter by `order`.
  /// Bools count as 0 and 1.
  /// - Throws: `noAxis`; `argument` when `order` is negative or longer than the axis.
  public func differences(axis: Int, order: Int = 1) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    guard (0...shape[axis]).contains(order) else {
      throw .argument(operation: "diff", name: "order", expected: "0 to \(shape[axis])", found: Double(order))
    }
    var result = self
    for _ in 0..<order {
      let lanes = result.layout.lanes(along: axis)
      let storage: Storage =
        if case .float(let elements) = result.storage {
          .float(Tensor.stepped(elements, lanes))
        } else {
          .double(Tensor.stepped(result.doubles, lanes))
        }
      result = Tensor(storage: storage, layout: result.layout.replacing(axis, extent: result.shape[axis] - 1))
    }
    return result
  }

  /// Every row [inner] less the row before it.
  private static func stepped<T: RealElement>(
    _ x: [T], _ lanes: (outer: Int, extent: Int, inner: Int)
  ) -> [T] {
    let row = (lanes.extent - 1) * lanes.inner
    return [T](unsafeUninitializedCapacity: lanes.outer * row) { result, initialized in
      x.withUnsafeBufferPointer { x in
        for slab in 0..<lanes.outer {
          let from = slab * lanes.extent * lanes.inner
          for e in 0..<row {
            result.initializeElement(at: slab * row + e, to: x[from + e + lanes.inner] - x[from + e])
          }
        }
      }
      initialized = lanes.outer * row
    }
  }

  /// How a filter treats what lies outside the axis.
  public enum Edges: Sendable {
    /// As zeros.
    case zero
    /// As absent: the weights that fall inside are scaled to the sum of all.
    case normalised
  }

  /// The sum of neighbours along `axis` under weights: element k is Σ_j kernel[j]·x[k + radius − j], a convolution with
  /// its middle (`radius` = half of what stands beside the middle, rounded down) on k; the axis keeps its length.
  ///
  /// Float stays Float; sums are made in Double.
  /// - Throws: `noAxis`; `noElements` of an empty kernel.
  public func convolved(_ kernel: [Double], axis: Int, edges: Edges = .zero) throws(TensorError) -> Tensor {
    let axis = try layout.axis(axis)
    if kernel.isEmpty { throw .noElements(operation: "convolve", Layout(shape: [0])) }
    let (outer, extent, inner) = layout.lanes(along: axis)
    let radius = (kernel.count - 1) / 2
    let total = kernel.reduce(0, +)
    let x = doubles
    let result = [Double](unsafeUninitializedCapacity: count) { result, initialized in
      result.initialize(repeating: 0)
      initialized = count
      x.withUnsafeBufferPointer { x in
        kernel.withUnsafeBufferPointer { kernel in
          for slab in 0..<outer {
            for k in 0..<extent {
              let to = (slab * extent + k) * inner
              // The weights whose element k + radius − j lies on the axis.
              let first = max(0, k + radius - extent + 1), last = min(kernel.count - 1, k + radius)
              if first > last { continue }
              var inside = 0.0
              if inner == 1 {
                var sum = 0.0
                for j in first...last {
                  inside += kernel[j]
                  sum += kernel[j] * x[to + radius - j]
                }
                result[to] = sum
              } else {
                for j in first...last {
                  let (from, weight) = (to + (radius - j) * inner, kernel[j])
                  inside += weight
                  for e in 0..<inner { result[to + e] += weight * x[from + e] }
                }
              }
              if case .normalised = edges, last - first + 1 < kernel.count {
                for e in 0..<inner { result[to + e] *= total / inside }
              }
            }
          }
        }
      }
    }
    return Tensor(storage: elementType == .float ? .float(result.map(Float.init)) : .double(result), layout: layout)
  }

  /// The tensor smoothed along `axis` by a Gaussian of standard deviation `sd` (in positions), cut at four of them.
  /// Near the ends the weights inside are scaled to 1, so that a constant stays what it is.
  /// - Throws: `noAxis`; `argument` when `sd` is negative or not finite.
  public func smoothed(sd: Double, axis: Int) throws(TensorError) -> Tensor {
    guard sd >= 0, sd.isFinite else {
      throw .argument(operation: "smooth", name: "sd", expected: "0 or more", found: sd)
    }
    let extent = shape[try layout.axis(axis)]
    // Farther than the axis is long nothing is left to weigh.
    let radius = Int(Swift.min((4 * sd + 0.5).rounded(.down), Double(extent)))
    let weights = (-radius...radius).map { k in
      sd > 0 ? Double.exp(-0.5 * (Double(k) / sd) * (Double(k) / sd)) : 1
    }
    let total = weights.reduce(0, +)
    return try convolved(weights.map { $0 / total }, axis: axis, edges: .normalised)
  }
}
