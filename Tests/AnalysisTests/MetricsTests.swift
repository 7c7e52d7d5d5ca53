import Analysis
import Tensors
import Testing
import Training

@Suite("Figures of merit")
struct MetricsTests {
  @Test("R² is 1 for the truth, 0 for its mean, below 0 for worse")
  func r2() throws {
    let truth = Tensor([1.0, 2, 3, 6], shape: [2, 2])
    #expect(try Metrics.r2(truth, truth) == 1)
    #expect(try Metrics.r2(Tensor([3.0, 3, 3, 3], shape: [2, 2]), truth) == 0)
    #expect(try Metrics.r2(Tensor([9.0, 9, 9, 9], shape: [2, 2]), truth) < 0)
  }

  @Test("Taken apart along an axis each part has a mean of its own")
  func r2Apart() throws {
    let truth = Tensor([1.0, 10, 3, 20], shape: [2, 2], axes: ["trial", "neuron"])
    let estimate = Tensor([1.0, 15, 2, 15], shape: [2, 2], axes: ["trial", "neuron"])
    let apart = try Metrics.r2(estimate, truth, over: [0])
    #expect(apart.axes == ["neuron"] && apart.doubles == [0.5, 0])
    #expect(throws: MetricsError.shapes([1], [2, 2])) { try Metrics.r2(Tensor([1.0], shape: [1]), truth) }
  }

  @Test("Bits per spike are 0 for the mean rates and 1 for rates twice as large where all spikes are")
  func bits() throws {
    let counts = Tensor([1.0, 0, 1, 0], shape: [4, 1])
    let mean = Tensor(Array(repeating: 0.5, count: 4), shape: [4, 1])
    #expect(try Metrics.bitsPerSpike(rates: mean, counts: counts, meanRates: [0.5]) == 0)
    let right = Tensor([1.0, 0, 1, 0], shape: [4, 1])
    #expect(abs(try Metrics.bitsPerSpike(rates: right, counts: counts, meanRates: [0.5]) - 1) < 1e-12)
    #expect(throws: MetricsError.noSpikes) {
      try Metrics.bitsPerSpike(rates: mean, counts: Tensor([0.0, 0, 0, 0], shape: [4, 1]), meanRates: [0.5])
    }
  }
}
