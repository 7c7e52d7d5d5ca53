import Datasets
import LFADSModel
import Tensors
import TestData
import Testing
import Training

@Suite("Training on missing bins")
struct MissingBinsTrainingTests {
  /// The counts of `TinyData` with every seventh bin missing.
  private func gaps() throws -> Dataset {
    let whole = try TinyData.dataset(valid: 0).sessions[0].train.data
    let counts = whole.tensor.floats.enumerated().map { $0.offset % 7 == 0 ? Float.nan : $0.element }
    return try Dataset(counts: Tensor(counts, shape: whole.shape), dt: 0.01, valid: 0.2)
  }

  private func trained(_ data: Dataset, _ missing: MissingBins, epochs: Int = 1) throws -> Trainer {
    let h = TinyData.hyperparameters {
      $0.nan_bins = missing
      $0.batch_size = 32
    }
    let trainer = try TinyData.trainer(data, h)
    _ = try trainer.fit(epochs: epochs)
    return trainer
  }

  @Test("Rescaled, what was observed of a batch counts for what was not")
  func rescales() throws {
    let data = try gaps(), share = data.sessions[0].train.data.missingShare(0..<32)
    let mask = try #require(try trained(data, .mask).state.history.first)
    let rescale = try #require(try trained(data, .rescale).state.history.first)
    #expect(abs(share - 1.0 / 7) < 0.01)
    #expect(abs(rescale.train.reconstruction * (1 - share) / mask.train.reconstruction - 1) < 1e-5)
    #expect(rescale.train.kl == mask.train.kl)
  }

  @Test("Data without any train as ever, whatever becomes of missing bins", arguments: MissingBins.allCases)
  func unchanged(missing: MissingBins) throws {
    let data = try TinyData.dataset()
    #expect(
      try trained(data, missing, epochs: 2).state.parameters.buffer.array
        == trained(data, .mask, epochs: 2).state.parameters.buffer.array)
  }

  @Test("Training and reading stay finite, and rates of missing bins are inferred")
  func finite() throws {
    let data = try gaps(), trainer = try trained(data, .mask, epochs: 5)
    let posterior = try #require(
      try Model(trainer.state).posterior(data, splits: [.train, .valid], samples: 2, seed: 1, threads: 1))
    for (_, arrays) in posterior.sessions[0].splits {
      #expect(arrays.rates.floats.allSatisfy { $0 > 0 && $0.isFinite })
    }
    #expect(trainer.state.history.allSatisfy { $0.train.total.isFinite && $0.valid?.total.isFinite == true })
  }
}
