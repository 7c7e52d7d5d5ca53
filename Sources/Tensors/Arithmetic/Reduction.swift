/// What the elements along some axes can be reduced to.
public enum Reduction: Sendable, Equatable {
  case sum, mean
  /// Standard deviation and variance; the divisor is the number of elements less `ddof`.
  case std, variance
  case min, max, median
  /// The value below which that share of the elements lies, interpolated linearly between neighbours (Hyndman & Fan's
  /// type 7: the default of NumPy, Julia and R).
  case quantile(Double)
  /// Whether any, and whether every, element is true (a number: not 0).
  case any, all
  case product
  /// Position of the first smallest and the first largest element; the first NaN if there is one. NaN when every
  /// element is left out.
  case argmin, argmax
  /// How many elements are true (numbers: not 0).
  case count
}

extension Reduction {
  /// As an error sentence names it.
  var name: String {
    switch self {
    case .sum: "sum"
    case .mean: "mean"
    case .std: "std"
    case .variance: "var"
    case .min: "min"
    case .max: "max"
    case .median: "median"
    case .quantile: "quantile"
    case .any: "any"
    case .all: "all"
    case .product: "prod"
    case .argmin: "argmin"
    case .argmax: "argmax"
    case .count: "count"
    }
  }
}

/// A reduction of some axes, laid out for one pass over the elements in memory order.
struct ReductionPlan {
  let source: Tensor.Layout
  /// The reduced axes, ascending.
  let axes: [Int]
  /// The layout of the result.
  let layout: Tensor.Layout
  /// Elements that go into each element of the result.
  let lane: Int
  /// Operand 0 is the source, operand 1 the result.
  let walk: StridedWalk

  init(_ source: Tensor.Layout, over axes: [Int]?) throws(TensorError) {
    let reduced = if let axes { try source.axes(axes) } else { Array(source.shape.indices) }
    self.source = source
    self.axes = reduced
    layout = source.removing { reduced.contains($0) }
    lane = reduced.reduce(1) { $0 * source.shape[$1] }
    var resultStrides = Array(repeating: 0, count: source.rank)
    for (axis, stride) in zip(source.shape.indices.filter { !reduced.contains($0) }, layout.strides) {
      resultStrides[axis] = stride
    }
    walk = StridedWalk(shape: source.shape, [source.strides, resultStrides])
  }

  /// Folds every element into the accumulator of its lane by `step`. `join` combines two accumulators of one lane, for
  /// lanes that lie contiguously in memory and are folded in parts.
  @inline(__always)
  func fold<T: RealElement>(
    _ elements: [T], start: Double,
    _ step: (_ accumulator: Double, _ element: Double, _ lane: Int) -> Double,
    _ join: (Double, Double) -> Double
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: layout.count) { result, initialized in
      result.initialize(repeating: start)
      initialized = layout.count
      elements.withUnsafeBufferPointer { elements in
        guard let x = elements.baseAddress, let accumulators = result.baseAddress else { return }
        let n = walk.run
        if walk.steps.1 == 0 {
          walk.forEachRun { _, i, k, _ in
            // Eight partial accumulators break the chain of dependent operations, and err less than one.
            var partial = SIMD8<Double>(repeating: start)
            let whole = n & ~7
            var e = 0
            while e < whole {
              for lane in 0..<8 { partial[lane] = step(partial[lane], Double(x[i + e + lane]), k) }
              e += 8
            }
            var total = accumulators[k]
            if whole > 0 { for lane in 0..<8 { total = join(total, partial[lane]) } }
            while e < n {
              total = step(total, Double(x[i + e]), k)
              e += 1
            }
            accumulators[k] = total
          }
        } else {
          walk.forEachRun { _, i, k, _ in
            for e in 0..<n { accumulators[k + e] = step(accumulators[k + e], Double(x[i + e]), k + e) }
          }
        }
      }
    }
  }
}
