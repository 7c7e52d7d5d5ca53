/// Reductions.
///
/// All arithmetic is done in Double. A result with axes keeps the element type Float of Float elements; a single
/// number, positions and counts are Double, `any` and `all` bools. NaN passes through (a lane with a NaN gives NaN)
/// unless `skippingNaN` leaves it out. Without elements the sum is 0, the product 1, `any` false, `all` true, mean,
/// standard deviation and variance NaN; minimum, maximum, median, quantile and their positions are errors.
extension Tensor {
  /// The elements along `axes` (nil: all of them, which leaves a tensor without axes) reduced to one.
  /// - Parameters:
  ///   - axes: axis numbers, negative ones from the end; these axes disappear.
  ///   - ddof: what standard deviation and variance subtract from the number of elements they divide by: 1, the
  ///     sample's (as MATLAB, R and Julia do), or 0, the population's (NumPy's default). One element has no sample
  ///     deviation: NaN.
  ///   - skippingNaN: leave NaN out, as if those elements were not there.
  /// - Throws: `noAxis`, `repeatedAxis`, `noElements`, `quantileOutside`; `rank` when a position is asked for over
  ///   several axes but not all.
  public func reduced(
    _ reduction: Reduction, over axes: [Int]? = nil, ddof: Int = 1, skippingNaN: Bool = false
  ) throws(TensorError) -> Tensor {
    let plan = try ReductionPlan(layout, over: axes)
    if case .quantile(let p) = reduction, !(0...1).contains(p) { throw .quantileOutside(p) }
    switch reduction {
    case .min, .max, .median, .quantile, .argmin, .argmax:
      if plan.lane == 0, plan.layout.count > 0 { throw .noElements(operation: reduction.name, layout) }
    default: break
    }
    switch reduction {
    case .argmin, .argmax:
      if axes != nil, plan.axes.count != 1, plan.axes.count != rank {
        throw .rank(operation: reduction.name, expected: 1...1, layout)
      }
    default: break
    }
    let lanes =
      if case .float(let elements) = storage {
        try reduce(reduction, elements, plan, ddof: ddof, skippingNaN: skippingNaN)
      } else {
        try reduce(reduction, doubles, plan, ddof: ddof, skippingNaN: skippingNaN)
      }
    let result: Storage =
      switch reduction {
      case .any, .all: .bool(lanes.map { $0 != 0 })
      case .count, .argmin, .argmax: .double(lanes)
      default: elementType == .float && plan.layout.rank > 0 ? .float(lanes.map(Float.init)) : .double(lanes)
      }
    return Tensor(storage: result, layout: plan.layout)
  }

  private func reduce<T: RealElement>(
    _ reduction: Reduction, _ x: [T], _ plan: ReductionPlan, ddof: Int, skippingNaN: Bool
  ) throws(TensorError) -> [Double] {
    switch reduction {
    case .any:
      return plan.fold(x, start: 0) { a, x, _ in
        x != 0 ? 1 : a
      } _: {
        Swift.max($0, $1)
      }
    case .all:
      return plan.fold(x, start: 1) { a, x, _ in
        x == 0 ? 0 : a
      } _: {
        Swift.min($0, $1)
      }
    case .count:
      return plan.fold(x, start: 0) { a, x, _ in
        x != 0 ? a + 1 : a
      } _: {
        $0 + $1
      }
    case .sum: return sums(x, plan, skippingNaN)
    case .mean:
      let counts = skippingNaN ? present(x, plan) : nil
      let sums = sums(x, plan, skippingNaN)
      return sums.indices.map { sums[$0] / (counts?[$0] ?? Double(plan.lane)) }
    case .variance, .std:
      let variances = variances(x, plan, ddof, skippingNaN)
      return reduction == .std ? variances.map { $0.squareRoot() } : variances
    case .product:
      return skippingNaN
        ? plan.fold(x, start: 1) { a, x, _ in
          x.isNaN ? a : a * x
        } _: {
          $0 * $1
        }
        : plan.fold(x, start: 1) { a, x, _ in
          a * x
        } _: {
          $0 * $1
        }
    case .min:
      return try extremes(x, plan, skippingNaN, start: .infinity) { $0 < $1 }
    case .max:
      return try extremes(x, plan, skippingNaN, start: -.infinity) { $0 > $1 }
    case .median, .quantile, .argmin, .argmax:
      return ordered(reduction, x, plan, skippingNaN)
    }
  }

  private func sums<T: RealElement>(_ x: [T], _ plan: ReductionPlan, _ skippingNaN: Bool) -> [Double] {
    skippingNaN
      ? plan.fold(x, start: 0) { a, x, _ in
        x.isNaN ? a : a + x
      } _: {
        $0 + $1
      }
      : plan.fold(x, start: 0) { a, x, _ in
        a + x
      } _: {
        $0 + $1
      }
  }

