import Glibc
import Tensors

/// Why a figure of merit could not be taken.
public enum MetricsError: Error, Sendable, Equatable {
  case shapes([Int], [Int])
  case noSpikes
  case notPositive(Double)
}

/// Figures of merit of estimated rates.
public enum Metrics {
  /// The coefficient of determination of `estimate` for `truth`, pooled over everything:
  /// 1 − Σ(estimate − truth)²/Σ(truth − mean truth)². NaN where the truth does not vary.
  public static func r2(_ estimate: Tensor, _ truth: Tensor) throws(MetricsError) -> Double {
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

  /// The same taken apart along the axes not in `axes`, each with a mean of its own.
  ///
  /// - Returns: a tensor of the remaining axes.
  public static func r2(_ estimate: Tensor, _ truth: Tensor, over axes: [Int]) throws(MetricsError) -> Tensor {
    guard estimate.shape == truth.shape else { throw .shapes(estimate.shape, truth.shape) }
    let kept = truth.shape.indices.filter { !axes.contains($0) }
    let shape = kept.map { truth.shape[$0] }
    // For every axis the distance of its neighbours in the result; 0 where they are pooled.
    var steps = Array(repeating: 0, count: truth.rank)
    var step = 1
    for axis in kept.reversed() {
      steps[axis] = step
      step *= truth.shape[axis]
    }
    let a = estimate.doubles
    let b = truth.doubles
    var groups = Array(repeating: 0, count: b.count)
    var index = Array(repeating: 0, count: truth.rank)
    var group = 0
    for position in b.indices {
      groups[position] = group
      var axis = truth.rank - 1
      while axis >= 0 {
        index[axis] += 1
        group += steps[axis]
        if index[axis] < truth.shape[axis] { break }
        group -= steps[axis] * truth.shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    let size = step
    var sums = Array(repeating: 0.0, count: size)
    for (position, group) in groups.enumerated() { sums[group] += b[position] }
    let perGroup = Double(b.count) / Double(max(size, 1))
    var errors = Array(repeating: 0.0, count: size)
    var variations = errors
    for (position, group) in groups.enumerated() {
      let error = a[position] - b[position]
      let deviation = b[position] - sums[group] / perGroup
      errors[group] += error * error
      variations[group] += deviation * deviation
    }
    let values = zip(errors, variations).map { $1 > 0 ? 1 - $0 / $1 : .nan }
    return Tensor(values, shape: shape, axes: kept.map { truth.axes[$0] })
  }

  /// The Poisson log-likelihood of `counts` under `rates` above that under each channel's constant rate, per spike, in
  /// bits (Pei et al. 2021): Σ[k·ln(λ/λ₀) − λ + λ₀]/(Σk·ln 2).
  ///
  /// - Parameters:
  ///   - rates, counts: [..., D], spikes per bin.
  ///   - meanRates: [D], spikes per bin. A channel whose mean is 0 is left out: it has nothing to be explained.
  public static func bitsPerSpike(rates: Tensor, counts: Tensor, meanRates: [Double]) throws(MetricsError) -> Double {
    var gain = LikelihoodGain()
    try gain.add(rates: rates, counts: counts, meanRates: meanRates)
    return try gain.bitsPerSpike()
  }

  /// The gain in log-likelihood and the spikes it is shared by, summed over parts of the data.
  public struct LikelihoodGain: Sendable {
    private var nats = 0.0
    private var spikes = 0.0

    public init() {}

    public mutating func add(rates: Tensor, counts: Tensor, meanRates: [Double]) throws(MetricsError) {
      guard rates.shape == counts.shape else { throw .shapes(rates.shape, counts.shape) }
      guard let channels = counts.shape.last, channels == meanRates.count else {
        throw .shapes(counts.shape, [meanRates.count])
      }
      let lambda = rates.doubles
      let k = counts.doubles
      for i in k.indices {
        let base = meanRates[i % channels]
        // A missing bin has nothing to be explained either.
        guard base > 0, !k[i].isNaN else { continue }
        guard lambda[i] >= 0 else { throw .notPositive(lambda[i]) }
        // A rate of 0 where there were spikes is −∞ bits, as it should be.
        if k[i] > 0 { nats += k[i] * (log(lambda[i]) - log(base)) }
        nats += base - lambda[i]
        spikes += k[i]
      }
    }

    public func bitsPerSpike() throws(MetricsError) -> Double {
      guard spikes > 0 else { throw .noSpikes }
      return nats / spikes / log(2)
    }
  }
}
