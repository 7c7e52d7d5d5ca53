/// Why an operation on tensors cannot be done. The sentences stand in `TensorError+Diagnostic.swift`.
///
/// Axis numbers are non-negative positions in the layout beside them, except where the user's own number is kept.
public enum TensorError: Error, Sendable, Equatable {
  /// Two axes that stretch to each other have different extents, neither of them 1.
  case extentsDiffer(left: Tensor.Layout, leftAxis: Int, right: Tensor.Layout, rightAxis: Int)
  /// Two axes that must be equally long are not.
  case lengthsDiffer(left: Tensor.Layout, leftAxis: Int, right: Tensor.Layout, rightAxis: Int)
  /// Two axes that should go together carry different names.
  case namesDiffer(left: Tensor.Layout, leftAxis: Int, right: Tensor.Layout, rightAxis: Int)
  /// The operation works on masks, and the tensor holds numbers.
  case needsBools(operation: String, found: ElementType)

  /// There is no axis of that number (as the user wrote it).
  case noAxis(Int, Tensor.Layout)
  /// There is no axis of that name.
  case noAxisNamed(String, Tensor.Layout)
  /// Several axes have that name.
  case ambiguousAxis(String, Tensor.Layout)
  /// The same axis is given twice.
  case repeatedAxis(Int, Tensor.Layout)
  /// An axis that is longer than 1 and therefore cannot be dropped.
  case notDroppable(Int, Tensor.Layout)
  /// The axes given are not each axis of the tensor once.
  case notAPermutation([Int], Tensor.Layout)

  /// More indices than axes.
  case tooManyIndices(Int, Tensor.Layout)
  /// A position (as the user wrote it) outside the axis.
  case positionOutside(Int, axis: Int, Tensor.Layout)
  /// A range whose bounds (as the user wrote them) reach outside the axis.
  case rangeOutside(lower: Int?, upper: Int?, axis: Int, Tensor.Layout)
  /// A range that advances by 0.
  case zeroStep(axis: Int)
  /// A mask of another length than its axis.
  case maskLength(Int, axis: Int, Tensor.Layout)
  /// The value assigned does not fill the part of the tensor it is assigned to.
  case doesNotFill(value: Tensor.Layout, part: Tensor.Layout)

  /// An extent below 0.
  case negativeExtent(Int, axis: Int)
  /// More elements than memory can hold.
  case tooLarge([Int])
  /// Another number of elements than the new shape has.
  case reshapeCount(from: Tensor.Layout, to: [Int])
  /// The operation has no result without elements.
  case noElements(operation: String, Tensor.Layout)
  /// A probability outside 0…1.
  case quantileOutside(Double)
  /// The operation is defined for other numbers of axes.
  case rank(operation: String, expected: ClosedRange<Int>, Tensor.Layout)
  /// An argument that must be larger (or a whole number of things that must be there).
  case argument(operation: String, name: String, expected: String, found: Double)

  /// A matrix that should be square.
  case notSquare(operation: String, Tensor.Layout)
  /// A matrix without an inverse; the reciprocal of its condition number as estimated.
  case singular(operation: String, Tensor.Layout, reciprocalCondition: Double)
  /// A symmetric matrix whose leading part of this order is not positive definite.
  case notPositiveDefinite(order: Int, Tensor.Layout)
  /// A matrix that should be symmetric, and the first element that differs from its mirror image.
  case notSymmetric(row: Int, column: Int, Tensor.Layout)
  /// NaN or infinity where only numbers can be worked with.
  case notFinite(operation: String, Tensor.Layout)
  /// An iteration of LAPACK that did not converge.
  case noConvergence(operation: String, Tensor.Layout)
}
