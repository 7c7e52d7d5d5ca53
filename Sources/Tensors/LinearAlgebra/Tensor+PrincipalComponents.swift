/// Directions of greatest variance.
public struct PrincipalComponents: Sendable, Equatable {
  /// Orthonormal directions in rows [component, variable], each with its largest element (by magnitude) positive.
  public let components: Tensor
  /// The observations along them, mean removed [… , component].
  public let scores: Tensor
  /// Variance along each (divisor: observations − 1), descending [component].
  public let variance: Tensor
  /// Its share of the variance of all variables [component]; NaN when nothing varies.
  public let share: Tensor
  /// The mean of every variable [variable].
  public let mean: Tensor
}

extension Tensor {
  /// The principal components of the variables on the last axis; all axes before it are observations and come back
  /// in the scores. By the singular values of the centred data, not by their covariance, which would lose half the
  /// digits of the small ones.
  /// - Parameter components: how many to keep; nil: as many as there can be.
  /// - Throws: `rank`, `notFinite`, `noConvergence`; `noElements` with fewer than two observations; `argument` for a
  ///   `components` that is not 1…min(observations, variables).
  public func principalComponents(components count: Int? = nil) throws(TensorError) -> PrincipalComponents {
    let x = try observations("pca").converted(to: .double).named([nil, axes[rank - 1]])
    let (n, p) = (x.shape[0], x.shape[1])
    guard n > 1, p > 0 else { throw .noElements(operation: "pca", layout) }
    let kept = count ?? min(n, p)
    guard (1...min(n, p)).contains(kept) else {
      throw .argument(operation: "pca", name: "components", expected: "1 to \(min(n, p))", found: Double(kept))
    }
    let mean = try x.reduced(.mean, over: [0])
    let centred = try Tensor.elementwise(.subtract, x, mean)
    let parts = try centred.singularValues()
    let all = try Tensor.elementwise(.divide, parts.s.mapped(.square), Double(n - 1))
    let total = try all.reduced(.sum).doubles[0]
    let some = [AxisIndex.range(lower: 0, upper: kept, step: 1)]
    var directions = try parts.v.transposed.indexed(some)
    let signs = try (0..<kept).map { component throws(TensorError) in
      let row = try directions.indexed([.position(component)])
      return row.doubles[Int(try row.mapped(.abs).reduced(.argmax).doubles[0])] < 0 ? -1.0 : 1
    }
    let sign = Tensor(signs, shape: [kept], axes: ["component"])
    directions = try Tensor.elementwise(.multiply, directions, sign.reshaped([kept, 1]))
    let scores = try centred.matmul(directions.transposed)
    let variance = try all.indexed(some)
    return PrincipalComponents(
      components: directions,
      scores: Tensor(
        storage: scores.storage, shape: shape.dropLast() + [kept], axes: axes.dropLast() + ["component"]),
      variance: variance, share: try Tensor.elementwise(.divide, variance, total), mean: mean)
  }
}
