/// The sentences of `TensorError`: what is wrong, what would have been right, what was found.
extension TensorError: CustomStringConvertible {
  /// All three in one line.
  public var description: String {
    let (message, expected, found) = sentences
    return message + (expected.isEmpty ? "" : "; expected \(expected)") + (found.isEmpty ? "" : ", found \(found)")
  }

  /// What is wrong.
  public var message: String { sentences.message }
  /// What would have been right; empty when the message says it.
  public var expected: String { sentences.expected }
  /// What there was instead; empty when the message says it.
  public var found: String { sentences.found }

  private var sentences: (message: String, expected: String, found: String) {
    switch self {
    case .extentsDiffer(let left, let leftAxis, let right, let rightAxis):
      (
        "shapes \(left) and \(right) do not go together",
        "\(left.phrase(leftAxis)) of the first and \(right.phrase(rightAxis)) of the second to be equally long, or 1",
        "\(left.shape[leftAxis]) and \(right.shape[rightAxis])"
      )
    case .lengthsDiffer(let left, let leftAxis, let right, let rightAxis):
      (
        "shapes \(left) and \(right) do not go together",
        "\(left.phrase(leftAxis)) of the first and \(right.phrase(rightAxis)) of the second to be equally long",
        "\(left.shape[leftAxis]) and \(right.shape[rightAxis])"
      )
    case .namesDiffer(let left, let leftAxis, let right, let rightAxis):
      (
        "the axes of \(left) and \(right) do not go together",
        "the same name, or none, for axis \(leftAxis) of the first and axis \(rightAxis) of the second",
        "\(left.axes[leftAxis] ?? "none") and \(right.axes[rightAxis] ?? "none")"
      )
    case .needsBools(let operation, let found):
      ("`\(operation)` works on masks", "a tensor of bools", "elements of type \(found.rawValue)")
    case .noAxis(let number, let layout):
      (
        "there is no axis \(number)",
        layout.rank == 0 ? "no axis: this is a single number" : "an axis from \(-layout.rank) to \(layout.rank - 1)",
        "\(number) for \(layout)"
      )
    case .noAxisNamed(let name, let layout):
      ("there is no axis \"\(name)\"", TensorError.names(layout), "\"\(name)\"")
    case .ambiguousAxis(let name, let layout):
      ("several axes of \(layout) are called \"\(name)\"", "an axis number", "\"\(name)\"")
    case .repeatedAxis(let axis, let layout):
      ("\(layout.phrase(axis)) is given twice", "each axis at most once", "")
    case .notDroppable(let axis, let layout):
      ("\(layout.phrase(axis)) of \(layout) cannot be dropped", "an axis of extent 1", "\(layout.shape[axis])")
    case .notAPermutation(let order, let layout):
      ("these are not the axes of \(layout)", "each of its \(layout.rank) axes once", "\(order)")
    case .tooManyIndices(let count, let layout):
      ("too many indices for \(layout)", "at most \(layout.rank)", "\(count)")
    case .positionOutside(let position, let axis, let layout):
      (
        "position \(position) is outside \(layout.phrase(axis)) of \(layout)",
        TensorError.positions(layout.shape[axis]), "\(position)"
      )
    case .rangeOutside(let lower, let upper, let axis, let layout):
      (
        "the range reaches outside \(layout.phrase(axis)) of \(layout)",
        "bounds within 0..<\(layout.shape[axis])",
        (lower.map(String.init) ?? "") + "..<" + (upper.map(String.init) ?? "")
      )
    case .zeroStep(let axis):
      ("the range for axis \(axis) advances by 0", "a step of at least 1, or a negative one", "0")
    case .maskLength(let length, let axis, let layout):
      (
        "the mask does not fit \(layout.phrase(axis)) of \(layout)", "\(layout.shape[axis]) bools", "\(length)"
      )
    case .doesNotFill(let value, let part):
      (
        "the value does not fill the part it is assigned to", "a number or a shape that stretches to \(part)",
        "\(value)"
      )
    case .negativeExtent(let extent, let axis):
      ("an axis cannot have \(extent) positions", "0 or more for axis \(axis)", "\(extent)")
    case .tooLarge(let shape):
      (
        "a tensor of shape \(shape) does not fit into memory", "fewer elements",
        shape.map(String.init).joined(separator: " × ")
      )
    case .reshapeCount(let from, let to):
      (
        "\(from) cannot be reshaped to \(to)", "a shape of \(from.count) elements (one extent may be -1)",
        TensorError.product(to)
      )
    case .noElements(let operation, let layout):
      ("`\(operation)` needs at least one element", "a tensor that is not empty along those axes", "\(layout)")
    case .quantileOutside(let p):
      ("a quantile is a share of the elements", "a number from 0 to 1", NumberText.shortest(p))
    case .rank(let operation, let expected, let layout):
      ("`\(operation)` is not defined for \(layout)", TensorError.axes(expected), "\(layout.rank)")
    case .argument(let operation, let name, let expected, let found):
      ("`\(name)` of `\(operation)` is out of range", expected, NumberText.shortest(found))
    case .notSquare(let operation, let layout):
      ("`\(operation)` needs a square matrix", "as many rows as columns", "\(layout)")
    case .singular(let operation, let layout, let condition):
      (
        "the matrix \(layout) is singular: `\(operation)` has no answer to working precision",
        "independent rows and columns (`lstsq` and `pinv` do without)",
        "a reciprocal condition number of \(NumberText.rounded(condition, digits: 3))"
      )
    case .notPositiveDefinite(let order, let layout):
      (
        "the matrix \(layout) is not positive definite", "a symmetric matrix with positive eigenvalues",
        "a leading part of order \(order) that is not"
      )
    case .notSymmetric(let row, let column, let layout):
      (
        "the matrix \(layout) is not symmetric", "x[\(row), \(column)] to equal x[\(column), \(row)]",
        "a difference there"
      )
    case .notFinite(let operation, let layout):
      ("`\(operation)` works on finite numbers", "no nan and no inf in \(layout)", "at least one")
    case .noConvergence(let operation, let layout):
      ("`\(operation)` of \(layout) did not converge", "a matrix that is better scaled", "")
    }
  }

  private static func names(_ layout: Tensor.Layout) -> String {
    let names = layout.axes.compactMap { $0 }
    if layout.rank == 0 { return "no axis: this is a single number" }
    return names.isEmpty
      ? "an axis number: the axes of \(layout) have no names" : "one of " + names.joined(separator: ", ")
  }

  private static func positions(_ extent: Int) -> String {
    extent == 0 ? "nothing: that axis is empty" : "0 to \(extent - 1), or -\(extent) to -1 from the end"
  }

  private static func product(_ shape: [Int]) -> String {
    shape.isEmpty ? "1" : shape.map(String.init).joined(separator: " × ")
  }

  private static func axes(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound {
      return range.lowerBound == 1 ? "one axis" : "\(range.lowerBound) axes"
    }
    return range.upperBound == Int.max
      ? "at least \(range.lowerBound) axis" : "\(range.lowerBound) to \(range.upperBound) axes"
  }
}
