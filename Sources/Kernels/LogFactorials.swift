import CKernels

/// ln k! for counts k: the term of the Poisson likelihood that does not depend on the rates.
///
/// Counts below the table's size are looked up, others go through ln Γ(k+1), in double precision.
public struct LogFactorials: Sendable {
  /// A table of ln 0! … ln 255!: every count that fits a byte.
  public static let bytes = LogFactorials(count: 256)

  private let table: [Double]

  /// Tabulates ln k! for k < `count`.
  public init(count: Int) {
    precondition(count >= 0, "a table of \(count) logarithms")
    table = (0..<count).map { lk_log_gamma(Double($0) + 1) }
  }

  /// ln k!.
  ///
  /// - Precondition: k ≥ 0.
  public subscript(k: Int) -> Double {
    precondition(k >= 0, "the factorial of \(k)")
    return k < table.count ? table[k] : lk_log_gamma(Double(k) + 1)
  }

  /// Σ ln k! over `counts`, which are whole numbers stored as floats.
  ///
  /// - Precondition: 0 ≤ k < 2⁶³.
  public func sum(_ counts: UnsafePointer<Float>, count: Int) -> Double {
    var sum = 0.0
    for i in 0..<count {
      let k = Int(counts[i])
      sum += self[k]
    }
    return sum
  }

  /// Σ w·ln k! over `counts`; those of weight 0 may be any number.
  ///
  /// - Parameter weights: [count]; nil: 1 everywhere.
  public func sum(_ counts: UnsafePointer<Float>, weights: UnsafePointer<Float>?, count: Int) -> Double {
    guard let weights else { return sum(counts, count: count) }
    var sum = 0.0
    for i in 0..<count where weights[i] != 0 { sum += Double(weights[i]) * self[Int(counts[i])] }
    return sum
  }
}
