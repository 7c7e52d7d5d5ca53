import Testing

@testable import Tensors

@Suite("Rearranging and joining axes")
struct AxesTests {
  @Test("a transposition finds every element at its permuted position", arguments: 0..<40)
  func transposition(seed: Int) throws {
    var stream = RandomStream(key: UInt64(seed), stream: 3)
    var layout = randomLayout(&stream)
    if seed % 8 == 0 { layout = Tensor.Layout(shape: [70, 3, 41]) }
    layout.axes = layout.shape.indices.map { "axis\($0)" }
    let x = sample(layout, seed: UInt64(seed))
    let order = Array(x.shape.indices).shuffled(using: &stream)
    let turned = try x.transposed(order)
    #expect(turned.shape == order.map { x.shape[$0] })
    #expect(turned.axes == order.map { "axis\($0)" })
    let back = try turned.transposed(order.indices.sorted { order[$0] < order[$1] })
    #expect(back == x, "\(layout) by \(order)")
    for position in positions(turned.shape).shuffled(using: &stream).prefix(50) {
      var source = position
      for (k, axis) in order.enumerated() { source[axis] = position[k] }
      #expect(turned[position] == x[source], "\(layout) by \(order) at \(position)")
    }
  }

  @Test("an order that is not every axis once is refused")
  func notAnOrder() {
    let x = sample([2, 3])
    #expect(throws: TensorError.notAPermutation([0, 0], x.layout)) { try x.transposed([0, 0]) }
    #expect(throws: TensorError.notAPermutation([1], x.layout)) { try x.transposed([1]) }
    #expect(throws: TensorError.noAxis(2, x.layout)) { try x.transposed([2, 0]) }
  }

  @Test("reshaping keeps the elements, drops the names and works out one extent")
  func reshaping() throws {
    let x = sample(Tensor.Layout(shape: [2, 6], axes: ["trial", "time"]), seed: 3)
    let y = try x.reshaped(to: [3, -1])
    #expect(y.layout == Tensor.Layout(shape: [3, 4]) && y.doubles == x.doubles)
    #expect(try sample([1]).reshaped(to: []).shape == [])
    #expect(throws: TensorError.reshapeCount(from: x.layout, to: [5, 2])) { try x.reshaped(to: [5, 2]) }
    #expect(throws: TensorError.reshapeCount(from: x.layout, to: [5, -1])) { try x.reshaped(to: [5, -1]) }
    #expect(throws: TensorError.negativeExtent(-2, axis: 0)) { try x.reshaped(to: [-2, -6]) }
    #expect(throws: TensorError.reshapeCount(from: x.layout, to: [Int.max, 4])) { try x.reshaped(to: [Int.max, 4]) }
  }

