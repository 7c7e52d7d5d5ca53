import Datasets
import LFADSModel
import Tensors
import Training

/// Data and models small enough to train in a moment.
public enum TinyData {
  /// Counts whose rates swing, so that there is something to learn.
  public static func dataset(
    trials: Int = 40, bins: Int = 12, neurons: Int = 6, seed: UInt64 = 2, valid: Double = 0.2
  ) throws -> Dataset {
    var random = RandomStream(key: seed, stream: 5)
    let counts = (0..<(trials * bins * neurons)).map { index -> Float in
      let swing = Double(index / neurons % bins) / Double(bins)
      return random.uniform() < 0.1 + 0.5 * swing ? 1 : 0
    }
    return try Dataset(
      counts: Tensor(counts, shape: [trials, bins, neurons], axes: ["trial", "time", "neuron"]), dt: 0.01, valid: valid)
  }

  /// Hyperparameters of a small model, with `change` made to them.
  public static func hyperparameters(_ change: (inout Hyperparameters) -> Void = { _ in }) -> Hyperparameters {
    var h = Hyperparameters()
    (h.ic_dim, h.factors_dim, h.ic_enc_dim, h.gen_dim, h.ci_enc_dim, h.con_dim) = (3, 3, 4, 8, 4, 5)
    (h.co_dim, h.batch_size, h.kl_increase_steps, h.l2_increase_steps) = (1, 8, 10, 10)
    change(&h)
    return h
  }

  /// A trainer of a fresh model.
  public static func trainer(
    _ data: Dataset, _ h: Hyperparameters = hyperparameters(), seed: UInt64 = 1, threads: Int = 1
  ) throws -> Trainer {
    let state = try Model(h, seed: seed).bind(data.description(withChannelMeans: h.initial_rates == .data))
    return trainer(state, data, threads: threads)
  }

  /// A trainer that goes on from a state.
  public static func trainer(_ state: TrainingState, _ data: Dataset, threads: Int = 1) -> Trainer {
    Trainer(state, data: data, threads: threads, clock: { 0 })
  }
}
