import Testing

@testable import Tensors

@Suite("Linear algebra")
struct LinearAlgebraTests {
  static let square = Tensor([4.0, -2, 1, 1, 3, 2, 2, 1, -5], shape: [3, 3], axes: ["row", "column"])
  static let tall = Tensor([1.0, 2, 3, 4, 5, 7], shape: [3, 2], axes: ["row", "column"])

  @Test("solving, inverting and determinants agree with NumPy")
  func solving() throws {
    let x = try Self.square.solved(Tensor([1.0, 2, 3], shape: [3], axes: ["row"]))
    #expect(distance(x.doubles, [0.6153846153846154, 0.6153846153846153, -0.23076923076923078]) < 1e-15)
    #expect(x.axes == ["column"])
    let two = try Self.square.solved(Tensor([1.0, 4, 2, -2, 3, 1], shape: [3, 2], axes: [nil, "side"]))
    #expect(two.layout == Tensor.Layout(shape: [3, 2], axes: ["column", "side"]))
    #expect(distance(two.doubles, [8.0 / 13, 0.62637363, 8.0 / 13, -0.80219780, -3.0 / 13, -0.10989011]) < 1e-8)
    let inverse = try Self.square.inverse()
    #expect(inverse.axes == ["column", "row"])
    #expect(distance(try Self.square.matmul(inverse).doubles, [1, 0, 0, 0, 1, 0, 0, 0, 1]) < 1e-15)
    #expect(abs(try Self.square.determinant() + 91) < 1e-12)
    let (sign, logarithm) = try Self.square.logDeterminant()
    #expect(sign == -1 && abs(logarithm - 4.51085950651685) < 1e-14)
    #expect(try Self.square.trace() == 2)
    #expect(try sample([0, 0]).determinant() == 1)
    #expect(try sample([0, 0]).inverse().shape == [0, 0])
  }

