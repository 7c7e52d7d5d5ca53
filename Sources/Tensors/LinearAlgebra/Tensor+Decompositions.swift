import COpenBLAS

/// x = u · diag(s) · vᵀ.
public struct SingularValues: Sendable, Equatable {
  /// Left singular vectors in columns [rows, component].
  public let u: Tensor
  /// Singular values, descending [component].
  public let s: Tensor
  /// Right singular vectors in columns [columns, component].
  public let v: Tensor
}

/// x = q · r.
public struct OrthogonalTriangular: Sendable, Equatable {
  /// Orthonormal columns [rows, K], K the smaller extent.
  public let q: Tensor
  /// Upper triangular with a diagonal that is not negative [K, columns], which makes both unique at full rank.
  public let r: Tensor
}

/// x · vector = value · vector.
public struct Eigen: Sendable, Equatable {
  /// Real and imaginary part of the eigenvalues [component]: of a symmetric matrix descending; of another by
  /// descending magnitude, conjugates together, the one with positive imaginary part first.
  public let real: Tensor
  public let imaginary: Tensor
  /// The eigenvectors of norm 1 in columns [rows, component].
  public let vectors: Tensor
  public let imaginaryVectors: Tensor
}

extension Tensor {
  /// The singular value decomposition of a matrix, the thin form (dgesdd).
  /// - Throws: `rank`, `notFinite`, `noConvergence`.
  public func singularValues() throws(TensorError) -> SingularValues {
    var a = try ColumnMatrix(self, for: "svd")
    let k = min(a.rows, a.columns)
    var u = ColumnMatrix(rows: a.rows, columns: k, elements: [Double](repeating: 0, count: a.rows * k))
    var vt = ColumnMatrix(rows: k, columns: a.columns, elements: [Double](repeating: 0, count: k * a.columns))
    var s = [Double](repeating: 0, count: k)
    if k > 0 {
      var m = Int32(a.rows)
      var n = Int32(a.columns)
      var height = Int32(k)
      var integers = [Int32](repeating: 0, count: 8 * k)
      let info = withLAPACKWorkspace { work, length in
        var info: Int32 = 0
        dgesdd_(
          "S", &m, &n, &a.elements, &m, &s, &u.elements, &m, &vt.elements, &height, work, length, &integers, &info)
        return info
      }
      if info > 0 { throw .noConvergence(operation: "svd", layout) }
    }
    return SingularValues(
      u: u.tensor([axes[0], "component"]), s: Tensor(s, shape: [k], axes: ["component"]),
      v: vt.tensor(["component", axes[1]]).transposed)
  }

  /// The inverse where there is one, else the matrix that solves in the sense of least squares and least norm. Singular
  /// values at most max(rows, columns) × 2⁻⁵² times the largest count as 0.
  /// - Throws: `rank`, `notFinite`, `noConvergence`.
  public func pseudoinverse() throws(TensorError) -> Tensor {
    let parts = try singularValues()
    let values = parts.s.doubles
    let limit = (values.first ?? 0) * Double(shape.max() ?? 0) * Double.ulpOfOne
    let inverted = Tensor(values.map { $0 > limit ? 1 / $0 : 0 }, shape: [values.count])
    return try Tensor.elementwise(.multiply, parts.v, inverted).matmul(parts.u.transposed)
  }

  /// The number of singular values that are not 0 to working precision.
  /// - Throws: `rank`, `notFinite`, `noConvergence`.
  public func matrixRank() throws(TensorError) -> Int {
    let values = try singularValues().s.doubles
    let limit = (values.first ?? 0) * Double(shape.max() ?? 0) * Double.ulpOfOne
    return values.count { $0 > limit }
  }

  /// Orthonormal and triangular factors of a matrix, the thin form (dgeqrf, dorgqr).
  /// - Throws: `rank`, `notFinite`.
  public func orthogonalTriangular() throws(TensorError) -> OrthogonalTriangular {
    var a = try ColumnMatrix(self, for: "qr")
    let k = min(a.rows, a.columns)
    var r = ColumnMatrix(rows: k, columns: a.columns, elements: [Double](repeating: 0, count: k * a.columns))
    if k > 0 {
      var m = Int32(a.rows)
      var n = Int32(a.columns)
      var width = Int32(k)
      var tau = [Double](repeating: 0, count: k)
      _ = withLAPACKWorkspace { work, length in
        var info: Int32 = 0
        dgeqrf_(&m, &n, &a.elements, &m, &tau, work, length, &info)
        return info
      }
      for column in 0..<a.columns {
        for row in 0...min(column, k - 1) { r.elements[column * k + row] = a.elements[column * a.rows + row] }
      }
      _ = withLAPACKWorkspace { work, length in
        var info: Int32 = 0
        dorgqr_(&m, &width, &width, &a.elements, &m, tau, work, length, &info)
        return info
      }
    }
    var q = ColumnMatrix(rows: a.rows, columns: k, elements: Array(a.elements.prefix(a.rows * k)))
    for row in 0..<k where r.elements[row * k + row] < 0 {
      for column in 0..<r.columns { r.elements[column * k + row].negate() }
      for e in (row * a.rows)..<((row + 1) * a.rows) { q.elements[e].negate() }
    }
    return OrthogonalTriangular(q: q.tensor([axes[0], nil]), r: r.tensor([nil, axes[1]]))
  }