  @Test("axes of extent 1 come and go")
  func squeezing() throws {
    let x = sample(Tensor.Layout(shape: [1, 3, 1], axes: ["a", "b", "c"]), seed: 3)
    #expect(try x.squeezed().layout == Tensor.Layout(shape: [3], axes: ["b"]))
    #expect(try x.squeezed([-1]).layout == Tensor.Layout(shape: [1, 3], axes: ["a", "b"]))
    #expect(throws: TensorError.notDroppable(1, x.layout)) { try x.squeezed([1]) }
    #expect(
      try x.squeezed().expanded(at: -1, name: "new").layout == Tensor.Layout(shape: [3, 1], axes: ["b", "new"]))
    #expect(throws: TensorError.noAxis(3, .init(shape: [3], axes: ["b"]))) { try x.squeezed().expanded(at: 3) }
  }

  @Test("flip, roll, repeat and tile move whole positions of one axis")
  func moving() throws {
    let x = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(try x.flipped(axis: 1).doubles == [3, 2, 1, 6, 5, 4])
    #expect(try x.flipped(axis: 0).doubles == [4, 5, 6, 1, 2, 3])
    #expect(try x.rolled(by: 1, axis: 1).doubles == [3, 1, 2, 6, 4, 5])
    #expect(try x.rolled(by: -4, axis: -1).doubles == [2, 3, 1, 5, 6, 4])
    #expect(try x.repeated(2, axis: 0).doubles == [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])
    #expect(try x.tiled(2, axis: 0).doubles == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])
    #expect(try x.tiled(0, axis: 1).shape == [2, 0])
    #expect(try sample([0]).rolled(by: 3, axis: 0).shape == [0])
    #expect(try x.rolled(by: .min, axis: 1).doubles == x.rolled(by: Int.min % 3, axis: 1).doubles)
    #expect(throws: TensorError.argument(operation: "tile", name: "times", expected: "0 or more", found: -1)) {
      try x.tiled(-1, axis: 0)
    }
    #expect(throws: TensorError.tooLarge([2, 3, Int.max / 4])) { try x.repeated(Int.max / 4, axis: 0) }
  }

  @Test("concatenation joins along an axis, stacking along a new one")
  func joining() throws {
    let a = Tensor([1.0, 2, 3, 4], shape: [2, 2], axes: ["trial", "time"])
    let b = Tensor([5.0, 6], shape: [2, 1])
    let c = try Tensor.concatenated([a, b], axis: 1)
    #expect(c.layout == Tensor.Layout(shape: [2, 3], axes: ["trial", "time"]))
    #expect(c.doubles == [1, 2, 5, 3, 4, 6])
    let s = try Tensor.stacked([a, a], axis: -1, name: "sample")
    #expect(s.layout == Tensor.Layout(shape: [2, 2, 2], axes: ["trial", "time", "sample"]))
    #expect(s.doubles == [1, 1, 2, 2, 3, 3, 4, 4])
    #expect(try Tensor.stacked([a, a], name: "sample").doubles == [1, 2, 3, 4, 1, 2, 3, 4])
    let mixed = try Tensor.concatenated([Tensor([true], shape: [1]), Tensor([2] as [Float], shape: [1])], axis: 0)
    #expect(mixed.storage == .float([1, 2]))
    #expect(throws: TensorError.lengthsDiffer(left: a.layout, leftAxis: 1, right: b.layout, rightAxis: 1)) {
      try Tensor.concatenated([a, b], axis: 0)
    }
    #expect(throws: TensorError.rank(operation: "concat", expected: 2...2, .init(shape: [1]))) {
      try Tensor.concatenated([a, sample([1])], axis: 0)
    }
    #expect(throws: TensorError.lengthsDiffer(left: a.layout, leftAxis: 1, right: b.layout, rightAxis: 1)) {
      try Tensor.stacked([a, b])
    }
  }

  @Test("made tensors have the numbers they are called for")
  func making() throws {
    #expect(try Tensor.identity(2, columns: 3).doubles == [1, 0, 0, 0, 1, 0])
    #expect(try Tensor.linspace(0, 1, count: 5).doubles == [0, 0.25, 0.5, 0.75, 1])
    #expect(try Tensor.linspace(2, 9, count: 1).doubles == [2])
    #expect(try Tensor.linspace(2, 9, count: 0).doubles == [])
    #expect(try Tensor.linspace(0.1, 0.7, count: 4).doubles.last == 0.7)
    #expect(try Tensor.linspace(0, 49, count: 50).doubles == (0..<50).map { Double($0) })
    #expect(try Tensor.linspace(-1.7e308, 1.7e308, count: 3).doubles == [-1.7e308, 0, 1.7e308])
    #expect(try Tensor([1.0, 2], shape: [2]).diagonal().doubles == [1, 0, 0, 2])
    #expect(try Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3]).diagonal().doubles == [1, 5])
    #expect(throws: TensorError.tooLarge([1_000_000_000, 1_000_000_000])) {
      try Tensor.zeros([1_000_000_000, 1_000_000_000])
    }
    #expect(throws: TensorError.tooLarge([Int.max, Int.max])) { try Tensor.ones([Int.max, Int.max]) }
    #expect(throws: TensorError.negativeExtent(-1, axis: 1)) { try Tensor.zeros([2, -1]) }
    #expect(try Tensor.zeros([Int.max, 0]).count == 0)
    #expect(throws: TensorError.tooLarge([Int.max, Int.max, 0])) { try Tensor.zeros([Int.max, Int.max, 0]) }
  }
}
