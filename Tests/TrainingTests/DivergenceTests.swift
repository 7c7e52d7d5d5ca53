import LFADSModel
import Tensors
import Testing

@testable import Training

@Suite("Divergence by dimension")
struct DivergenceTests {
  @Test("Its dimensions sum to the KL that the posterior reports of every trial")
  func sums() throws {
    let data = try TinyData.dataset()
    let model = Model(TinyData.hyperparameters(), seed: 3)
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
  }
}
