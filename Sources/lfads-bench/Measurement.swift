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
  /// Anything else worth saying: a share, a size, a kernel.
  let note: String?

  init(_ name: String, seconds: [Double], flops: Double? = nil, note: String? = nil) {
    let sorted = seconds.sorted()
    let median = Self.quantile(sorted, 0.5)
    self.name = name
    median_ms = median * 1000
    spread = median > 0 ? (Self.quantile(sorted, 0.75) - Self.quantile(sorted, 0.25)) / 2 / median : 0
    gflops = flops.map { $0 / median / 1e9 }
    self.note = note
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
