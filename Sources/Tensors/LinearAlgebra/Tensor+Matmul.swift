import COpenBLAS

extension Tensor {
  /// The matrix product, as NumPy's `@`: of the last axis with the second to last (or only) axis of `other`. A tensor
  /// of one axis is a row on the left and a column on the right, and that axis disappears; leading axes are batches
  /// and stretch to one another.
  ///
  /// [I, K] @ [K, J] → [I, J], with the names of the outer axes. Float with Float is Float, everything else Double.
  /// - Throws: `rank`; `lengthsDiffer` and `namesDiffer` for the two axes that meet, `extentsDiffer` and `namesDiffer` for
  ///   batches; `tooLarge`.
  public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
    let product = try MatrixProduct(layout, other.layout)
    _ = try MemoryBudget.count(product.layout.shape)
    // BLAS counts in 32 bits.
    guard max(product.rows, product.inner, product.columns) <= Int(blasint.max) else { throw .tooLarge(shape) }
    if case .float(let a) = storage, case .float(let b) = other.storage {
      return Tensor(storage: .float(product.multiply(a, b, gemm: cblas_sgemm)), layout: product.layout)
    }
    return Tensor(storage: .double(product.multiply(doubles, other.doubles, gemm: cblas_dgemm)), layout: product.layout)
  }

  /// The sum of the products of two tensors of the same shape, a number.
  /// - Throws: `extentsDiffer`, `namesDiffer`.
  public func dot(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.elementwise(.multiply, self, other).reduced(.sum)
  }

  /// Every element with every element of `other`: the axes of `other` follow those of the tensor.
  /// - Throws: `tooLarge`.
  public func outer(_ other: Tensor) throws(TensorError) -> Tensor {
    let left = reshaped(shape + Array(repeating: 1, count: other.rank))
    let product = try Tensor.elementwise(.multiply, left, other.named(Array(repeating: nil, count: other.rank)))
    return product.named(axes + other.axes)
  }
}

/// The sizes of a (batched) matrix product.
private struct MatrixProduct {
  let layout: Tensor.Layout
  let rows: Int, inner: Int, columns: Int
  /// Steps over the batches, in elements of either operand.
  let batches: StridedWalk

  init(_ left: Tensor.Layout, _ right: Tensor.Layout) throws(TensorError) {
    guard left.rank > 0 else { throw .rank(operation: "@", expected: 1...Int.max, left) }
    guard right.rank > 0 else { throw .rank(operation: "@", expected: 1...Int.max, right) }
    let (k, l) = (left.rank - 1, max(right.rank - 2, 0))
    if let a = left.axes[k], let b = right.axes[l], a != b {
      throw .namesDiffer(left: left, leftAxis: k, right: right, rightAxis: l)
    }
    guard left.shape[k] == right.shape[l] else {
      throw .lengthsDiffer(left: left, leftAxis: k, right: right, rightAxis: l)
    }
    var a = left
    var b = right
    if left.rank > 2, right.rank <= 2 {
      // One matrix on the right: all batches are rows of one product.
      a = Tensor.Layout(shape: [left.shape[..<k].reduce(1, *), left.shape[k]])
    }
    if a.rank == 1 { a = Tensor.Layout(shape: [1] + a.shape, axes: [nil] + a.axes) }
    if b.rank == 1 { b = Tensor.Layout(shape: b.shape + [1], axes: b.axes + [nil]) }
    rows = a.shape[a.rank - 2]
    inner = left.shape[k]
    columns = b.shape[b.rank - 1]
    let leftBatch = Tensor.Layout(shape: Array(a.shape.dropLast(2)), axes: Array(a.axes.dropLast(2)))
    let rightBatch = Tensor.Layout(shape: Array(b.shape.dropLast(2)), axes: Array(b.axes.dropLast(2)))
    let alignment: Alignment
    do { alignment = try Alignment(leftBatch, rightBatch) } catch {
      // The batches' axes have the same numbers in the whole shapes, which say more.
      switch error {
      case .extentsDiffer(_, let l, _, let r):
        throw .extentsDiffer(left: left, leftAxis: l, right: right, rightAxis: r)
      case .namesDiffer(_, let l, _, let r): throw .namesDiffer(left: left, leftAxis: l, right: right, rightAxis: r)
      default: throw error
      }
    }
    let (leftSize, rightSize) = (rows * inner, inner * columns)
    batches = StridedWalk(
      shape: alignment.layout.shape,
      [
        Alignment.strides(of: leftBatch, along: alignment.left).map { $0 * leftSize },
        Alignment.strides(of: rightBatch, along: alignment.right).map { $0 * rightSize },
      ])
    var layout = left.rank > 2 && right.rank <= 2 ? left.removing { $0 >= k - 1 } : alignment.layout
    if left.rank > 1 {
      layout.shape.append(left.shape[k - 1])
      layout.axes.append(left.axes[k - 1])
    }
    if right.rank > 1 {
      layout.shape.append(columns)
      layout.axes.append(right.axes[right.rank - 1])
    }
    self.layout = layout
  }

  /// The type of both `cblas_sgemm` and `cblas_dgemm`.
  typealias GEMM<T> = (
    CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, blasint, blasint, blasint, T, UnsafePointer<T>?, blasint,
    UnsafePointer<T>?, blasint, T, UnsafeMutablePointer<T>?, blasint
  ) -> Void

  func multiply<T: RealElement>(_ a: [T], _ b: [T], gemm: GEMM<T>) -> [T] {
    var result = [T](repeating: 0, count: layout.count)
    guard rows > 0, inner > 0, columns > 0, layout.count > 0 else { return result }
    let (m, k, n) = (blasint(rows), blasint(inner), blasint(columns))
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { result in
          guard let x = a.baseAddress, let y = b.baseAddress, let out = result.baseAddress else { return }
          batches.forEachRun { batch, i, j, _ in
            for e in 0..<batches.run {
              gemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, x + i + e * batches.steps.0, k,
                y + j + e * batches.steps.1, n, 0, out + (batch + e) * rows * columns, n)
            }
          }
        }
      }
    }
    return result
  }
}