  /// Eigenvalues and eigenvectors of a square matrix: dsyevd if it is symmetric to rounding, else dgeev.
  /// - Throws: `rank`, `notSquare`, `notFinite`, `noConvergence`.
  public func eigen() throws(TensorError) -> Eigen {
    let a = try ColumnMatrix(square: self, for: "eig")
    return a.rows == 0 || a.asymmetry != nil ? try generalEigen(a) : try symmetricEigen(a)
  }

  private func symmetricEigen(_ matrix: ColumnMatrix) throws(TensorError) -> Eigen {
    var a = matrix
    var n = Int32(a.rows)
    var values = [Double](repeating: 0, count: a.rows)
    var integers = [Int32](repeating: 0, count: 3 + 5 * a.rows)
    var integerCount = Int32(integers.count)
    let info = withLAPACKWorkspace { work, length in
      var info: Int32 = 0
      dsyevd_("V", "L", &n, &a.elements, &n, &values, work, length, &integers, &integerCount, &info)
      return info
    }
    if info > 0 { throw .noConvergence(operation: "eig", layout) }
    let order = Array((0..<a.columns).reversed())
    return eigen(order, real: values, imaginary: nil, vectors: a, imaginaryVectors: nil)
  }

  private func generalEigen(_ matrix: ColumnMatrix) throws(TensorError) -> Eigen {
    var a = matrix
    let rows = a.rows
    var n = Int32(rows)
    var leading = max(n, 1)
    var one: Int32 = 1
    var real = [Double](repeating: 0, count: rows)
    var imaginary = real
    var packed = ColumnMatrix(rows: rows, columns: rows, elements: [Double](repeating: 0, count: rows * rows))
    if rows > 0 {
      let info = withLAPACKWorkspace { work, length in
        var info: Int32 = 0
        dgeev_(
          "N", "V", &n, &a.elements, &leading, &real, &imaginary, nil, &one, &packed.elements, &leading, work, length,
          &info)
        return info
      }
      if info > 0 { throw .noConvergence(operation: "eig", layout) }
    }
    // A conjugate pair shares two columns: real and imaginary part of the first's vector.
    var imaginaryVectors = ColumnMatrix(rows: rows, columns: rows, elements: packed.elements.map { _ in 0 })
    for column in 0..<rows where imaginary[column] > 0 {
      for row in 0..<rows {
        let part = packed.elements[(column + 1) * rows + row]
        packed.elements[(column + 1) * rows + row] = packed.elements[column * rows + row]
        imaginaryVectors.elements[column * rows + row] = part
        imaginaryVectors.elements[(column + 1) * rows + row] = -part
      }
    }
    let size = (0..<rows).map { Double.hypot(real[$0], imaginary[$0]) }
    let order = (0..<rows).sorted { a, b in
      (size[b], real[b], imaginary[b], a) < (size[a], real[a], imaginary[a], b)
    }
    return eigen(order, real: real, imaginary: imaginary, vectors: packed, imaginaryVectors: imaginaryVectors)
  }

  private func eigen(
    _ order: [Int], real: [Double], imaginary: [Double]?, vectors: ColumnMatrix, imaginaryVectors: ColumnMatrix?
  ) -> Eigen {
    let n = order.count
    let names: [String?] = [axes[0], "component"]
    func values(_ elements: [Double]?) -> Tensor {
      Tensor(order.map { elements?[$0] ?? 0 }, shape: [n], axes: ["component"])
    }
    func columns(_ matrix: ColumnMatrix?) -> Tensor {
      ColumnMatrix(
        rows: n, columns: n,
        elements: order.flatMap { column in
          matrix.map { Array($0.elements[(column * n)..<((column + 1) * n)]) } ?? Array(repeating: 0, count: n)
        }
      ).tensor(names)
    }
    return Eigen(
      real: values(real), imaginary: values(imaginary), vectors: columns(vectors),
      imaginaryVectors: columns(imaginaryVectors))
  }
}
