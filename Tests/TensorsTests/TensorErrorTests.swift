import Testing

@testable import Tensors

@Suite("What an error on tensors says")
struct TensorErrorTests {
  static let named = Tensor.Layout(shape: [2, 3], axes: ["trial", "time"])
  static let plain = Tensor.Layout(shape: [4, 3])
  static let number = Tensor.Layout(shape: [])

  /// Cause, message, expectation, finding.
  static let causes: [(TensorError, String, String, String)] = [
    (
      .extentsDiffer(left: named, leftAxis: 0, right: plain, rightAxis: 0),
      "shapes [trial: 2, time: 3] and [4, 3] do not go together",
      "axis 0 (trial) of the first and axis 0 of the second to be equally long, or 1", "2 and 4"
    ),
    (
      .lengthsDiffer(left: named, leftAxis: 1, right: plain, rightAxis: 0),
      "shapes [trial: 2, time: 3] and [4, 3] do not go together",
      "axis 1 (time) of the first and axis 0 of the second to be equally long", "3 and 4"
    ),
    (.notDroppable(1, named), "axis 1 (time) of [trial: 2, time: 3] cannot be dropped", "an axis of extent 1", "3"),
    (
      .namesDiffer(left: named, leftAxis: 1, right: .init(shape: [3], axes: ["neuron"]), rightAxis: 0),
      "the axes of [trial: 2, time: 3] and [neuron: 3] do not go together",
      "the same name, or none, for axis 1 of the first and axis 0 of the second", "time and neuron"
    ),
    (
      .needsBools(operation: "and", found: .double), "`and` works on masks", "a tensor of bools",
      "elements of type double"
    ),
    (.noAxis(2, named), "there is no axis 2", "an axis from -2 to 1", "2 for [trial: 2, time: 3]"),
    (.noAxis(0, number), "there is no axis 0", "no axis: this is a single number", "0 for []"),
    (.noAxisNamed("neuron", named), "there is no axis \"neuron\"", "one of trial, time", "\"neuron\""),
    (
      .noAxisNamed("time", plain), "there is no axis \"time\"", "an axis number: the axes of [4, 3] have no names",
      "\"time\""
    ),
    (
      .ambiguousAxis("n", .init(shape: [2, 2], axes: ["n", "n"])), "several axes of [n: 2, n: 2] are called \"n\"",
      "an axis number", "\"n\""
    ),
    (.repeatedAxis(1, named), "axis 1 (time) is given twice", "each axis at most once", ""),
    (
      .notAPermutation([0, 0], named), "these are not the axes of [trial: 2, time: 3]", "each of its 2 axes once",
      "[0, 0]"
    ),
    (.tooManyIndices(3, named), "too many indices for [trial: 2, time: 3]", "at most 2", "3"),
    (
      .positionOutside(-4, axis: 1, named), "position -4 is outside axis 1 (time) of [trial: 2, time: 3]",
      "0 to 2, or -3 to -1 from the end", "-4"
    ),
    (
      .positionOutside(0, axis: 0, .init(shape: [0])), "position 0 is outside axis 0 of [0]",
      "nothing: that axis is empty", "0"
    ),
    (
      .rangeOutside(lower: 1, upper: 9, axis: 1, named),
      "the range reaches outside axis 1 (time) of [trial: 2, time: 3]", "bounds within 0..<3", "1..<9"
    ),
    (.zeroStep(axis: 1), "the range for axis 1 advances by 0", "a step of at least 1, or a negative one", "0"),
    (.maskLength(5, axis: 0, named), "the mask does not fit axis 0 (trial) of [trial: 2, time: 3]", "2 bools", "5"),
    (
      .doesNotFill(value: plain, part: named), "the value does not fill the part it is assigned to",
      "a number or a shape that stretches to [trial: 2, time: 3]", "[4, 3]"
    ),
    (.negativeExtent(-1, axis: 1), "an axis cannot have -1 positions", "0 or more for axis 1", "-1"),
    (
      .tooLarge([1_000_000_000, 1_000_000_000]),
      "a tensor of shape [1000000000, 1000000000] does not fit into memory", "fewer elements",
      "1000000000 × 1000000000"
    ),
    (
      .reshapeCount(from: named, to: [4, 2]), "[trial: 2, time: 3] cannot be reshaped to [4, 2]",
      "a shape of 6 elements (one extent may be -1)", "4 × 2"
    ),
    (
      .noElements(operation: "max", .init(shape: [0, 3])), "`max` needs at least one element",
      "a tensor that is not empty along those axes", "[0, 3]"
    ),
    (.quantileOutside(50), "a quantile is a share of the elements", "a number from 0 to 1", "50"),
    (.rank(operation: "inv", expected: 2...2, .init(shape: [4])), "`inv` is not defined for [4]", "2 axes", "1"),
    (.rank(operation: "@", expected: 1...Int.max, number), "`@` is not defined for []", "at least 1 axis", "0"),
    (
      .rank(operation: "diag", expected: 1...2, .init(shape: [1, 1, 1])), "`diag` is not defined for [1, 1, 1]",
      "1 to 2 axes", "3"
    ),
    (
      .rank(operation: "argmax", expected: 1...1, named), "`argmax` is not defined for [trial: 2, time: 3]", "one axis",
      "2"
    ),
    (
      .argument(operation: "smooth", name: "sd", expected: "0 or more", found: -0.5),
      "`sd` of `smooth` is out of range", "0 or more", "-0.5"
    ),
    (.notSquare(operation: "det", plain), "`det` needs a square matrix", "as many rows as columns", "[4, 3]"),
    (
      .singular(operation: "solve", .init(shape: [2, 2]), reciprocalCondition: 1.2345e-17),
      "the matrix [2, 2] is singular: `solve` has no answer to working precision",
      "independent rows and columns (`lstsq` and `pinv` do without)", "a reciprocal condition number of 1.23e-17"
    ),
    (
      .notPositiveDefinite(order: 2, .init(shape: [2, 2])), "the matrix [2, 2] is not positive definite",
      "a symmetric matrix with positive eigenvalues", "a leading part of order 2 that is not"
    ),
    (
      .notSymmetric(row: 1, column: 0, .init(shape: [2, 2])), "the matrix [2, 2] is not symmetric",
      "x[1, 0] to equal x[0, 1]", "a difference there"
    ),
    (
      .notFinite(operation: "svd", plain), "`svd` works on finite numbers", "no nan and no inf in [4, 3]",
      "at least one"
    ),
    (.noConvergence(operation: "eig", plain), "`eig` of [4, 3] did not converge", "a matrix that is better scaled", ""),
  ]

  @Test("each cause has its sentence", arguments: causes)
  func sentences(error: TensorError, message: String, expected: String, found: String) {
    #expect(error.message == message)
    #expect(error.expected == expected)
    #expect(error.found == found)
  }
}
