import Foundation

/// One row of the table: what was measured and how fast it went.
struct Measurement: Codable, Sendable {
  let name: String
  let median_ms: Double
  /// Half the distance between the quartiles, as a share of the median.
  let spread: Double
  /// Billions of multiplications and additions of matrix products a second, where the row has such work.
  let gflops: Double?
  /// That rate over OpenBLAS's own on a 2048³ product in the same run.
  var sgemm_share: Double?
  /// The part of a whole that the row is about, where it is about one.
  var share: Double?
  /// Anything else worth saying: a share, a size, a kernel.
  var note: String?

  /// - Parameters:
  ///   - whole: the seconds of what this is a part of.
  ///   - inside: the seconds of all this but the part it is about.
  init(
    _ name: String, seconds: [Double], flops: Double? = nil, shareOf whole: [Double]? = nil,
    outside inside: [Double]? = nil,
    note: String? = nil
  ) {
    let sorted = seconds.sorted()
    let median = Self.quantile(sorted, 0.5)
    self.name = name
    median_ms = median * 1000
    spread = median > 0 ? (Self.quantile(sorted, 0.75) - Self.quantile(sorted, 0.25)) / 2 / median : 0
    gflops = flops.map { $0 / median / 1e9 }
    self.note = note
    if let whole { share = median / Self.quantile(whole.sorted(), 0.5) }
    if let inside, median > 0 { share = 1 - Self.quantile(inside.sorted(), 0.5) / median }
  }

  /// This row with something to say.
  func with(note: String) -> Measurement {
    var row = self
    row.note = note
    return row
  }

  private static func quantile(_ sorted: [Double], _ q: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let position = q * Double(sorted.count - 1)
    let lower = Int(position)
    guard lower + 1 < sorted.count else { return last }
    return sorted[lower] + (position - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }
}

/// Seconds from a fixed point.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The seconds each of `repeats` calls takes, after one that is not counted.
func timed(_ repeats: Int, _ body: () throws -> Void) rethrows -> [Double] {
  try body()
  return try (0..<repeats).map { _ in
    let start = now()
    try body()
    return now() - start
  }
}
