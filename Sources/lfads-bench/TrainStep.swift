import LFADSModel
import Tensors
import Training

/// A model on random data of given sizes, ready to train.
struct BenchModel {
  let layout: ParameterLayout
  let batch: ModelBatch
  let flops: Double

  init(_ hyper: Hyperparameters, trials: Int, steps: Int, channels: Int) throws {
    layout = ParameterLayout(
      try ModelShape(
        hyperparameters: hyper, steps: steps, sessions: [SessionShape(name: "bench", channels: channels)]))
    var random = RandomStream(key: 1, stream: 1)
    let counts = (0..<(trials * steps * channels)).map { _ in Float(random.uniform() < 0.15 ? 1 : 0) }
    batch = ModelBatch(session: 0, trials: trials, steps: steps, data: counts)
    flops = layout.shape.trainingFlops(trials: trials, session: 0)
  }

  /// Times whole training steps: draws, both passes, reduction, Adam.
  func trainingSeconds(threads: Int, repeats: Int) -> [Double] {
    let engine = Engine(layout, threads: threads)
    let parameters = ParameterVector(layout, seed: 1)
    let gradient = ParameterVector(layout)
    var adam = Adam(layout)
    var step = 0
    return timed(repeats) {
      _ = engine.evaluate(
        parameters, batch, noise: .drawn(seed: 1, step: step, site: .training), weights: CostWeights(kl: 1, l2: 1),
        gradient: gradient)
      adam.update(
        parameters, by: .tensorFlowAdam, gradient: gradient, norm: Adam.norm(gradient), learningRate: 0.01,
        maximumNorm: 200)
      step += 1
    }
  }
}

extension Claim {
  /// One training step at the default sizes: batch 128, 100 steps, 50 channels, co_dim 1, factors 20.
  static let trainStep = Claim(
    name: "train_step", summary: "one training step, 128 trials × 100 steps × 50 channels, default sizes"
  ) { cores in
    let model = try BenchModel(.benchDefault, trials: 128, steps: 100, channels: 50)
    return Measurement(
      "train_step", seconds: model.trainingSeconds(threads: cores, repeats: 12), flops: model.flops,
      note: "\((model.flops / 1e8).rounded() / 10) GFLOP")
  }
}
