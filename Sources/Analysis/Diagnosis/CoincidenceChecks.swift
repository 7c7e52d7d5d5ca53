import Training
import Tensors

/// Channels that are one channel, or hear each other.
enum CoincidenceChecks {
  /// Correlation of bin-to-bin changes from which on two channels share spikes, or are one signal where they have none.
  private static let limits = (counts: 0.3, signals: 0.95)
  /// Changes looked at.
  private static let longest = 100_000

  static func pairs(_ subject: DiagnosisSubject) -> [Finding] {
    subject.sessions.compactMap { session, sample in
      let pairs = pairs(of: sample)
      return pairs.isEmpty ? nil : .coincident(session: session.name, pairs: pairs)
    }
  }

  private static func pairs(of sample: CountSample) -> [CoincidentPair] {
    let changes = sample.changes, channels = sample.channels
    let rows = min(changes.count / max(channels, 1), longest)
    guard rows > 10, channels > 1 else { return [] }
    var products = [Float](repeating: 0, count: channels * channels)
    changes.withUnsafeBufferPointer { changes in
      products.withUnsafeMutableBufferPointer { products in
        guard let x = changes.baseAddress, let target = products.baseAddress else { return }
        BLAS.gemm(
          transposeA: true, transposeB: false, m: channels, n: channels, k: rows, alpha: 1, a: x, lda: channels, b: x,
          ldb: channels, beta: 0, c: target, ldc: channels)
      }
    }
    let limit = sample.areCounts ? limits.counts : limits.signals
    var found: [CoincidentPair] = []
    for a in 0..<channels {
      for b in (a + 1)..<max(channels, a + 1) {
        let scale = Double(products[a * channels + a]) * Double(products[b * channels + b])
        // A handful of spikes coincides by chance.
        let fewest: Float = sample.areCounts ? 20 : .leastNormalMagnitude
        guard products[a * channels + a] >= fewest, products[b * channels + b] >= fewest else { continue }
        let correlation = Double(products[a * channels + b]) / scale.squareRoot()
        if correlation > limit { found.append(CoincidentPair(first: a, second: b, correlation: correlation)) }
      }
    }
    return found.sorted { $0.correlation > $1.correlation }
  }
}
