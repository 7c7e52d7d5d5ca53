import CKernels

/// A matrix W [inputs, outputs] laid out in column panels, for many products A·W.
///
/// A general product rearranges both factors every time it is called. In a recurrent network the same weights meet a few
/// rows at each of a hundred time steps, so they are laid out once, and the products then read them from front to back.
///
/// An element of a product is one chain of multiplications and additions in the order of the inputs, whatever the number
/// of rows, so the rows may be cut into shards in any way without changing a bit.
///
/// Packing writes and multiplying reads: any number of threads may multiply at once while none packs.
public final class PackedMatrix: @unchecked Sendable {
  /// The number of rows of W: the length of a row that is multiplied.
  public let inputs: Int
  /// The number of columns of W: the length of a row of the product.
  public let outputs: Int

  // The layout depends on the instruction set, so a matrix keeps to the one it was made under.
  private let kernels: UnsafePointer<lk_kernels>
  private let panels: AlignedBuffer<Float>

  /// A matrix of zeros.
  public init(inputs: Int, outputs: Int) {
    precondition(inputs >= 0 && outputs >= 0, "a matrix of \(inputs) × \(outputs)")
    self.inputs = inputs
    self.outputs = outputs
    kernels = lk_current()
    panels = AlignedBuffer(count: kernels.pointee.packed_size(inputs, outputs))
  }

  /// Takes the elements of `w` [inputs, outputs], row-major.
  public func pack(_ w: UnsafePointer<Float>, leadingDimension: Int) {
    precondition(leadingDimension >= outputs, "rows of \(outputs) at a distance of \(leadingDimension)")
    kernels.pointee.pack(inputs, outputs, w, leadingDimension, 1, panels.pointer)
  }

  /// Takes the elements of vᵀ, where `v` is [outputs, inputs], row-major.
  public func pack(transposeOf v: UnsafePointer<Float>, leadingDimension: Int) {
    precondition(leadingDimension >= inputs, "rows of \(inputs) at a distance of \(leadingDimension)")
    kernels.pointee.pack(inputs, outputs, v, 1, leadingDimension, panels.pointer)
  }

  /// C = A·W, or C += A·W where `accumulate`; `a` is [rows, inputs], `c` [rows, outputs], both row-major.
  ///
  /// - Precondition: `a` and `c` do not overlap.
  public func multiply(
    _ a: UnsafePointer<Float>, leadingDimension lda: Int, rows: Int,
    into c: UnsafeMutablePointer<Float>, leadingDimension ldc: Int, accumulate: Bool
  ) {
    precondition(
      lda >= inputs && ldc >= outputs, "rows of \(inputs) and \(outputs) at distances of \(lda) and \(ldc)")
    kernels.pointee.multiply(rows, inputs, outputs, a, lda, panels.pointer, c, ldc, accumulate ? 1 : 0)
  }
}
