import LFADSModel
import Tensors

extension Claim {
  /// Averaging 50 samples of the posterior at the default sizes; time a trial.
  static let posterior = Claim(name: "posterior_50", summary: "averaging 50 posterior samples, a trial") { cores in
    let trials = 64, samples = 50, steps = 100, channels = 50, hyper = Hyperparameters.benchDefault
    let model = try BenchModel(hyper, trials: trials, steps: steps, channels: channels)
    let reader = PosteriorReader(model.layout, threads: cores)
    let parameters = ParameterVector(model.layout, seed: 1)
    let request = PosteriorRequest(samples: samples, seed: 1, keepsGeneratorStates: false)
    let seconds = timed(5) { _ = reader.read(parameters, model.batch, request) }.map { $0 / Double(trials) }
    let controller = (hyper.factors_dim + hyper.con_dim) * 3 * hyper.con_dim + hyper.con_dim * 2 * hyper.co_dim
    let generator =
      (hyper.co_dim + hyper.gen_dim) * 3 * hyper.gen_dim + hyper.gen_dim * hyper.factors_dim + hyper.factors_dim
      * channels
    return Measurement(
      "posterior_50", seconds: seconds, flops: 2 * Double((controller + generator) * steps * samples),
      note: "of the decoder's products")
  }
}