  /// How many elements of each lane are not NaN.
  private func present<T: RealElement>(_ x: [T], _ plan: ReductionPlan) -> [Double] {
    plan.fold(x, start: 0) { a, x, _ in
      x.isNaN ? a : a + 1
    } _: {
      $0 + $1
    }
  }

  /// Two passes: the mean first, then squared distances from it, which does not cancel.
  private func variances<T: RealElement>(
    _ x: [T], _ plan: ReductionPlan, _ ddof: Int, _ skippingNaN: Bool
  ) -> [Double] {
    let counts = skippingNaN ? present(x, plan) : Array(repeating: Double(plan.lane), count: plan.layout.count)
    let sums = sums(x, plan, skippingNaN)
    let means = sums.indices.map { sums[$0] / counts[$0] }
    let squares =
      means.withUnsafeBufferPointer { means in
        plan.fold(x, start: 0) { a, x, lane in
          let distance = x - means[lane]
          return skippingNaN && x.isNaN ? a : a + distance * distance
        } _: {
          $0 + $1
        }
      }
    return squares.indices.map { lane in
      let divisor = counts[lane] - Double(ddof)
      return divisor > 0 ? squares[lane] / divisor : .nan
    }
  }

  @inline(__always)
  private func extremes<T: RealElement>(
    _ x: [T], _ plan: ReductionPlan, _ skippingNaN: Bool, start: Double, _ wins: (Double, Double) -> Bool
  ) throws(TensorError) -> [Double] {
    if !skippingNaN {
      return plan.fold(x, start: start) { a, x, _ in
        wins(x, a) || x.isNaN ? x : a
      } _: { a, b in
        wins(b, a) || b.isNaN ? b : a
      }
    }
    let counts = present(x, plan)
    let found = plan.fold(x, start: start) { a, x, _ in
      wins(x, a) ? x : a
    } _: { a, b in
      wins(b, a) ? b : a
    }
    return found.indices.map { counts[$0] > 0 ? found[$0] : .nan }
  }

  /// The reductions that look at a lane as a whole: lanes are brought together first.
  private func ordered<T: RealElement>(
    _ reduction: Reduction, _ x: [T], _ plan: ReductionPlan, _ skippingNaN: Bool
  ) -> [Double] {
    let kept = layout.shape.indices.filter { !plan.axes.contains($0) }
    let strides = layout.strides
    let order = kept + plan.axes
    let lanes = Transposition(order.map { shape[$0] }, order.map { strides[$0] }).apply(x)
    return lanes.withUnsafeBufferPointer { lanes in
      (0..<plan.layout.count).map { lane in
        let slice = UnsafeBufferPointer(rebasing: lanes[(lane * plan.lane)..<((lane + 1) * plan.lane)])
        switch reduction {
        case .argmin: return Tensor.position(in: slice, skippingNaN) { $0 < $1 }
        case .argmax: return Tensor.position(in: slice, skippingNaN) { $0 > $1 }
        case .quantile(let p): return Tensor.quantile(p, of: slice, skippingNaN)
        default: return Tensor.quantile(0.5, of: slice, skippingNaN)
        }
      }
    }
  }

  @inline(__always)
  private static func position<T: RealElement>(
    in lane: UnsafeBufferPointer<T>, _ skippingNaN: Bool, _ wins: (T, T) -> Bool
  ) -> Double {
    var best = 0
    for k in lane.indices {
      if lane[k].isNaN {
        if !skippingNaN { return Double(k) }
      } else if wins(lane[k], lane[best]) || lane[best].isNaN {
        best = k
      }
    }
    return lane[best].isNaN ? .nan : Double(best)
  }

  private static func quantile<T: RealElement>(
    _ p: Double, of lane: UnsafeBufferPointer<T>, _ skippingNaN: Bool
  ) -> Double {
    var sorted = lane.filter { !$0.isNaN }
    if sorted.isEmpty || (!skippingNaN && sorted.count < lane.count) { return .nan }
    sorted.withUnsafeMutableBufferPointer { $0.sort() }
    let place = p * Double(sorted.count - 1)
    let below = Int(place)
    let low = Double(sorted[below])
    let high = Double(sorted[Swift.min(below + 1, sorted.count - 1)])
    let share = place - Double(below)
    if share == 0 { return low }
    let span = high - low
    if span.isFinite { return low + share * span }
    // Infinite ends, or ends too far apart to be subtracted.
    return low == high ? low : low * (1 - share) + high * share
  }
}
