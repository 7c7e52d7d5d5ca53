import LFADSModel
import Testing

/// The same seed gives the same bits, whatever the number of threads.
@Suite("Determinism")
struct DeterminismTests {
  @Test("Costs and gradients are the same bits twice and with 1, 2 and 3 threads", arguments: SmallModel.all)
  func sameBits(model: SmallModel) throws {
    let layout = try model.layout(), parameters = model.parameters(layout)
    // More trials than three shards hold, in shards of unequal size.
    let batch = model.batch(trials: 101)
    func run(threads: Int) -> ([Float], BatchCost) {
      let gradient = ParameterVector(layout)
      let cost = Engine(layout, threads: threads).evaluate(
        parameters, batch, noise: .drawn(seed: 9, step: 1, site: .training), weights: CostWeights(kl: 1, l2: 1),
        gradient: gradient
      ).cost
      return (gradient.buffer.array, cost)
    }
    let first = run(threads: 1)
    for threads in [1, 2, 3] {
      let again = run(threads: threads)
      #expect(again.0 == first.0 && again.1 == first.1, "\(threads) threads")
    }
  }

  @Test("Posterior averages do not depend on threads or on how trials are grouped")
  func posteriorIsIndependentOfGrouping() throws {
    let model = try #require(SmallModel.all.first), layout = try model.layout(), parameters = model.parameters(layout)
    let whole = model.batch(trials: 20)
    func read(_ batch: ModelBatch, threads: Int, first: Int = 0) throws -> PosteriorArrays {
      try #require(
        PosteriorReader(layout, threads: threads).read(
          parameters, batch, PosteriorRequest(samples: 7, seed: 4, firstTrial: first)))
    }
    let one = try read(whole, threads: 1), two = try read(whole, threads: 2)
    #expect(one.rates == two.rates && one.costs == two.costs)
    let tail = ModelBatch([whole.part.only(17..<20)])
    let part = try read(tail, threads: 1, first: 17)
    let count = part.rates.count
    #expect(part.rates.floats == Array(one.rates.floats.suffix(count)))
  }

  @Test("Another seed or step gives other draws")
  func seedsMatter() throws {
    let model = try #require(SmallModel.all.first), layout = try model.layout(), parameters = model.parameters(layout)
    let batch = model.batch()
    func cost(_ seed: UInt64, _ step: Int, _ site: NoiseSite) -> Double {
      Engine(layout, threads: 1).evaluate(
        parameters, batch, noise: .drawn(seed: seed, step: step, site: site), weights: CostWeights(kl: 1, l2: 1)
      ).cost.total
    }
    let costs = [
      cost(1, 0, .training), cost(2, 0, .training), cost(1, 1, .training), cost(1, 0, .validation(batch: 0)),
      cost(1, 0, .validation(batch: 1)),
    ]
    #expect(Set(costs).count == costs.count)
  }
}
