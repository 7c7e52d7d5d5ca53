import Testing

@testable import Tensors

@Suite("Reducing axes")
struct ReductionTests {
  /// The reduction of one lane, written down as its definition.
  private func naive(_ reduction: Reduction, _ x: [Double], ddof: Int) -> Double {
    let sum = x.reduce(0, +), n = Double(x.count)
    switch reduction {
    case .sum: return sum
    case .mean: return sum / n
    case .variance:
      return x.count > ddof ? x.map { ($0 - sum / n) * ($0 - sum / n) }.reduce(0, +) / (n - Double(ddof)) : .nan
    case .std: return naive(.variance, x, ddof: ddof).squareRoot()
    case .min: return x.min() ?? .nan
    case .max: return x.max() ?? .nan
    case .median: return naive(.quantile(0.5), x, ddof: ddof)
    case .quantile(let p):
      let sorted = x.sorted(), place = p * (n - 1), below = Int(place)
      let above = min(below + 1, x.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    case .any: return x.contains { $0 != 0 } ? 1 : 0
    case .all: return x.allSatisfy { $0 != 0 } ? 1 : 0
    case .product: return x.reduce(1, *)
    case .argmin: return Double(x.indices.min { x[$0] < x[$1] } ?? 0)
    case .argmax: return Double(x.indices.first { x[$0] == x.max() } ?? 0)
    case .count: return Double(x.count { $0 != 0 })
    }
  }

  static let reductions: [Reduction] = [
    .sum, .mean, .std, .variance, .min, .max, .median, .quantile(0.3), .any, .all, .product, .argmin, .argmax, .count,
  ]

  @Test("every reduction over every set of axes equals its definition", arguments: reductions, 0..<12)
  func againstLoops(reduction: Reduction, seed: Int) throws {
    var stream = RandomStream(key: UInt64(seed), stream: 2)
    let layout = randomLayout(&stream, rank: 3)
    // Few different values, so that zeros and ties occur.
    let x = sample(layout, seed: UInt64(seed)).mapped(.sign)
    let wide = try Tensor.elementwise(.add, x, Tensor.elementwise(.multiply, sample(layout, seed: 5), 0.25))
    for subset in 0..<8 {
      let axes = (0..<3).filter { subset >> $0 & 1 == 1 }
      if axes.isEmpty || axes.count == 2, [.argmin, .argmax].contains(reduction) { continue }
      let kept = (0..<3).filter { !axes.contains($0) }
      for source in [x, wide] {
        let ddof = seed % 2
        let found = try source.reduced(reduction, over: axes, ddof: ddof)
        #expect(found.shape == kept.map { layout.shape[$0] })
        let expected = positions(found.shape).map { place in
          let lane = positions(axes.map { layout.shape[$0] }).map { inner in
            var position = [0, 0, 0]
            for (k, axis) in kept.enumerated() { position[axis] = place[k] }
            for (k, axis) in axes.enumerated() { position[axis] = inner[k] }
            return source[position]
          }
          return naive(reduction, lane, ddof: ddof)
        }
        #expect(distance(found.doubles, expected) < 1e-12, "\(reduction) over \(axes) of \(layout), seed \(seed)")
      }
    }
  }

  @Test("spread and quantiles agree with NumPy")
  func spread() throws {
    let x = Tensor([3, 1, 4, 1, 5, 9, 2, 6] as [Double], shape: [8])
    #expect(try x.reduced(.std).doubles == [2.748376143938713])
    #expect(try x.reduced(.variance, ddof: 0).doubles == [6.609375])
    for (p, expected) in [(0, 1), (0.1, 1), (0.25, 1.75), (0.5, 3.5), (0.9, 6.8999999999999995), (1, 9)] {
      #expect(try x.reduced(.quantile(p)).doubles == [expected])
    }
    #expect(try Tensor([1.0], shape: [1]).reduced(.std).doubles[0].isNaN)
    func median(_ low: Double, _ high: Double) throws -> Double {
      try Tensor([low, high], shape: [2]).reduced(.median).doubles[0]
    }
    #expect(try median(.infinity, .infinity) == Double.infinity)
    #expect(try median(-.infinity, 1) == -Double.infinity)
    #expect(try median(-.infinity, .infinity).isNaN)
    #expect(try median(-1.7e308, 1.7e308) == 0)
  }

  @Test("names stay with the axes that stay, and negative numbers count from the end")
  func names() throws {
    let x = sample(Tensor.Layout(shape: [2, 3, 4], axes: ["trial", "time", "neuron"]), seed: 1)
    #expect(try x.reduced(.mean, over: [-2]).layout == Tensor.Layout(shape: [2, 4], axes: ["trial", "neuron"]))
    #expect(throws: TensorError.noAxis(3, x.layout)) { try x.reduced(.mean, over: [3]) }
    #expect(throws: TensorError.repeatedAxis(1, x.layout)) { try x.reduced(.mean, over: [1, -2]) }
    #expect(throws: TensorError.quantileOutside(1.5)) { try x.reduced(.quantile(1.5)) }
    #expect(throws: TensorError.rank(operation: "argmax", expected: 1...1, x.layout)) {
      try x.reduced(.argmax, over: [0, 1])
    }
  }

