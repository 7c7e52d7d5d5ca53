import Testing

@testable import Tensors

@Suite("Walking along an axis")
struct ScanTests {
  @Test("running sums and products")
  func cumulative() throws {
    let x = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3], axes: ["trial", "time"])
    #expect(try x.cumulativeSum(axis: 1).doubles == [1, 3, 6, 4, 9, 15])
    #expect(try x.cumulativeSum(axis: 0).doubles == [1, 2, 3, 5, 7, 9])
    #expect(try x.cumulativeProduct(axis: -1).doubles == [1, 2, 6, 4, 20, 120])
    #expect(try x.cumulativeSum(axis: 1).axes == x.axes)
    #expect(try Tensor([true, true, false], shape: [3]).cumulativeSum(axis: 0).storage == .double([1, 2, 2]))
    #expect(try sample([0, 2]).cumulativeSum(axis: 0).shape == [0, 2])
  }

  @Test("differences shorten their axis")
  func differences() throws {
    let x = Tensor([1.0, 4, 9, 16], shape: [4], axes: ["time"])
    #expect(try x.differences(axis: 0).doubles == [3, 5, 7])
    #expect(try x.differences(axis: 0, order: 2).doubles == [2, 2])
    #expect(try x.differences(axis: 0, order: 4).layout == Tensor.Layout(shape: [0], axes: ["time"]))
    #expect(throws: TensorError.argument(operation: "diff", name: "order", expected: "0 to 4", found: 5)) {
      try x.differences(axis: 0, order: 5)
    }
  }

  @Test("a convolution agrees with NumPy's `same`, along any axis")
  func convolution() throws {
    let x = Tensor([3, 1, 4, 1, 5, 9, 2, 6] as [Double], shape: [8])
    #expect(try x.convolved([1, 2, 3], axis: 0).doubles == [7, 15, 12, 19, 22, 35, 37, 18])
    #expect(try x.convolved([1, 2, 3, 4], axis: 0).doubles == [7, 15, 24, 23, 38, 39, 57, 54])
    let both = try Tensor.stacked([x, x.flipped(axis: 0)], axis: 1)
    let columns = try both.convolved([1, 2, 3], axis: 0).transposed
    #expect(try columns.indexed([.position(0)]).doubles == [7, 15, 12, 19, 22, 35, 37, 18])
    #expect(throws: TensorError.self) { try x.convolved([], axis: 0) }
  }

  @Test("Gaussian smoothing agrees with SciPy in the middle and is scaled at the ends")
  func smoothing() throws {
    var impulse = [Double](repeating: 0, count: 31)
    impulse[15] = 1
    let spread = try Tensor(impulse, shape: [31]).smoothed(sd: 1.5, axis: 0)
    // scipy.ndimage.gaussian_filter1d(impulse, 1.5, mode="constant")
    let half = [
      0.2659642571610709, 0.212967528547854, 0.1093411749545305, 0.03599434807370883, 0.007597402196596929,
      0.001028196578138909,
    ]
    for (k, expected) in half.enumerated() {
      #expect(abs(spread.doubles[15 + k] - expected) < 1e-15)
      #expect(abs(spread.doubles[15 - k] - expected) < 1e-15)
    }
    let y = try Tensor([3, 1, 4, 1, 5, 9, 2, 6] as [Double], shape: [8]).smoothed(sd: 1.5, axis: 0)
    // The same filter of the signal, divided by that of ones.
    let expected = [
      2.4197185056094836, 2.502534511146787, 2.8369242374122403, 3.5364107475174826, 4.433891336745209,
      5.029826758866647, 5.1313066887359, 5.051583891901947,
    ]
    #expect(distance(y.doubles, expected) < 1e-14)
    let constant = try Tensor.filled(2.5, shape: [7, 2]).smoothed(sd: 40, axis: 0)
    #expect(distance(constant.doubles, Array(repeating: 2.5, count: 14)) < 1e-14)
    #expect(try y.smoothed(sd: 0, axis: 0) == y)
    #expect(throws: TensorError.argument(operation: "smooth", name: "sd", expected: "0 or more", found: -1)) {
      try y.smoothed(sd: -1, axis: 0)
    }
  }
}

@Suite("Order")
struct SortingTests {
  @Test("sorting works along any axis, with NaN last both ways")
  func sorting() throws {
    let x = Tensor([3, .nan, 1, 2, 5, 4] as [Double], shape: [2, 3], axes: ["trial", "time"])
    #expect(distance(try x.sorted().doubles, [1, 3, .nan, 2, 4, 5]) == 0)
    #expect(distance(try x.sorted(descending: true).doubles, [3, 1, .nan, 5, 4, 2]) == 0)
    #expect(distance(try x.sorted(axis: 0).doubles, [2, 5, 1, 3, .nan, 4]) == 0)
    #expect(try x.argsorted().doubles == [2, 0, 1, 0, 2, 1])
    #expect(try x.argsorted(descending: true).doubles == [0, 2, 1, 1, 2, 0])
    #expect(try x.sorted(axis: 0).layout == x.layout)
    #expect(try Tensor([true, false], shape: [2]).sorted().storage == .bool([false, true]))
    #expect(try sample([0]).sorted().shape == [0])
    #expect(try sample([3, 0]).argsorted(axis: 0).shape == [3, 0])
    #expect(throws: TensorError.noAxis(-1, .init(shape: []))) { try Tensor([1.0], shape: []).sorted() }
  }

  @Test("equal elements keep their order", arguments: [false, true])
  func stable(descending: Bool) throws {
    let x = Tensor((0..<100).map { Double($0 % 3) }, shape: [100])
    let order = try x.argsorted(descending: descending).doubles
    for (a, b) in zip(order, order.dropFirst()) where Int(a) % 3 == Int(b) % 3 { #expect(a < b) }
    #expect(try x.indexed([.positions(order.map(Int.init))]) == x.sorted(descending: descending))
  }

  @Test("different elements, their counts and their places")
  func distinct() {
    let x = Tensor([2, 1, 2, .nan, 1, 2, .nan] as [Float], shape: [7], axes: ["time"])
    let found = x.distinct()
    #expect(found.values.elementType == .float)
    #expect(distance(found.values.doubles, [1, 2, .nan]) == 0)
    #expect(found.counts.doubles == [2, 3, 2])
    #expect(found.inverse.doubles == [1, 0, 1, 2, 0, 1, 2] && found.inverse.layout == x.layout)
    #expect(sample([0]).distinct().values.shape == [0])
  }

  @Test("places of what is true")
  func places() {
    #expect(Tensor([0.0, 3, 0, 1], shape: [4]).places().doubles == [1, 3])
    let matrix = Tensor([false, true, false, true, false, false], shape: [2, 3]).places()
    #expect(matrix.shape == [2, 2] && matrix.doubles == [0, 1, 1, 0])
  }
}
