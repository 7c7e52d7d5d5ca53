import Testing

@testable import Tensors

@Suite("Choosing and changing parts of a tensor")
struct IndexingTests {
  /// The positions an index chooses, the slow way; nil drops the axis.
  private func chosen(_ index: AxisIndex, extent: Int) -> (positions: [Int], drops: Bool) {
    func wrap(_ k: Int) -> Int { k < 0 ? k + extent : k }
    switch index {
    case .all: return (Array(0..<extent), false)
    case .position(let k): return ([wrap(k)], true)
    case .positions(let list): return (list.map(wrap), false)
    case .mask(let mask): return (mask.indices.filter { mask[$0] }, false)
    case .range(let lower, let upper, let step):
      let first = lower.map(wrap) ?? (step > 0 ? 0 : extent - 1)
      let end = upper.map(wrap) ?? (step > 0 ? extent : -1)
      return (Array(stride(from: first, to: end, by: step)), false)
    }
  }

  private func randomIndex(_ stream: inout RandomStream, extent: Int) -> AxisIndex {
    switch stream.index(below: 6) {
    case 0: return .all
    case 1: return .position(stream.index(below: 2 * extent) - extent)
    case 2: return .positions((0..<stream.index(below: 4)).map { _ in stream.index(below: 2 * extent) - extent })
    case 3: return .mask((0..<extent).map { _ in stream.index(below: 2) == 0 })
    case 4:
      let a = stream.index(below: extent + 1), b = stream.index(below: extent + 1)
      return .range(lower: min(a, b), upper: max(a, b), step: 1 + stream.index(below: 3))
    default: return .range(lower: nil, upper: nil, step: stream.index(below: 2) == 0 ? -1 : -2)
    }
  }

  @Test("an index reads what element by element reading finds, and writes the same places", arguments: 0..<60)
  func againstLoops(seed: Int) throws {
    var stream = RandomStream(key: UInt64(seed), stream: 1)
    var layout = randomLayout(&stream)
    layout.axes = layout.shape.indices.map { "axis\($0)" }
    let x = sample(layout, seed: UInt64(seed))
    let index = (0..<stream.index(below: x.rank + 1)).map { randomIndex(&stream, extent: x.shape[$0]) }
    let lists = x.shape.indices.map { chosen($0 < index.count ? index[$0] : .all, extent: x.shape[$0]) }
    let part = try x.indexed(index)
    let kept = lists.indices.filter { !lists[$0].drops }
    #expect(part.shape == kept.map { lists[$0].positions.count }, "seed \(seed), \(x.layout), \(index)")
    #expect(part.axes == kept.map { "axis\($0)" })
    let places = positions(lists.map(\.positions.count)).map { p in p.indices.map { lists[$0].positions[p[$0]] } }
    #expect(part.doubles == places.map { x[$0] }, "seed \(seed), \(x.layout), \(index)")

    var written = x
    let value = sample(part.layout, seed: 99)
    try written.assign(value, at: index)
    var expected = x.doubles
    for (place, new) in zip(places, value.doubles) {
      expected[zip(place, x.shape).reduce(0) { $0 * $1.1 + $1.0 }] = new
    }
    #expect(written.doubles == expected, "seed \(seed), \(x.layout), \(index)")
    #expect(written.layout == x.layout)
  }

  static let refused: [([AxisIndex], TensorError)] = [
    ([.position(2)], .positionOutside(2, axis: 0, matrix.layout)),
    ([.all, .position(-4)], .positionOutside(-4, axis: 1, matrix.layout)),
    ([.positions([0, 5])], .positionOutside(5, axis: 0, matrix.layout)),
    ([.range(lower: 0, upper: 3, step: 1)], .rangeOutside(lower: 0, upper: 3, axis: 0, matrix.layout)),
    ([.range(lower: -3, upper: nil, step: 1)], .rangeOutside(lower: -3, upper: nil, axis: 0, matrix.layout)),
    ([.range(lower: 0, upper: 1, step: 0)], .zeroStep(axis: 0)),
    ([.position(.min)], .positionOutside(.min, axis: 0, matrix.layout)),
    (
      [.range(lower: .min, upper: .max, step: 1)], .rangeOutside(lower: .min, upper: .max, axis: 0, matrix.layout)
    ),
    ([.mask([true])], .maskLength(1, axis: 0, matrix.layout)),
    ([.all, .all, .all], .tooManyIndices(3, matrix.layout)),
  ]
  static let matrix = sample(Tensor.Layout(shape: [2, 3], axes: ["trial", "time"]), seed: 4)

  @Test("an index that reaches outside is refused", arguments: refused)
  func refusals(index: [AxisIndex], error: TensorError) {
    #expect(throws: error) { try Self.matrix.indexed(index) }
    var copy = Self.matrix
    #expect(throws: error) { try copy.assign(Tensor([1.0], shape: []), at: index) }
    #expect(copy == Self.matrix)
  }