  @Test("a Float tensor is added up in Double, and its lanes stay Float")
  func floats() throws {
    let x = Tensor([Float](repeating: 1, count: 1 << 25), shape: [2, 1 << 24])
    #expect(try x.reduced(.sum).storage == .double([0x1p25]))
    let tenths = Tensor([Float](repeating: 0.1, count: 3_000_000), shape: [1_000_000, 3])
    let means = try tenths.reduced(.mean, over: [0])
    #expect(means.storage == .float([0.1, 0.1, 0.1]))
    #expect(try tenths.reduced(.argmax, over: [0]).elementType == .double)
  }

  @Test("NaN makes its lane NaN unless it is left out")
  func missing() throws {
    let x = Tensor([1, .nan, 3, 4, 5, 6, .nan, .nan, .nan] as [Double], shape: [3, 3])
    for reduction in [Reduction.sum, .mean, .std, .min, .max, .median, .product] {
      let found = try x.reduced(reduction, over: [1]).doubles
      #expect(found[0].isNaN && !found[1].isNaN && found[2].isNaN, "\(reduction)")
    }
    func skipping(_ reduction: Reduction) throws -> [Double] {
      try x.reduced(reduction, over: [1], skippingNaN: true).doubles
    }
    #expect(distance(try skipping(.sum), [4, 15, 0]) == 0)
    #expect(distance(try skipping(.mean), [2, 5, .nan]) == 0)
    #expect(distance(try skipping(.variance), [2, 1, .nan]) == 0)
    #expect(distance(try skipping(.min), [1, 4, .nan]) == 0)
    #expect(distance(try skipping(.max), [3, 6, .nan]) == 0)
    #expect(distance(try skipping(.median), [2, 5, .nan]) == 0)
    #expect(try x.reduced(.argmax, over: [1]).doubles == [1, 2, 0])
    #expect(distance(try skipping(.argmax), [2, 2, .nan]) == 0)
  }

  @Test("without elements sums are 0, means NaN and extremes an error")
  func empty() throws {
    let x = sample([0, 3])
    #expect(try x.reduced(.sum, over: [0]).doubles == [0, 0, 0])
    #expect(try x.reduced(.product).doubles == [1])
    #expect(try x.reduced(.mean).doubles[0].isNaN)
    #expect(try x.reduced(.std, over: [0]).doubles.allSatisfy(\.isNaN))
    #expect(try x.reduced(.any).storage == .bool([false]))
    #expect(try x.reduced(.all).storage == .bool([true]))
    #expect(try x.reduced(.max, over: [1]).shape == [0])
    for reduction in [Reduction.min, .max, .median, .quantile(0.5), .argmin, .argmax] {
      #expect(throws: TensorError.noElements(operation: reduction.name, x.layout)) {
        try x.reduced(reduction, over: [0])
      }
    }
  }
}
