import Language
import Tensors

/// Matrices: products, systems, decompositions, by LAPACK in double precision.
enum LinearAlgebraRows {
  static let theme = Theme("Linear algebra", "By LAPACK in double precision; a matrix that has no answer is an error.")

  static let rows: [Builtin] = [
    dot, outer, solve, lstsq, inv, pinv, det, logdet, rank, condition, svd, eig, qr, cholesky, pca, diag,
  ]

  private static let matrix = Parameter("a", .matrix, "The matrix [row, column]")
  private static let square = Parameter("a", .matrix, "The square matrix")

  /// A row whose body works on one matrix.
  private static func row(
    _ name: String, _ parameter: Parameter, _ summary: String, details: String = "", result: String,
    _ examples: [Example], _ body: @escaping @Sendable (Tensor) throws -> Value
  ) -> Builtin {
    Builtin(name, theme, summary, details: details, parameters: [parameter], result: result, examples: examples) {
      call in
      try call.blaming("a") { try body(call.tensor("a")) }
    }
  }

  private static let dot = Builtin(
    "dot", theme, "The sum of the products of two tensors of one shape.",
    parameters: [Parameter("a", .tensor, "The first"), Parameter("b", .tensor, "The second")],
    result: "a number", examples: [Example("dot([1, 2, 3], [4, 5, 6])", shows: "32")]
  ) { call in
    let a = call.tensor("a"), b = call.tensor("b")
    return try call.blaming("b") { Value(try a.dot(b)) }
  }

  private static let outer = Builtin(
    "outer", theme, "Every element of one tensor times every element of another.",
    parameters: [Parameter("a", .tensor, "Its axes come first"), Parameter("b", .tensor, "Its axes follow")],
    result: "a tensor with the axes of both", examples: [Example("outer([1, 2], [3, 4])", shows: "[[3, 4], [6, 8]]")]
  ) { call in Value(try call.tensor("a").outer(call.tensor("b"))) }

  private static let rightSide = Parameter("b", .tensor(rank: 1...2), "The right side [row] or [row, side]")

  private static let solve = Builtin(
    "solve", theme, "The x with a @ x equal to b.",
    parameters: [square, rightSide], result: "x [column] or [column, side]",
    examples: [Example("solve([[2, 0], [0, 4]], [2, 2])", shows: "[1, 0.5]")]
  ) { call in
    let a = call.tensor("a"), b = call.tensor("b")
    return try call.blaming("a") { Value(try a.solved(b)) }
  }

  private static let lstsq = Builtin(
    "lstsq", theme, "The x that makes the sum of squares of a @ x - b smallest.",
    details: "Of several such x the one of least norm; a needs neither to be square nor of full rank.",
    parameters: [
      matrix, rightSide,
      Parameter(
        "cutoff", .number(.nonNegative), .optional("the rounding unit times the larger size"),
        "Share of the largest singular value below which one counts as 0"),
    ],
    result:
      "a record: x [column] or [column, side], rank, singular_values, residuals (the sums of squares that remain)",
    examples: [Example("lstsq([[1, 0], [1, 1], [1, 2]], [1, 3, 5]).x ≈ [1, 2]", shows: "true")]
  ) { call in
    let a = call.tensor("a"), b = call.tensor("b"), cutoff = call.numberOrNil("cutoff")
    let found = try call.blaming("a") { try a.leastSquares(b, cutoff: cutoff) }
    return .record(
      Record([
        ("x", Value(found.solution)), ("rank", .integer(found.rank)),
        ("singular_values", Value(found.singularValues)), ("residuals", Value(found.residuals)),
      ]))
  }

  private static let inv = row(
    "inv", square, "The inverse of a square matrix.", result: "a matrix [column, row]",
    [Example("inv([[2, 0], [0, 4]])", shows: "[[0.5, 0], [0, 0.25]]")]
  ) { Value(try $0.inverse()) }

  private static let pinv = row(
    "pinv", matrix, "The inverse of a matrix in the sense of least squares, whatever its shape and rank.",
    result: "a matrix [column, row]",
    [Example("pinv([[1, 0], [0, 1], [0, 0]]) ≈ [[1, 0, 0], [0, 1, 0]]", shows: "true")]
  ) { Value(try $0.pseudoinverse()) }

  private static let det = row(
    "det", square, "The determinant.", result: "a number", [Example("det([[2, 0], [0, 4]])", shows: "8")]
  ) { .number(try $0.determinant()) }

  private static let logdet = row(
    "logdet", square, "Sign and logarithm of the magnitude of the determinant, which cannot overflow.",
    result: "a record: sign, log", [Example("logdet([[1, 0], [0, -1]])", shows: "{sign: -1, log: 0}")]
  ) {
    let (sign, logarithm) = try $0.logDeterminant()
    return .record(Record([("sign", .number(sign)), ("log", .number(logarithm))]))
  }

