import LFADSModel
import Tensors
import TestData
import Testing

@testable import Training

@Suite("Divergence by dimension")
struct DivergenceTests {
  @Test("Its dimensions sum to the KL that the posterior reports of every trial")
  func sums() throws {
    let data = try TinyData.dataset()
    // The costs' weights are no part of what a trial is told.
    var h = TinyData.hyperparameters()
    (h.kl_ic_weight, h.kl_co_weight) = (100, 7)
    let model = Model(h, seed: 3)
    let state = try model.bind(data.description(withChannelMeans: false))
    let arrays = try #require(
      try model.posterior(data, splits: [.train], samples: 200, seed: 1, threads: 1)?.sessions[0].splits[0].arrays)
    let parts = DivergenceByDimension(
      state.parameters, g0Means: arrays.g0Means, g0LogVariances: arrays.g0LogVariances,
      inputMeans: arrays.inputMeans, inputLogVariances: arrays.inputLogVariances)
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    #expect(parts.initial.count == 3)
    let initial = mean(arrays.klInitialCondition)
    #expect(abs(parts.initial.reduce(0, +) - initial) < 1e-4 * max(initial, 1))

    // The posterior's is an estimate from samples, this one an expectation.
    let inputs = try #require(parts.inputs)
    #expect(inputs.shape == [12, 1])
    let sampled = mean(arrays.klInputs)
    #expect(abs(inputs.doubles.reduce(0, +) - sampled) < 0.05 * sampled, "\(inputs.doubles) \(sampled)")
    for trial in arrays.costs.indices {
      let weighted = 100 * arrays.klInitialCondition[trial] + 7 * arrays.klInputs[trial]
      let bound = arrays.reconstruction[trial] + weighted
      #expect(abs(arrays.nllBoundVAE[trial] - bound) < 1e-9 * bound)
    }
  }
}
