import Tensors

/// Counts over adjacent bins, drawn as one filled outline.
public struct Histogram: Sendable, Equatable {
  /// Bin edges, one more than `counts`, ascending.
  public var edges: [Double]
  public var counts: [Double]
  public var color: Color?
  public var opacity: Double
  public var label: String?

  /// - Precondition: one more edge than counts.
  public init(
    edges: [Double], counts: [Double], color: Color? = nil, opacity: Double = 0.75, label: String? = nil
  ) {
    precondition(edges.count == counts.count + 1, "\(edges.count) edges for \(counts.count) bins")
    self.edges = edges
    self.counts = counts
    self.color = color
    self.opacity = opacity
    self.label = label
  }

  /// Counts finite values in `bins` equal bins from the least to the greatest. Without `bins`, the rule of Freedman
  /// and Diaconis (width 2·IQR/∛n), at least 1 bin and at most 200. A bin holds its lower edge, the last one also its
  /// upper.
  public init(
    of values: [Double], bins: Int? = nil, color: Color? = nil, opacity: Double = 0.75, label: String? = nil
  ) {
    precondition(bins.map { $0 > 0 } ?? true, "a histogram of \(bins ?? 0) bins")
    // Beyond that the span would overflow.
    let sorted = values.filter { abs($0) < 1e300 }.sorted()
    guard let counted = Self.counted(sorted, bins: bins) else {
      self.init(edges: [0, 1], counts: [0], color: color, opacity: opacity, label: label)
      return
    }
    self.init(
      edges: counted.edges.doubles, counts: counted.counts.doubles, color: color, opacity: opacity, label: label)
  }

  /// The counts of ascending values; nil where there are none.
  private static func counted(_ sorted: [Double], bins: Int?) -> Tensor.Histogram? {
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    let count = bins ?? binCount(sorted, span: greatest - least)
    return try? Tensor(sorted, shape: [sorted.count]).histogram(bins: count)
  }

  private static func binCount(_ sorted: [Double], span: Double) -> Int {
    let spread = sorted[(sorted.count - 1) * 3 / 4] - sorted[(sorted.count - 1) / 4]
    let width = 2 * spread / Double(sorted.count).squareRoot3
    guard width > 0, (span / width).isFinite else { return min(10, sorted.count) }
    return Int(max(1, min(200, (span / width).rounded(.up))))
  }
}

extension Double {
  /// Cube root, by Newton's steps from a power of two; enough for a number of bins.
  fileprivate var squareRoot3: Double {
    guard self > 0 else { return 0 }
    var root = Double(sign: .plus, exponent: Int(exponent) / 3, significand: 1)
    for _ in 0..<8 { root -= (root * root * root - self) / (3 * root * root) }
    return root
  }
}
