import Testing

@testable import Tensors

@Suite("Draws from distributions")
struct DistributionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let mean: Double, variance: Double
    let draw: @Sendable (inout RandomStream) -> Double
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "uniform", mean: 0.5, variance: 1 / 12.0) { $0.uniform() },
    Case(name: "normal", mean: 0, variance: 1) { $0.normal() },
    Case(name: "exponential", mean: 1, variance: 1) { $0.exponential() },
    Case(name: "gamma 0.3", mean: 0.3, variance: 0.3) { $0.gamma(shape: 0.3) },
    Case(name: "gamma 4.5", mean: 4.5, variance: 4.5) { $0.gamma(shape: 4.5) },
    Case(name: "beta 2, 3", mean: 0.4, variance: 0.04) { $0.beta(2, 3) },
    Case(name: "Poisson 0", mean: 0, variance: 0) { $0.poisson(mean: 0) },
    Case(name: "Poisson 0.05", mean: 0.05, variance: 0.05) { $0.poisson(mean: 0.05) },
    Case(name: "Poisson 9.9", mean: 9.9, variance: 9.9) { $0.poisson(mean: 9.9) },
    Case(name: "Poisson 10", mean: 10, variance: 10) { $0.poisson(mean: 10) },
    Case(name: "Poisson 1e6", mean: 1e6, variance: 1e6) { $0.poisson(mean: 1e6) },
    Case(name: "binomial 5, 0.2", mean: 1, variance: 0.8) { $0.binomial(trials: 5, probability: 0.2) },
    Case(name: "binomial 5, 1", mean: 5, variance: 0) { $0.binomial(trials: 5, probability: 1) },
    Case(name: "binomial 100, 0.7", mean: 70, variance: 21) { $0.binomial(trials: 100, probability: 0.7) },
    Case(name: "binomial 1e6, 0.5", mean: 5e5, variance: 2.5e5) { $0.binomial(trials: 1e6, probability: 0.5) },
  ]

  @Test("mean and variance are those of the distribution", arguments: cases)
  func moments(test: Case) throws {
    var stream = RandomStream(key: 11, stream: 5)
    let n = 40_000
    let x = Tensor((0..<n).map { _ in test.draw(&stream) }, shape: [n])
    // Five standard errors; the fourth moment is at most about nine times the squared variance here.
    let mean = try x.reduced(.mean).doubles[0], variance = try x.reduced(.variance).doubles[0]
    #expect(abs(mean - test.mean) <= 5 * (test.variance / Double(n)).squareRoot())
    #expect(abs(variance - test.variance) <= 5 * test.variance * (25 / Double(n)).squareRoot())
  }

  @Test("the two ways of drawing counts give the probabilities of their formula", arguments: [3.0, 12])
  func poissonShares(mean: Double) {
    var stream = RandomStream(key: 3, stream: 9)
    let n = 60_000
    var counts = Array(repeating: 0.0, count: 60)
    for _ in 0..<n { counts[Int(stream.poisson(mean: mean))] += 1 }
    for k in 0..<30 {
      let p = Double.exp(Double(k) * Double.log(mean) - mean - Double.lgamma(Double(k) + 1))
      let error = (p * (1 - p) / Double(n)).squareRoot()
      #expect(abs(counts[k] / Double(n) - p) <= 5 * error + 2 / Double(n), "\(k) at mean \(mean)")
    }
  }

  @Test("a permutation holds every number once, and weights decide what is chosen")
  func order() {
    var stream = RandomStream(key: 1, stream: 0)
    let order = stream.permutation(50)
    #expect(order.sorted() == Array(0..<50) && order != Array(0..<50))
    #expect(stream.permutation(0).isEmpty)
    let chosen = (0..<1000).map { _ in stream.position(bySums: [0, 1, 1, 4]) }
    #expect(Set(chosen) == [1, 3])
    #expect(abs(Double(chosen.count { $0 == 3 }) - 750) < 75)
  }

  @Test("after a stream's last word its first comes again")
  func wraps() {
    var stream = RandomStream(key: 4, stream: 7, position: .max), fresh = RandomStream(key: 4, stream: 7)
    _ = stream.next()
    #expect(stream == fresh)
    let again = stream.next(), first = fresh.next()
    #expect(again == first)
  }

  @Test("the same key draws the same numbers")
  func repeatable() {
    func draws(_ key: UInt64) -> [Double] {
      var stream = RandomStream(key: key, stream: 0)
      return [stream.normal(), stream.poisson(mean: 50), stream.gamma(shape: 2)]
    }
    #expect(draws(4) == draws(4))
    #expect(draws(4) != draws(5))
  }
}
