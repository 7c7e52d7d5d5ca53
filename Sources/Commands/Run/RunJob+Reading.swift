import Experiments
import Builtins
import Datasets
import Interchange
import LFADSModel
import Language
import Syntax
import Training

extension RunJob {
  /// Reads every session's splits and writes them in the layout asked for.
  ///
  /// - Parameter samples: posterior samples to average for each trial; nil pushes the means through.
  func readPosterior(samples: Int?) throws {
    let model = try trainedModel()
    let export = PosteriorExport(
      run.output_layout, prefix: resultPath(""), kind: run.kind.rawValue, hyperparameters: hyper)
    for splits in export.parts(of: data.splitNames) {
      let reading = PosteriorReading(
        model, data, threads: command.threads, activity: "read \(splits.map(\.rawValue).joined(separator: ", "))",
        sink: command.sink, isQuiet: command.settings.isQuiet, cancellation: command.cancellation)
      let posterior = try reading.read(
        splits, samples: samples, seed: RunCommand.seed, keepsControllerStates: export.needsControllerStates,
        limit: run.ps_nexamples_to_process)
      for (path, trials) in try export.write(posterior, of: data) { command.say("wrote \(path), \(trials) trials") }
    }
  }

  /// Writes `batch_size` trials that the model makes up.
  func samplePrior() throws {
    let model = try trainedModel()
    let state = try model.bind(description)
    let samples = hyper.batch_size, cancellation = command.cancellation
    let most = command.settings.limits.count(ofSize: PriorSampler.size(state.layout.shape, session: 0))
    guard samples <= most else {
      throw RefusalError(
        Message("a batch_size of \(samples) makes too many numbers at once", expected: "at most \(most) samples"))
    }
    var external: [Float] = []
    if hyper.injectedInputs > 0, let input = data.sessions[0].train.externalInput {
      external = input.firstTrials(samples)
    }
    guard
      let arrays = PriorSampler(state.layout).sample(
        state.parameters, session: 0, samples: samples, noise: .drawn(seed: RunCommand.seed), externalInput: external,
        isCancelled: { cancellation.isCancelled })
    else { throw InterruptionError() }
    let path = resultPath(ModelRunsFile.priorName)
    let cost = state.parameters.l2Cost * CostWeights(hyper, step: state.step).l2
    try ModelRunsFile.write(arrays, cost: cost, to: path)
    command.say("wrote \(path), \(samples) samples")
  }

  /// Writes the parameters under the reference's names.
  func writeParameters() throws {
    let state = try trainedModel().bind(description)
    let path = resultPath(ModelDirectory.parametersName)
    try ModelParametersFile.write(state, to: path)
    command.say("wrote \(path), \(state.layout.entries.count) variables of \(state.layout.parameterCount) numbers")
  }
}
