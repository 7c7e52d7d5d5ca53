import CKernels

/// A matrix W [inputs, outputs] laid out in column panels, for many products A·W.
///
/// A general product rearranges both factors every time it is called. In a recurrent network the same weights meet a few
/// rows at each of a hundred time steps, so they are laid out once, and the products then read them from front to back.
///
/// The left factor may come in parts that stand side by side, such as a cell's input and its state, [x, h]·W: one product
/// of all of them passes over its result once, where a product for each would pass over it as often as there are parts.
///
/// An element of a product is one chain of multiplications and additions in the order of the inputs, whatever the number
/// of rows, so the rows may be cut into shards in any way without changing a bit.
///
/// Packing writes and multiplying reads: any number of threads may multiply at once while none packs.
public final class PackedMatrix: @unchecked Sendable {
  /// Some columns of a left factor: [rows, count], row-major.
  public struct Columns {
    /// The first element of the first row.
    public let pointer: UnsafePointer<Float>
    /// The number of columns.
    public let count: Int
    /// The distance of a row from the next.
    public let leadingDimension: Int

    /// - Parameter leadingDimension: `count` where none is given: the rows follow one another.
    public init(_ pointer: UnsafePointer<Float>, count: Int, leadingDimension: Int? = nil) {
      let leadingDimension = leadingDimension ?? count
      precondition(leadingDimension >= count, "rows of \(count) at a distance of \(leadingDimension)")
      self.pointer = pointer
      self.count = count
      self.leadingDimension = leadingDimension
    }

    var part: lk_columns { lk_columns(a: pointer, lda: leadingDimension, k: count) }
  }

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

  /// Takes all of W from `w` [inputs, outputs], row-major.
  public func pack(_ w: UnsafePointer<Float>, leadingDimension: Int) {
    pack(w, leadingDimension: leadingDimension, inputs: 0..<inputs)
  }

  /// Takes some rows of W from `w` [inputs.count, outputs], row-major.
  public func pack(_ w: UnsafePointer<Float>, leadingDimension: Int, inputs rows: Range<Int>) {
    precondition(leadingDimension >= outputs, "rows of \(outputs) at a distance of \(leadingDimension)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= inputs, "rows \(rows) of \(inputs)")
    kernels.pointee.pack(inputs, outputs, rows.lowerBound, rows.count, w, leadingDimension, 1, panels.pointer)
  }

  /// Takes all of W from vᵀ, where `v` is [outputs, inputs], row-major.
  public func pack(transposeOf v: UnsafePointer<Float>, leadingDimension: Int) {
    pack(transposeOf: v, leadingDimension: leadingDimension, inputs: 0..<inputs)
  }

  /// Takes some rows of W from vᵀ, where `v` is [outputs, inputs.count], row-major.
  public func pack(transposeOf v: UnsafePointer<Float>, leadingDimension: Int, inputs rows: Range<Int>) {
    precondition(leadingDimension >= rows.count, "rows of \(rows.count) at a distance of \(leadingDimension)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= inputs, "rows \(rows) of \(inputs)")
    kernels.pointee.pack(inputs, outputs, rows.lowerBound, rows.count, v, 1, leadingDimension, panels.pointer)
  }

  /// C = A·W, or C += A·W where `accumulate`; `a` is [rows, inputs], `c` [rows, outputs], both row-major.
  ///
  /// - Precondition: `a` and `c` do not overlap.
  public func multiply(
    _ a: UnsafePointer<Float>, leadingDimension lda: Int, rows: Int,
    into c: UnsafeMutablePointer<Float>, leadingDimension ldc: Int, accumulate: Bool
  ) {
    multiply(
      Columns(a, count: inputs, leadingDimension: lda), rows: rows, into: c, leadingDimension: ldc,
      accumulate: accumulate)
  }

  /// C = [x, y, z]·W + 1·bias, and C is added to that where `accumulate`.
  ///
  /// - Parameters:
  ///   - x, y, z: the parts of A; their columns number `inputs`.
  ///   - rows: the number of rows of A and C.
  ///   - bias: a row [outputs] that every row of the product gets, if any.
  ///   - c: [rows, outputs], row-major.
  /// - Precondition: no part of A overlaps C.
  public func multiply(
    _ x: Columns, _ y: Columns? = nil, _ z: Columns? = nil, rows: Int, bias: UnsafePointer<Float>? = nil,
    into c: UnsafeMutablePointer<Float>, leadingDimension ldc: Int, accumulate: Bool = false
  ) {
    let columns = x.count + (y?.count ?? 0) + (z?.count ?? 0)
    precondition(columns == inputs, "\(columns) columns against \(inputs) inputs")
    precondition(ldc >= outputs, "rows of \(outputs) at a distance of \(ldc)")
    let parts = (x.part, y?.part ?? lk_columns(), z?.part ?? lk_columns())
    withUnsafePointer(to: parts) { parts in
      parts.withMemoryRebound(to: lk_columns.self, capacity: Int(LK_PARTS)) { parts in
        kernels.pointee.multiply(rows, parts, outputs, panels.pointer, bias, c, ldc, accumulate ? 1 : 0)
      }
    }
  }
}
