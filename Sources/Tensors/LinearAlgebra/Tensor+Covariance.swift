extension Tensor {
  /// The tensor as observations × variables: the last axis holds the variables, all before it are observations.
  func observations(_ operation: String) throws(TensorError) -> Tensor {
    guard rank >= 2 else { throw .rank(operation: operation, expected: 2...Int.max, layout) }
    let last = shape[rank - 1]
    let rows = last == 0 ? 0 : count / last
    return Tensor(storage: storage, shape: [rows, last], axes: [rank == 2 ? axes[0] : nil, axes[rank - 1]])
  }

  /// The covariance of the variables on the last axis over all other axes [V, V]; the divisor is the number of
  /// observations less `ddof`. NaN when there are not enough observations.
  /// - Throws: `rank`, `tooLarge`.
  public func covariance(ddof: Int = 1) throws(TensorError) -> Tensor {
    let x = try observations("cov").converted(to: .double)
    let (n, p) = (x.shape[0], x.shape[1])
    let names: [String?] = [axes[rank - 1], axes[rank - 1]]
    guard n - ddof > 0 else { return try Tensor.filled(.nan, shape: [p, p], axes: names) }
    let centred = try Tensor.elementwise(.subtract, x, x.reduced(.mean, over: [0])).named([nil, nil])
    var sums = try centred.transposed.matmul(centred).doubles
    // Both triangles from one, so that the matrix is symmetric to the bit.
    for i in 0..<p {
      for j in 0...i {
        sums[i * p + j] /= Double(n - ddof)
        sums[j * p + i] = sums[i * p + j]
      }
    }
    return Tensor(sums, shape: [p, p], axes: names)
  }

  /// The correlation of the variables on the last axis over all other axes [V, V]; NaN for a constant variable.
  /// - Throws: `rank`, `tooLarge`.
  public func correlation() throws(TensorError) -> Tensor {
    let covariance = try levelled("corr").covariance()
    let (p, c) = (covariance.shape[0], covariance.doubles)
    var result = c
    for i in 0..<p {
      for j in 0..<p {
        let scale = (c[i * p + i] * c[j * p + j]).squareRoot()
        result[i * p + j] =
          i == j && scale > 0 ? 1 : scale > 0 ? Swift.min(Swift.max(c[i * p + j] / scale, -1), 1) : .nan
      }
    }
    return Tensor(result, shape: [p, p], axes: covariance.axes)
  }

  /// The observations in Double, each variable levelled by its largest magnitude: ratios of its elements stay the same,
  /// and their squares stay within range.
  private func levelled(_ operation: String) throws(TensorError) -> Tensor {
    let x = try observations(operation).converted(to: .double)
    let variables = x.shape[1]
    var elements = x.doubles
    for variable in 0..<variables {
      let places = stride(from: variable, to: elements.count, by: variables)
      var largest = 0.0
      for place in places { largest = Swift.max(largest, elements[place].magnitude) }
      let level = Tensor.levelling(largest)
      for place in places { elements[place] *= level }
    }
    return Tensor(elements, shape: x.shape, axes: x.axes)
  }

  /// Pearson's correlation of all elements of the tensor with those of `other`, whose shape is the same.
  /// - Throws: `lengthsDiffer`, `rank`.
  public func correlation(with other: Tensor) throws(TensorError) -> Double {
    guard rank == other.rank else { throw .rank(operation: "corr", expected: rank...rank, other.layout) }
    if let k = shape.indices.first(where: { shape[$0] != other.shape[$0] }) {
      throw .lengthsDiffer(left: layout, leftAxis: k, right: other.layout, rightAxis: k)
    }
    let pair = try Tensor.stacked([reshaped([count]), other.reshaped([count])], axis: 1)
    return try pair.correlation().doubles[1]
  }
}
