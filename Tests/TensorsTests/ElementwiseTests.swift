import Testing

@testable import Tensors

@Suite("Combining tensors element by element")
struct ElementwiseTests {
  /// One row of the table of rules: the layouts of both operands and of the result, nil where it must be refused.
  struct Rule: Sendable, CustomTestStringConvertible {
    let left: Tensor.Layout, right: Tensor.Layout, result: Tensor.Layout?
    var testDescription: String { "\(left) with \(right)" }

    init(_ left: [Int], _ leftAxes: [String?], _ right: [Int], _ rightAxes: [String?], _ result: ([Int], [String?])?) {
      self.left = .init(shape: left, axes: leftAxes)
      self.right = .init(shape: right, axes: rightAxes)
      self.result = result.map { Tensor.Layout(shape: $0.0, axes: $0.1) }
    }
  }

  static let rules = [
    // From the right, as in NumPy.
    Rule([2, 3], [nil, nil], [3], [nil], ([2, 3], [nil, nil])),
    Rule([3], [nil], [2, 3], [nil, nil], ([2, 3], [nil, nil])),
    Rule([2, 1], [nil, nil], [1, 3], [nil, nil], ([2, 3], [nil, nil])),
    Rule([2, 3], [nil, nil], [], [], ([2, 3], [nil, nil])),
    Rule([0, 3], [nil, nil], [3], [nil], ([0, 3], [nil, nil])),
    Rule([2, 3], [nil, nil], [2], [nil], nil),
    // An unnamed axis takes the other's name, two different names do not go together.
    Rule([2, 3], ["trial", "time"], [3], [nil], ([2, 3], ["trial", "time"])),
    Rule([2, 3], ["trial", nil], [2, 3], [nil, "time"], ([2, 3], ["trial", "time"])),
    Rule([2, 3], [nil, "time"], [3], ["neuron"], nil),
    Rule([2, 2], [nil, "time"], [2, 2], ["time", nil], ([2, 2], ["time", "time"])),
    // All axes named: by name, wherever they stand.
    Rule(
      [2, 3, 4], ["trial", "time", "neuron"], [2, 4], ["trial", "neuron"], ([2, 3, 4], ["trial", "time", "neuron"])),
    Rule([4], ["neuron"], [2, 3, 4], ["trial", "time", "neuron"], ([2, 3, 4], ["trial", "time", "neuron"])),
    Rule([2, 3], ["trial", "time"], [3, 2], ["time", "trial"], ([2, 3], ["trial", "time"])),
    Rule([2], ["trial"], [3], ["time"], ([2, 3], ["trial", "time"])),
    Rule([2, 3], ["trial", "time"], [4], ["neuron"], ([2, 3, 4], ["trial", "time", "neuron"])),
    Rule([2, 1], ["trial", "time"], [3], ["time"], ([2, 3], ["trial", "time"])),
    Rule([2, 3], ["trial", "time"], [2], ["time"], nil),
    // A name that stands twice cannot be found by name.
    Rule([2, 2], ["neuron", "neuron"], [2, 2], ["neuron", "neuron"], ([2, 2], ["neuron", "neuron"])),
    Rule([2, 2], ["neuron", "neuron"], [2, 2], ["time", "neuron"], nil),
  ]

  @Test("axes go together by name or from the right", arguments: rules)
  func axes(rule: Rule) throws {
    let a = sample(rule.left, seed: 1)
    let b = sample(rule.right, seed: 2)
    guard let expected = rule.result else {
      #expect(throws: TensorError.self) { try Tensor.elementwise(.add, a, b) }
      return
    }
    let sum = try Tensor.elementwise(.add, a, b)
    #expect(sum.layout == expected)
    // Every element again, its place in either operand found the slow way.
    for (k, position) in positions(expected.shape).enumerated() {
      let x = element(a, at: position, in: expected, of: rule)
      let y = element(b, at: position, in: expected, of: rule)
      #expect(sum.doubles[k] == x + y)
    }
  }

  /// The operand's element for a position of the result: by name where the rule says so, else from the right.
  private func element(_ x: Tensor, at position: [Int], in result: Tensor.Layout, of rule: Rule) -> Double {
    let byName = rule.left.isNamed && rule.right.isNamed && rule.left.rank > 0 && rule.right.rank > 0
    var offset = 0
    for axis in 0..<x.rank {
      let there = byName ? result.axes.firstIndex(of: x.axes[axis]) ?? 0 : result.rank - x.rank + axis
      offset = offset * x.shape[axis] + (x.shape[axis] == 1 ? 0 : position[there])
    }
    return x.doubles[offset]
  }

