import Tensors

/// Moves each spike by a uniform integer of −width … width bins, reflected at both ends of the trial.
///
/// The draws of a spike are a function of the stream and of the place of its bin in the whole data set: neither the
/// order of trials nor the way a batch is cut changes them. Take another stream for every training step.
public struct SpikeJitter: Sendable, Equatable {
  public let width: Int
  public let key: UInt64
  public let stream: UInt64

  public init(width: Int, key: UInt64, stream: UInt64) {
    self.width = width
    self.key = key
    self.stream = stream
  }

  /// Calls `place` with the new bin of each of `count` spikes.
  ///
  /// One block of the generator serves four spikes; further ones of the same bin take blocks far away in the stream.
  func move(_ count: Int, from bin: Int, of bins: Int, cell: UInt64, _ place: (Int) -> Void) {
    let span = UInt64(2 * width + 1)
    for first in stride(from: 0, to: count, by: 4) {
      let words = Philox.block(key: key, stream: stream, counter: cell | UInt64(first / 4) << 48)
      let left = count - first
      place(moved(bin, bins, words.0, span))
      if left > 1 { place(moved(bin, bins, words.1, span)) }
      if left > 2 { place(moved(bin, bins, words.2, span)) }
      if left > 3 { place(moved(bin, bins, words.3, span)) }
    }
  }

  private func moved(_ bin: Int, _ bins: Int, _ word: UInt32, _ span: UInt64) -> Int {
    // A shift binds more closely than a product.
    Self.reflected(bin + Int((UInt64(word) * span) >> 32) - width, bins)
  }

  /// The ends are mirrors that stand on the first and the last bin: −1 becomes 1. A wide jitter meets them repeatedly.
  static func reflected(_ bin: Int, _ bins: Int) -> Int {
    guard bins > 1 else { return 0 }
    let period = 2 * (bins - 1)
    let folded = ((bin % period) + period) % period
    return min(folded, period - folded)
  }
}
