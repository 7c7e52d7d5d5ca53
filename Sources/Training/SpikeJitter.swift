import Tensors

/// Moves every spike of a trial by a uniform integer in [−width, width] bins, reflected at the ends.
struct SpikeJitter: Sendable {
  let width: Int
  let steps: Int
  let channels: Int

  /// - Parameters:
  ///   - trial: counts at bin t, channel d stand at `trial[t · rowStride · channels + d]`.
  ///   - rowStride: trials between two bins of this one.
  func apply(to trial: UnsafeMutablePointer<Float>, rowStride: Int, using random: inout RandomStream) {
    let stride = rowStride * channels
    var moved = Array(repeating: Float(0), count: steps)
    for channel in 0..<channels {
      var hasSpikes = false
      for t in 0..<steps where trial[t * stride + channel] > 0 {
        hasSpikes = true
        for _ in 0..<Int(trial[t * stride + channel]) {
          moved[reflected(t - width + random.index(below: 2 * width + 1))] += 1
        }
      }
      guard hasSpikes else { continue }
      for t in 0..<steps {
        trial[t * stride + channel] = moved[t]
        moved[t] = 0
      }
    }
  }

  /// A bin beyond the first or last is mirrored in it, as in the reference: −1 becomes 1, `steps` becomes `steps − 2`.
  private func reflected(_ t: Int) -> Int {
    guard steps > 1 else { return 0 }
    let last = steps - 1
    let folded = ((t % (2 * last)) + 2 * last) % (2 * last)
    return folded <= last ? folded : 2 * last - folded
  }
}