  @Test("a matrix without an inverse is refused, exactly or nearly singular")
  func singular() throws {
    let exact = Tensor([1.0, 2, 2, 4], shape: [2, 2])
    let near = Tensor([1.0, 2, 2, 4 + 1e-15], shape: [2, 2])
    for matrix in [exact, near] {
      #expect { try matrix.inverse() } throws: { error in
        if case .singular(operation: "inv", _, let condition)? = error as? TensorError {
          condition < 1e-15
        } else {
          false
        }
      }
      #expect(throws: TensorError.self) { try matrix.solved(Tensor([1.0, 2], shape: [2])) }
    }
    #expect(try exact.determinant() == 0)
    #expect(try exact.logDeterminant() == (0, -.infinity))
    #expect(try exact.matrixRank() == 1)
    #expect(throws: Never.self) { try Tensor([1.0, 2, 2, 4 + 1e-9], shape: [2, 2]).inverse() }
  }

  @Test("least squares agree with NumPy, also without full rank")
  func leastSquares() throws {
    let b = Tensor([1.0, 0, 2], shape: [3])
    let fit = try Self.tall.leastSquares(b)
    #expect(distance(fit.solution.doubles, [-1.7857142857142851, 1.5]) < 1e-14)
    #expect(fit.solution.axes == ["column"])
    #expect(fit.rank == 2 && abs(fit.residuals.doubles[0] - 0.6428571428571427) < 1e-14)
    #expect(distance(fit.singularValues.doubles, [10.191428257097224, 0.36713768594389934]) < 1e-14)
    let deficient = try Tensor([1.0, 2, 2, 4, 3, 6], shape: [3, 2]).leastSquares(Tensor([1.0, 2, 4], shape: [3]))
    #expect(deficient.rank == 1)
    #expect(distance(deficient.solution.doubles, [0.24285714285714274, 0.48571428571428565]) < 1e-14)
    let wide = try Self.tall.transposed.leastSquares(Tensor([1.0, 0, 0, 1], shape: [2, 2]))
    #expect(wide.solution.layout == Tensor.Layout(shape: [3, 2], axes: ["row", nil]))
    #expect(distance(wide.residuals.doubles, [0, 0]) < 1e-14)
    #expect(try sample([0, 2]).leastSquares(sample([0])).solution.doubles == [0, 0])
  }

  @Test("singular values rebuild the matrix", arguments: [[3, 2], [2, 3], [5, 5], [1, 4], [40, 7]])
  func singularValues(shape: [Int]) throws {
    let x = sample(shape, seed: 8)
    let parts = try x.singularValues()
    let k = min(shape[0], shape[1])
    #expect(parts.u.shape == [shape[0], k] && parts.s.shape == [k] && parts.v.shape == [shape[1], k])
    let rebuilt = try Tensor.elementwise(.multiply, parts.u, parts.s).matmul(parts.v.transposed)
    #expect(distance(rebuilt.doubles, x.doubles) < 1e-12)
    #expect(distance(try parts.v.transposed.matmul(parts.v).doubles, try Tensor.identity(k).doubles) < 1e-13)
    #expect(parts.s.doubles == parts.s.doubles.sorted(by: >))
    let inverse = try x.pseudoinverse()
    #expect(distance(try x.matmul(inverse).matmul(x).doubles, x.doubles) < 1e-11)
  }

  @Test("QR factors are orthonormal and triangular with a positive diagonal", arguments: [[3, 2], [2, 3], [6, 6]])
  func orthogonalTriangular(shape: [Int]) throws {
    let x = sample(shape, seed: 9)
    let (q, r) = (try x.orthogonalTriangular().q, try x.orthogonalTriangular().r)
    #expect(distance(try q.matmul(r).doubles, x.doubles) < 1e-13)
    let k = min(shape[0], shape[1])
    #expect(distance(try q.transposed.matmul(q).doubles, try Tensor.identity(k).doubles) < 1e-14)
    for row in 0..<k {
      #expect(r[[row, row]] > 0)
      for column in 0..<row { #expect(r[[row, column]] == 0) }
    }
    let tall = try Self.tall.orthogonalTriangular().r
    #expect(distance(tall.doubles, [5.916079783099616, 8.282511696339462, 0, 0.632455532033676]) < 1e-14)
  }

  @Test("eigenvalues of a symmetric matrix descend, with orthonormal vectors")
  func symmetric() throws {
    let x = Tensor([2.0, 1, 0, 1, 3, 1, 0, 1, 4], shape: [3, 3])
    let eigen = try x.eigen()
    #expect(distance(eigen.real.doubles, [4.7320508075688785, 3, 1.2679491924311228]) < 1e-15)
    #expect(eigen.imaginary.doubles == [0, 0, 0] && eigen.imaginaryVectors.doubles.allSatisfy { $0 == 0 })
    let left = try x.matmul(eigen.vectors), right = try Tensor.elementwise(.multiply, eigen.vectors, eigen.real)
    #expect(distance(left.doubles, right.doubles) < 1e-14)
  }

  @Test("eigenvalues of a general matrix come by magnitude, conjugates together")
  func general() throws {
    let rotation = try Tensor([0.0, 1, 0, -1, 0, 0, 0, 0, 0.5], shape: [3, 3]).eigen()
    #expect(rotation.real.doubles == [0, 0, 0.5] && rotation.imaginary.doubles == [1, -1, 0])
    let real = try Tensor([1.0, 2, 3, 4], shape: [2, 2]).eigen()
    #expect(distance(real.real.doubles, [5.372281323269014, -0.3722813232690143]) < 1e-14)
    let x = sample([7, 7], seed: 3)
    let eigen = try x.eigen()
    // (A)(u + iv) = (α + iβ)(u + iv): real and imaginary part.
    let (u, v) = (eigen.vectors, eigen.imaginaryVectors)
    func product(_ a: Tensor, _ b: Tensor) throws -> Tensor { try Tensor.elementwise(.multiply, a, b) }
    let re = try Tensor.elementwise(.subtract, product(u, eigen.real), product(v, eigen.imaginary))
    let im = try Tensor.elementwise(.add, product(v, eigen.real), product(u, eigen.imaginary))
    #expect(distance(try x.matmul(u).doubles, re.doubles) < 1e-11)
    #expect(distance(try x.matmul(v).doubles, im.doubles) < 1e-11)
    let size = try Tensor.elementwise(.hypot, eigen.real, eigen.imaginary).doubles
    #expect(zip(size, size.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("Cholesky's factor is lower triangular, and refused where there is none")
  func cholesky() throws {
    let factor = try Tensor([4.0, 2, 2, 3], shape: [2, 2]).cholesky()
    #expect(distance(factor.doubles, [2, 0, 1, 2.0.squareRoot()]) < 1e-15)
    let indefinite = Tensor([1.0, 2, 2, 1], shape: [2, 2])
    #expect(throws: TensorError.notPositiveDefinite(order: 2, indefinite.layout)) { try indefinite.cholesky() }
    let skewed = Tensor([1.0, 2, 3, 1], shape: [2, 2])
    #expect(throws: TensorError.notSymmetric(row: 1, column: 0, skewed.layout)) { try skewed.cholesky() }
  }

  @Test("principal components agree with NumPy up to the chosen sign")
  func principalComponents() throws {
    let found = try StatisticsTests.x.principalComponents()
    #expect(found.components.axes == ["component", "neuron"] && found.scores.axes == ["trial", "component"])
    #expect(
      distance(
        found.components.doubles,
        [0.7182480663939517, 0.6957871191114057, -0.6957871191114057, 0.7182480663939517]) < 1e-14)
    #expect(distance(found.variance.doubles, [1.4323494544161854, 0.04698387891714827]) < 1e-14)
    #expect(distance(found.mean.doubles, [2.0833333333333335, 2.3166666666666664]) < 1e-15)
    #expect(abs(found.scores.doubles[0] - 0.3572522875900961) < 1e-14)
    #expect(abs(found.share.doubles.reduce(0, +) - 1) < 1e-15)
    let one = try StatisticsTests.x.reshaped([2, 3, 2]).principalComponents(components: 1)
    #expect(one.scores.shape == [2, 3, 1] && one.components.shape == [1, 2])
    #expect(distance(one.share.doubles, [found.share.doubles[0]]) < 1e-14)
    #expect(throws: TensorError.argument(operation: "pca", name: "components", expected: "1 to 2", found: 3)) {
      try StatisticsTests.x.principalComponents(components: 3)
    }
    #expect(throws: TensorError.noElements(operation: "pca", .init(shape: [1, 2]))) {
      try sample([1, 2]).principalComponents()
    }
  }

  @Test("NaN, wrong ranks and shapes are refused before LAPACK sees them")
  func refused() {
    let nan = Tensor([1, .nan, 0, 1] as [Double], shape: [2, 2])
    let calls: [@Sendable (Tensor) throws -> Void] = [
      { _ = try $0.inverse() }, { _ = try $0.singularValues() }, { _ = try $0.eigen() },
      { _ = try $0.orthogonalTriangular() }, { _ = try $0.leastSquares(sample([2])) }, { _ = try $0.cholesky() },
      { _ = try $0.principalComponents() }, { _ = try $0.determinant() }, { _ = try $0.solved(sample([2])) },
    ]
    for call in calls {
      #expect { try call(nan) } throws: { error in
        if case .notFinite? = error as? TensorError { true } else { false }
      }
      #expect { try call(sample([4])) } throws: { error in
        if case .rank? = error as? TensorError { true } else { false }
      }
    }
    #expect(throws: TensorError.notSquare(operation: "inv", Self.tall.layout)) { try Self.tall.inverse() }
    let side = Tensor([1.0, 2, 3], shape: [3], axes: ["column"])
    #expect(
      throws: TensorError.namesDiffer(left: Self.square.layout, leftAxis: 0, right: side.layout, rightAxis: 0)
    ) { try Self.square.solved(side) }
    #expect(
      throws: TensorError.lengthsDiffer(
        left: Self.square.layout, leftAxis: 0, right: .init(shape: [2]), rightAxis: 0)
    ) { try Self.square.solved(sample([2])) }
  }
}
