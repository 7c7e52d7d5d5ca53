import Testing

@testable import Tensors

@Suite("The matrix product")
struct MatmulTests {
  /// Left operand, right operand, product.
  static let shapes: [([Int], [Int], [Int])] = [
    ([3, 4], [4, 5], [3, 5]), ([4], [4, 5], [5]), ([3, 4], [4], [3]), ([4], [4], []),
    ([2, 3, 4], [4, 5], [2, 3, 5]), ([2, 3, 4], [2, 4, 5], [2, 3, 5]), ([2, 1, 3, 4], [6, 4, 5], [2, 6, 3, 5]),
    ([3, 4], [2, 4, 5], [2, 3, 5]), ([2, 3, 4], [4], [2, 3]), ([4], [2, 4, 5], [2, 5]), ([3, 0], [0, 2], [3, 2]),
    ([0, 3], [3, 2], [0, 2]), ([70, 65], [65, 33], [70, 33]),
  ]

  @Test(
    "batched products equal sums over the inner axis",
    arguments: shapes)
  func againstLoops(left: [Int], right: [Int], result: [Int]) throws {
    let a = sample(left, seed: 1), b = sample(right, seed: 2)
    let product = try a.matmul(b)
    #expect(product.shape == result)
    // As matrices of rank ≥ 2, batches stretched from the right.
    let m = left.count == 1 ? [1] + left : left, n = right.count == 1 ? right + [1] : right
    let (x, y) = (a.reshaped(m), b.reshaped(n))
    let batch = max(m.count, n.count) - 2
    var full = result
    if left.count == 1 { full.insert(1, at: right.count == 1 ? full.count : full.count - 1) }
    if right.count == 1 { full.append(1) }
    let expected = positions(full).map { p in
      func place(_ shape: [Int], _ i: Int, _ j: Int) -> [Int] {
        let own = shape.count - 2
        return (0..<own).map { shape[$0] == 1 ? 0 : p[batch - own + $0] } + [i, j]
      }
      return (0..<m[m.count - 1]).map { k in
        x[place(m, p[batch], k)] * y[place(n, k, p[batch + 1])]
      }.reduce(0, +)
    }
    #expect(distance(product.doubles, expected) < 1e-13)
    let single = try a.converted(to: .float).matmul(b.converted(to: .float))
    #expect(single.elementType == .float && distance(single.doubles, expected) < 1e-4)
  }

  @Test("outer names are kept, and names that meet must agree")
  func names() throws {
    let states = sample(Tensor.Layout(shape: [2, 3, 4], axes: ["trial", "time", "unit"]), seed: 1)
    let weights = sample(Tensor.Layout(shape: [4, 5], axes: ["unit", "factor"]), seed: 2)
    #expect(try states.matmul(weights).axes == ["trial", "time", "factor"])
    #expect(try states.matmul(weights.named([nil, "factor"])).axes == ["trial", "time", "factor"])
    #expect(try states.matmul(sample(Tensor.Layout(shape: [4], axes: ["unit"]), seed: 1)).axes == ["trial", "time"])
    let other = weights.named(["input", "factor"])
    #expect(throws: TensorError.namesDiffer(left: states.layout, leftAxis: 2, right: other.layout, rightAxis: 0)) {
      try states.matmul(other)
    }
    let long = sample([5, 4])
    #expect(throws: TensorError.lengthsDiffer(left: states.layout, leftAxis: 2, right: long.layout, rightAxis: 0)) {
      try states.matmul(long)
    }
    let batches = sample(Tensor.Layout(shape: [3, 4, 5], axes: ["sample", "unit", "factor"]), seed: 1)
    #expect(try states.matmul(batches).axes == ["trial", "sample", "time", "factor"], "stacks align by name")
    let three = sample([3, 4, 5])
    #expect(throws: TensorError.extentsDiffer(left: states.layout, leftAxis: 0, right: three.layout, rightAxis: 0)) {
      try states.matmul(three)
    }
    #expect(throws: TensorError.rank(operation: "@", expected: 1...Int.max, .init(shape: []))) {
      try Tensor([1.0], shape: []).matmul(long)
    }
  }

  @Test("dot and outer products")
  func dotAndOuter() throws {
    let a = Tensor([1.0, 2, 3], shape: [3], axes: ["time"]), b = Tensor([4.0, 5], shape: [2], axes: ["time"])
    #expect(try a.dot(a).doubles == [14])
    #expect(try a.outer(b).layout == Tensor.Layout(shape: [3, 2], axes: ["time", "time"]))
    #expect(try a.outer(b).doubles == [4, 5, 8, 10, 12, 15])
  }
}