  private static let rank = row(
    "matrix_rank", matrix, "How many singular values are not 0 to working precision.", result: "a whole number",
    [Example("matrix_rank([[1, 2], [2, 4]])", shows: "1")]
  ) { .integer(try $0.matrixRank()) }

  private static let condition = row(
    "cond", matrix, "The condition number: the largest singular value over the smallest.",
    result: "a number; for a singular matrix inf, or huge where rounding hides it",
    [Example("cond([[2, 0], [0, 4]])", shows: "2")]
  ) { a in
    let values = try a.singularValues().s.doubles
    return .number((values.first ?? .nan) / (values.last ?? .nan))
  }

  private static let svd = row(
    "svd", matrix, "The singular value decomposition: a equal to u * s @ transpose(v).",
    result: "a record: u [row, component], s [component] descending, v [column, component]",
    [
      Example("svd([[3, 0], [0, 4]]).s", shows: "[4, 3]"),
      Example("a = [[1, 2], [3, 4]]; d = svd(a); d.u * d.s @ transpose(d.v) ≈ a", shows: "true"),
    ]
  ) {
    let parts = try $0.singularValues()
    return .record(Record([("u", Value(parts.u)), ("s", Value(parts.s)), ("v", Value(parts.v))]))
  }

  private static let eig = row(
    "eig", square, "Eigenvalues and eigenvectors.",
    details: "Of a symmetric matrix the values descend. Of another they come by descending magnitude, a conjugate pair "
      + "together; `imag` and `imag_vectors` hold their imaginary parts, zero where all is real.",
    result: "a record: values [component], imag [component], vectors [row, component], imag_vectors",
    [
      Example("eig([[2, 1], [1, 2]]).values ≈ [3, 1]", shows: "true"),
      Example("eig([[0, 1], [-1, 0]]).imag", shows: "[1, -1]"),
    ]
  ) {
    let found = try $0.eigen()
    return .record(
      Record([
        ("values", Value(found.real)), ("imag", Value(found.imaginary)), ("vectors", Value(found.vectors)),
        ("imag_vectors", Value(found.imaginaryVectors)),
      ]))
  }

  private static let qr = row(
    "qr", matrix, "Orthonormal and triangular factors: a equal to q @ r, the diagonal of r not negative.",
    result: "a record: q [row, k], r [k, column]", [Example("qr([[0, 2], [3, 0]]).r", shows: "[[3, 0], [0, 2]]")]
  ) {
    let parts = try $0.orthogonalTriangular()
    return .record(Record([("q", Value(parts.q)), ("r", Value(parts.r))]))
  }

  private static let cholesky = row(
    "cholesky", square, "The lower triangular l with l @ transpose(l) equal to a symmetric, positive definite matrix.",
    result: "a matrix", [Example("cholesky([[4, 0], [0, 9]])", shows: "[[2, 0], [0, 3]]")]
  ) { Value(try $0.cholesky()) }

  private static let pca = Builtin(
    "pca", theme, "The directions in which observations vary most.",
    details: "The last axis holds the variables; all axes before it are observations and come back in the scores. Each "
      + "direction has its largest element positive.",
    parameters: [
      Parameter("x", .tensor(rank: 2...Int.max), "Observations […, variable]"),
      Parameter("components", .size, .optional("all there are"), "How many directions to keep"),
    ],
    result: "a record: components [component, variable], scores […, component], variance [component], "
      + "share (of all variance) [component], mean [variable]",
    examples: [
      Example("pca([[1, 1], [2, 2], [3, 3]], components: 1).share ≈ [1]", shows: "true"),
      Example(
        "p = pca([[1, 2], [3, 5], [4, 4]]); p.scores @ p.components + p.mean ≈ [[1, 2], [3, 5], [4, 4]]", shows: "true"),
    ]
  ) { call in
    let x = call.tensor("x"), count = call.integerOrNil("components")
    let found = try call.blaming(count == nil ? "x" : "components") { try x.principalComponents(components: count) }
    return .record(
      Record([
        ("components", Value(found.components)), ("scores", Value(found.scores)), ("variance", Value(found.variance)),
        ("share", Value(found.share)), ("mean", Value(found.mean)),
      ]))
  }

  private static let diag = Builtin(
    "diag", theme, "The diagonal of a matrix, or the matrix with a given diagonal.",
    parameters: [Parameter("x", .tensor(rank: 1...2), "A matrix, or the numbers on the diagonal")],
    result: "a tensor of one axis, or a matrix",
    examples: [Example("diag([[1, 2], [3, 4]])", shows: "[1, 4]"), Example("diag([1, 2])", shows: "[[1, 0], [0, 2]]")]
  ) { call in Value(try call.tensor("x").diagonal()) }
}