  @Test("Float stays Float with Float, a number or a mask")
  func types() throws {
    let float = Tensor([1, 2] as [Float], shape: [2])
    let double = Tensor([1, 2] as [Double], shape: [2])
    let mask = Tensor([true, false], shape: [2])
    #expect(try Tensor.elementwise(.add, float, float).elementType == .float)
    #expect(try Tensor.elementwise(.add, float, 0.1).storage == .float([1.1, 2.1]))
    #expect(try Tensor.elementwise(.divide, 1, float).storage == .float([1, 0.5]))
    #expect(try Tensor.elementwise(.multiply, mask, float).storage == .float([1, 0]))
    #expect(try Tensor.elementwise(.add, float, double).elementType == .double)
    #expect(try Tensor.elementwise(.add, mask, mask).storage == .double([2, 0]))
    #expect(try Tensor.elementwise(.equal, Tensor([0.1] as [Float], shape: [1]), 0.1).storage == .bool([true]))
  }

  @Test(
    "scalar operations follow IEEE 754 and a floored remainder",
    arguments: [
      (BinaryOperation.remainder, -7, 3, 2), (.remainder, 7, -3, -2), (.remainder, 5.5, 2, 1.5), (.power, -3, 2, 9),
      (.power, 2, 0.5, 2.0.squareRoot()), (.divide, 1, 0, .infinity), (.minimum, 2, 1, 1), (.maximum, 2, 1, 2),
      (.hypot, 3, 4, 5), (.atan2, 1, 1, .pi / 4), (.subtract, 1, 3, -2), (.multiply, 4, 2.5, 10),
    ] as [(BinaryOperation, Double, Double, Double)])
  func scalars(operation: BinaryOperation, x: Double, y: Double, expected: Double) throws {
    #expect(try Tensor.elementwise(operation, Tensor([x], shape: [1]), y).doubles == [expected])
  }

  @Test("comparisons give masks, and NaN is only unequal")
  func comparisons() throws {
    let x = Tensor([1, 2, .nan] as [Double], shape: [3])
    func compare(_ operation: BinaryOperation) throws -> Tensor.Storage {
      try Tensor.elementwise(operation, x, Tensor([2, 2, 2] as [Double], shape: [3])).storage
    }
    #expect(try compare(.less) == .bool([true, false, false]))
    #expect(try compare(.lessOrEqual) == .bool([true, true, false]))
    #expect(try compare(.greater) == .bool([false, false, false]))
    #expect(try compare(.greaterOrEqual) == .bool([false, true, false]))
    #expect(try compare(.equal) == .bool([false, true, false]))
    #expect(try compare(.notEqual) == .bool([true, false, true]))
    #expect(try Tensor.elementwise(.minimum, x, 1.5).doubles[2].isNaN)
    #expect(try Tensor.elementwise(.maximum, 1.5, x).doubles[2].isNaN)
  }

  @Test("`and` and `or` work on masks alone")
  func masks() throws {
    let a = Tensor([true, true, false, false], shape: [4])
    let b = Tensor([true, false, true, false], shape: [4])
    #expect(try Tensor.elementwise(.and, a, b).storage == .bool([true, false, false, false]))
    #expect(try Tensor.elementwise(.or, a, b).storage == .bool([true, true, true, false]))
    #expect(throws: TensorError.needsBools(operation: "and", found: .double)) {
      try Tensor.elementwise(.and, a, Tensor([1.0], shape: [1]))
    }
  }

  @Test("a choice stretches its three operands, each by its own axes")
  func choice() throws {
    let mask = Tensor([true, false], shape: [2])
    let yes = Tensor([1.0, 2], shape: [2], axes: ["time"])
    let no = Tensor([10.0, 20, 30], shape: [3], axes: ["neuron"])
    let chosen = try Tensor.choose(mask, yes, no)
    #expect(chosen.layout == Tensor.Layout(shape: [2, 3], axes: ["time", "neuron"]))
    #expect(chosen.doubles == [1, 1, 1, 10, 20, 30])
  }

  @Test("several tensors stretch to the layout all of them have together")
  func stretching() throws {
    let parts = [
      Tensor([true, false], shape: [2], axes: ["trial"]), Tensor([1, 2, 3] as [Float], shape: [3], axes: ["time"]),
      Tensor(7),
    ]
    let stretched = try Tensor.stretched(parts)
    for part in stretched { #expect(part.layout == Tensor.Layout(shape: [2, 3], axes: ["trial", "time"])) }
    #expect(stretched[0].storage == .bool([true, true, true, false, false, false]))
    #expect(stretched[1].storage == .float([1, 2, 3, 1, 2, 3]))
    #expect(stretched[2].storage == .double([7, 7, 7, 7, 7, 7]))
    #expect(throws: TensorError.self) { try Tensor.stretched([parts[1], Tensor([1.0, 2], shape: [2])]) }
  }

  @Test("results too large for memory are refused before they are made")
  func tooLarge() {
    let long = Tensor([Double](repeating: 1, count: 1 << 21), shape: [1 << 21])
    let tall = Tensor([Double](repeating: 1, count: 1 << 21), shape: [1 << 21, 1])
    #expect(throws: TensorError.tooLarge([1 << 21, 1 << 21])) { try Tensor.elementwise(.add, long, tall) }
  }
}
