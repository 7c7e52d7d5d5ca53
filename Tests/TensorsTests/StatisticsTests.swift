import Testing

@testable import Tensors

@Suite("Statistics of tensors")
struct StatisticsTests {
  static let x = Tensor(
    [2.5, 2.4, 0.5, 0.7, 2.2, 2.9, 1.9, 2.2, 3.1, 3.0, 2.3, 2.7], shape: [6, 2], axes: ["trial", "neuron"])

  @Test("covariance and correlation agree with NumPy")
  func covariance() throws {
    let c = try Self.x.covariance()
    #expect(c.axes == ["neuron", "neuron"])
    #expect(
      distance(c.doubles, [0.7616666666666667, 0.6923333333333335, 0.6923333333333335, 0.7176666666666667]) < 1e-15)
    #expect(distance(try Self.x.correlation().doubles, [1, 0.9364215064475948, 0.9364215064475948, 1]) < 1e-15)
    let (a, b) = (
      try Self.x.indexed([.all, .position(0)]), try Self.x.indexed([.all, .position(1)])
    )
    #expect(abs(try a.correlation(with: b) - 0.9364215064475948) < 1e-15)
    #expect(try a.correlation(with: a) == 1)
    #expect(try a.correlation(with: Tensor.ones([6])).isNaN)
    let (rising, bent) = (Tensor([1.0, 2, 4], shape: [3]), Tensor([1.0, 3, 4], shape: [3]))
    for (up, down) in [(1.0, 1.0), (1e90, 1e90), (1e200, 1e-200), (1e307, 1e-307)] {
      let (large, small) = (
        try Tensor.elementwise(.multiply, rising, up), try Tensor.elementwise(.multiply, bent, down)
      )
      #expect(abs(try large.correlation(with: small) - 13.0 / 14) < 1e-14, "\(up), \(down)")
    }
    #expect(try Self.x.indexed([.range(lower: 0, upper: 1, step: 1)]).covariance().doubles.allSatisfy(\.isNaN))
    #expect(throws: TensorError.rank(operation: "cov", expected: 2...Int.max, a.layout)) { try a.covariance() }
  }

  @Test("norms over all or some axes")
  func norms() throws {
    let x = Tensor([3.0, -4, 0, 12], shape: [2, 2])
    #expect(try x.norm().doubles == [13])
    #expect(try x.norm(over: [1]).doubles == [5, 12])
    #expect(try x.norm(1).doubles == [19])
    #expect(try x.norm(.infinity).doubles == [12])
    #expect(abs(try x.norm(3).doubles[0] - 12.207055) < 1e-5)
    #expect(throws: TensorError.argument(operation: "norm", name: "p", expected: "more than 0", found: 0)) {
      try x.norm(0)
    }
  }

  @Test("clipping moves elements to the bounds and leaves NaN")
  func clipping() throws {
    let x = Tensor([-1, 0.5, 2, .nan] as [Double], shape: [4])
    #expect(distance(try x.clipped(0, 1).doubles, [0, 0.5, 1, .nan]) == 0)
    #expect(distance(try x.clipped(nil, 1).doubles, [-1, 0.5, 1, .nan]) == 0)
    #expect(throws: TensorError.argument(operation: "clip", name: "upper", expected: "at least 2", found: 1)) {
      try x.clipped(2, 1)
    }
  }

  @Test("histograms agree with NumPy; the last bin holds its upper edge")
  func histograms() throws {
    let y = Tensor([3, 1, 4, 1, 5, 9, 2, 6] as [Double], shape: [8])
    let even = try y.histogram(bins: 4)
    #expect(even.counts.doubles == [3, 2, 2, 1] && even.edges.doubles == [1, 3, 5, 7, 9])
    #expect(try y.histogram(edges: Tensor([1.0, 2, 4, 9], shape: [4])).counts.doubles == [2, 2, 4])
    #expect(try y.histogram(bins: 2, from: 0, to: 4).counts.doubles == [2, 3])
    let one = try Tensor([2.0, 2], shape: [2]).histogram(bins: 1)
    #expect(one.counts.doubles == [2] && one.edges.doubles == [1.5, 2.5])
    let whole = Tensor((0...98).map { Double($0) }, shape: [99])
    let onesAndTwo = Array(repeating: 1.0, count: 97) + [2]
    #expect(try whole.histogram(bins: 98).counts.doubles == onesAndTwo)
    #expect(throws: TensorError.noElements(operation: "histogram", .init(shape: [0]))) {
      try sample([0]).histogram(bins: 3)
    }
    #expect(throws: TensorError.self) { try y.histogram(bins: 0) }
    #expect(throws: TensorError.self) { try y.histogram(edges: Tensor([2.0, 1], shape: [2])) }
  }
}
