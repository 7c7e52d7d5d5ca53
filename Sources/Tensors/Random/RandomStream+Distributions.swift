/// Draws from the usual distributions. Each takes as many words from the stream as it needs, which for the rejection
/// methods depends on the words themselves, never on anything else.
extension RandomStream {
  /// Uniform in (0, 1], whose logarithm is finite.
  private mutating func positive() -> Double { 1 - uniform() }

  /// From the normal distribution of mean 0 and variance 1 (Box & Muller, 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * Double.log(positive())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// From the exponential distribution of mean 1.
  public mutating func exponential() -> Double { -Double.log(positive()) }

  /// From the gamma distribution of that shape and scale 1 (Marsaglia & Tsang, "A simple method for generating gamma
  /// variables", ACM TOMS 26, 2000).
  ///
  /// - Precondition: `shape` is positive and finite.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0 && shape < .infinity, "a gamma distribution of shape \(shape)")
    if shape < 1 {
      let above = gamma(shape: shape + 1)
      return above * Double.pow(positive(), 1 / shape)
    }
    let d = shape - 1 / 3.0, c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal(), root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      if Double.log(positive()) < 0.5 * x * x + d - d * v + d * Double.log(v) { return d * v }
    }
  }

  /// From the beta distribution.
  ///
  /// - Precondition: both parameters are positive and finite.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(shape: a), y = gamma(shape: b)
    return x + y > 0 ? x / (x + y) : (uniform() * (a + b) < a ? 1 : 0)
  }

  /// From the Poisson distribution: by inversion for small means, else by transformed rejection (PTRS; Hörmann, "The
  /// transformed rejection method for generating Poisson random variables", Insurance 12, 1993).
  ///
  /// - Precondition: 0 ≤ `mean` ≤ 2⁵².
  public mutating func poisson(mean: Double) -> Double {
    precondition(mean >= 0 && mean <= 0x1p52, "a Poisson distribution of mean \(mean)")
    return mean < 10 ? poissonByInversion(mean) : poissonByRejection(mean)
  }

  private mutating func poissonByInversion(_ mean: Double) -> Double {
    var count = 0.0, share = Double.exp(-mean), rest = uniform() - share
    // Beyond 100 the shares of means below 10 are too small for a uniform draw to reach.
    while rest >= 0, count < 100 {
      count += 1
      share *= mean / count
      rest -= share
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Double {
    let b = 0.931 + 2.53 * mean.squareRoot(), a = -0.059 + 0.02483 * b
    let scale = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5, v = positive(), side = 0.5 - u.magnitude
      let k = ((2 * a / side + b) * u + mean + 0.43).rounded(.down)
      if side >= 0.07, v <= squeeze { return k }
      if k < 0 || (side < 0.013 && v > side) { continue }
      let density = k * Double.log(mean) - mean - Double.lgamma(k + 1)
      if Double.log(v * scale / (a / (side * side) + b)) <= density { return k }
    }
  }

  /// From the binomial distribution, successes among `trials`: by inversion where few are expected, else by transformed
  /// rejection (BTRS; Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46, 1993).
  ///
  /// - Precondition: 0 ≤ `trials` ≤ 2⁵² and 0 ≤ `probability` ≤ 1.
  public mutating func binomial(trials: Double, probability: Double) -> Double {
    precondition(trials >= 0 && trials <= 0x1p52, "\(trials) trials")
    precondition((0...1).contains(probability), "a probability of \(probability)")
    if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
    return trials * probability < 10
      ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
  }

  private mutating func binomialByInversion(_ trials: Double, _ p: Double) -> Double {
    let odds = p / (1 - p)
    var count = 0.0, share = Double.exp(trials * Double.log1p(-p)), rest = uniform() - share
    while rest >= 0, count < min(trials, 200) {
      count += 1
      share *= odds * (trials - count + 1) / count
      rest -= share
    }
    return count
  }

  private mutating func binomialByRejection(_ trials: Double, _ p: Double) -> Double {
    let deviation = (trials * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p, centre = trials * p + 0.5
    let squeeze = 0.92 - 4.2 / b, scale = (2.83 + 5.1 / b) * deviation
    let mode = ((trials + 1) * p).rounded(.down), odds = Double.log(p / (1 - p))
    let top = Double.lgamma(mode + 1) + Double.lgamma(trials - mode + 1)
    while true {
      let u = uniform() - 0.5, v = positive(), side = 0.5 - u.magnitude
      let k = ((2 * a / side + b) * u + centre).rounded(.down)
      if side >= 0.07, v <= squeeze { return k }
      if k < 0 || k > trials { continue }
      let density = top - Double.lgamma(k + 1) - Double.lgamma(trials - k + 1) + (k - mode) * odds
      if Double.log(v * scale / (a / (side * side) + b)) <= density { return k }
    }
  }

  /// The numbers 0 ..< `count` in random order (Fisher & Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }

  /// A position drawn in proportion to the running sums of weights.
  ///
  /// - Precondition: `sums` ascends and its last entry is positive and finite.
  public mutating func position(bySums sums: [Double]) -> Int {
    guard let total = sums.last, total > 0, total < .infinity else { preconditionFailure("no weights to draw by") }
    return min(Tensor.upperBound(uniform() * total, in: sums), sums.count - 1)
  }
}
