import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Figures of merit of estimated rates.
public enum Metrics {
  /// Why a figure could not be taken.
  public enum Failure: Error, Sendable, Equatable {
    case shapes([Int], [Int])
    case noSpikes
    case notPositive(Double)
  }

  /// The coefficient of determination of `estimate` for `truth`, pooled over everything:
  /// 1 − Σ(estimate − truth)²/Σ(truth − mean truth)². NaN where the truth does not vary.
  public static func r2(_ estimate: Tensor, _ truth: Tensor) throws(Failure) -> Double {
    guard estimate.shape == truth.shape else { throw .shapes(estimate.shape, truth.shape) }
    return r2(pairs: [(estimate, truth)])
  }

  /// The same over several sessions at once, the mean taken over all of them.
  public static func r2(pairs: [(estimate: Tensor, truth: Tensor)]) -> Double {
    var count = 0.0
    var sum = 0.0
    for (_, truth) in pairs {
      count += Double(truth.count)
      sum += truth.doubles.reduce(0, +)
    }
    let mean = sum / count
    var error = 0.0
    var variation = 0.0
    for (estimate, truth) in pairs {
      for (a, b) in zip(estimate.doubles, truth.doubles) {
        error += (a - b) * (a - b)
        variation += (b - mean) * (b - mean)
      }
    }
    return variation > 0 ? 1 - error / variation : .nan
  }

  /// The Poisson log-likelihood of `counts` under `rates` above that under each channel's constant rate, per spike, in
  /// bits (Pei et al. 2021): Σ[k·ln(λ/λ₀) − λ + λ₀]/(Σk·ln 2).
  ///
  /// - Parameters:
  ///   - rates, counts: [..., D], spikes per bin.
  ///   - meanRates: [D], spikes per bin. A channel whose mean is 0 is left out: it has nothing to be explained.
  public static func bitsPerSpike(rates: Tensor, counts: Tensor, meanRates: [Double]) throws(Failure) -> Double {
    guard rates.shape == counts.shape else { throw .shapes(rates.shape, counts.shape) }
    guard let channels = counts.shape.last, channels == meanRates.count else {
      throw .shapes(counts.shape, [meanRates.count])
    }
    let lambda = rates.doubles
    let k = counts.doubles
    var bits = 0.0
    var spikes = 0.0
    for i in k.indices {
      let base = meanRates[i % channels]
      guard base > 0 else { continue }
      guard lambda[i] >= 0 else { throw .notPositive(lambda[i]) }
      // A rate of 0 where there were spikes is −∞ bits, as it should be.
      if k[i] > 0 { bits += k[i] * (log(lambda[i]) - log(base)) }
      bits += base - lambda[i]
      spikes += k[i]
    }
    guard spikes > 0 else { throw .noSpikes }
    return bits / spikes / log(2)
  }
}