  @Test("the largest steps choose one position")
  func longSteps() throws {
    for step in [Int.max, .min] {
      #expect(try Self.matrix.indexed([.range(lower: nil, upper: nil, step: step)]).shape == [1, 3])
    }
  }

  @Test("a range that ends before it begins chooses nothing")
  func emptyRange() throws {
    #expect(try Self.matrix.indexed([.range(lower: 2, upper: 1, step: 1)]).shape == [0, 3])
    #expect(try sample([0, 3]).indexed([.all, .position(1)]).shape == [0])
    #expect(try sample([0]).indexed([.range(lower: nil, upper: nil, step: -1)]).shape == [0])
  }

  @Test("a value stretches into the part it is assigned to, by name or from the right")
  func stretched() throws {
    var x = try Tensor.zeros([2, 3], axes: ["trial", "time"])
    try x.assign(Tensor([1.0, 2, 3], shape: [3]), at: [])
    #expect(x.doubles == [1, 2, 3, 1, 2, 3])
    try x.assign(Tensor([7.0, 8], shape: [2], axes: ["trial"]), at: [.all, .range(lower: 1, upper: nil, step: 1)])
    #expect(x.doubles == [1, 7, 7, 1, 8, 8])
    try x.assign(Tensor([5.0, 6, 7, 8, 9, 10], shape: [3, 2], axes: ["time", "trial"]), at: [])
    #expect(x.doubles == [5, 7, 9, 6, 8, 10])
    try x.assign(Tensor([0.0, 0, 0], shape: [1, 3]), at: [.position(0)])
    #expect(x.doubles == [0, 0, 0, 6, 8, 10])
  }

  @Test("a value keeps the target's element type and must fill the part exactly")
  func typesAndShapes() throws {
    var float = Tensor([1, 2] as [Float], shape: [2])
    try float.assign(Tensor([0.5], shape: []), at: [.position(0)])
    #expect(float.storage == .float([0.5, 2]))
    var mask = Tensor([true, true], shape: [2])
    #expect(throws: TensorError.needsBools(operation: "assignment", found: .double)) {
      try mask.assign(Tensor([1.0], shape: []), at: [.position(0)])
    }
    try mask.assign(Tensor([false], shape: []), at: [.position(0)])
    #expect(mask.storage == .bool([false, true]))
    var x = Self.matrix
    let wide = sample([2, 3])
    #expect(throws: TensorError.doesNotFill(value: wide.layout, part: .init(shape: [3], axes: ["time"]))) {
      try x.assign(wide, at: [.position(0)])
    }
    #expect(throws: TensorError.doesNotFill(value: .init(shape: [2]), part: .init(shape: [3], axes: ["time"]))) {
      try x.assign(Tensor([1.0, 2], shape: [2]), at: [.position(0)])
    }
    #expect(x == Self.matrix)
  }

  @Test("a mask of the whole shape, in any order of its names, chooses single elements")
  func fullMask() throws {
    let x = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3], axes: ["trial", "time"])
    let mask = try Tensor.elementwise(.greater, x, 3)
    #expect(try x.masked(mask).doubles == [4, 5, 6])
    #expect(try x.masked(mask.transposed).doubles == [4, 5, 6])
    var y = x
    try y.assign(Tensor([0.0], shape: []), where: mask)
    #expect(y.doubles == [1, 2, 3, 0, 0, 0])
    #expect(y.layout == x.layout)
  }

  @Test("a mask of fewer axes covers the leading ones, or the axis of its name")
  func partialMasks() throws {
    let x = Tensor((0..<12).map(Double.init), shape: [2, 3, 2], axes: ["trial", "time", "neuron"])
    let leading = try x.masked(Tensor([true, false, false, false, false, true], shape: [2, 3]))
    #expect(leading.layout == Tensor.Layout(shape: [2, 2], axes: [nil, "neuron"]))
    #expect(leading.doubles == [0, 1, 10, 11])
    let named = try x.masked(Tensor([true, false, true], shape: [3], axes: ["time"]))
    #expect(named.layout == Tensor.Layout(shape: [2, 2, 2], axes: ["trial", "time", "neuron"]))
    #expect(named.doubles == [0, 1, 4, 5, 6, 7, 10, 11])
    var y = x
    try y.assign(Tensor([-1.0, -2], shape: [2]), where: Tensor([false, true, false], shape: [3], axes: ["time"]))
    #expect(y.doubles == [0, 1, -1, -2, 4, 5, 6, 7, -1, -2, 10, 11])
    #expect(throws: TensorError.maskLength(3, axis: 0, x.layout)) {
      try x.masked(Tensor([true, true, true], shape: [3]))
    }
    #expect(throws: TensorError.needsBools(operation: "mask", found: .double)) { try x.masked(x) }
  }

  @Test("changing one holder's element leaves another holder's tensor alone")
  func values() throws {
    let first = sample([4])
    var second = first
    try second.assign(Tensor([100.0], shape: []), at: [.position(3)])
    #expect(second.doubles[3] == 100 && first.doubles[3] != 100)
  }
}
