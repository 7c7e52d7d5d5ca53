import HDF5
import Interchange
import LFADSModel
import Tensors
import Testing
import Training

/// The engine against the reference's recorded runs.
@Suite("Parity with the reference")
struct ParityTests {
  @Test("There are reference files to compare with")
  func filesExist() {
    #expect(!GoldenFile.paths.isEmpty, "no *.h5 in the directory of LFADS_GOLDEN")
  }

  @Test("Activations, costs, gradients and trained parameters agree", arguments: GoldenFile.paths)
  func agrees(path: String) throws {
    let golden = try GoldenFile(path)
    let parameters = try golden.parameters("params_initial")
    let engine = Engine(golden.layout, threads: 2)
    var activations = 0.0, scalars = 0.0, gradients = 0.0

    #expect(
      Set(golden.layout.entries.filter(\.isTrainable).map { ReferenceNames.fileName(ofPath: $0.path) })
        == golden.trainable)

    for session in try golden.file.names(in: "forward_backward") {
      let group = "forward_backward/\(session)"
      let batch = try golden.batch(group, session: session)
      let recorder = ActivationRecorder(trials: batch.trials)
      let gradient = ParameterVector(golden.layout)
      let weights = CostWeights(golden.layout.shape.hyperparameters, step: golden.globalStep)
      let cost = engine.evaluate(
        parameters, batch, noise: .given(try golden.noise(group)), weights: weights, gradient: gradient,
        record: recorder
      ).cost
      for name in try golden.file.names(in: "\(group)/activations") where !name.hasPrefix("prior_") {
        let reference = try golden.file.read("\(group)/activations/\(name)", as: Float.self)
        let ours = try #require(recorder.tensor(name), "no activation \(name)")
        #expect(ours.shape == reference.shape, "\(name)")
        let error = Agreement.relative(ours.floats, reference.values)
        #expect(error <= 3e-5, "activation \(name) of \(session)")
        activations = max(activations, error)
      }
      let ours: [String: Double] = [
        "cost": cost.total, "recon_cost": cost.reconstruction, "kl_cost": cost.kl, "l2_cost": cost.l2,
        "corr_cost": cost.correlation, "kl_weight": weights.kl, "l2_weight": weights.l2,
        "nll_bound_vae": cost.nllBoundVAE, "nll_bound_iwae": cost.nllBoundIWAE,
        "grad_global_norm": Adam.norm(gradient),
      ]
      for name in try golden.file.names(in: "\(group)/scalars") {
        let value = try #require(ours[name], "no scalar \(name)")
        let error = Agreement.relative(value, try golden.file.scalar("\(group)/scalars/\(name)"))
        #expect(error <= 1e-5, "\(name) of \(session)")
        scalars = max(scalars, error)
      }
      for entry in golden.layout.entries where entry.isTrainable {
        let name = "\(group)/grads/\(ReferenceNames.fileName(ofPath: entry.path))"
        let reference = try golden.file.read(name, as: Float.self)
        let error = Agreement.relative(try #require(gradient.tensor(entry.path)).floats, reference.values)
        #expect(error <= 1e-4, "gradient of \(entry.path) in \(session)")
        gradients = max(gradients, error)
      }
    }

    activations = max(activations, try pushMean(golden, parameters), try samplePrior(golden, parameters))

    let trained = try train(golden, engine, from: parameters, scalars: &scalars)
    let initial = parameters, final = try golden.parameters("params_final")
    var trainedError = 0.0
    for entry in golden.layout.entries where entry.isTrainable {
      let ours = try #require(trained.tensor(entry.path)).floats, goal = try #require(final.tensor(entry.path)).floats
      let start = try #require(initial.tensor(entry.path)).floats
      let error = Agreement.relative(ours, goal)
      #expect(error <= 1e-4, "trained \(entry.path)")
      trainedError = max(trainedError, error)
      let moved = zip(ours, start).map(-), movement = zip(goal, start).map(-)
      let magnitude = goal.map(abs).max() ?? 0, distance = movement.map(abs).max() ?? 0
      let mayRound = entry.path.hasPrefix("u_prior/") || entry.path == "g0_prior/logvar"
      if !(mayRound && distance < 1e-3 * magnitude) {
        #expect(Agreement.relative(moved, movement) <= 1e-2, "movement of \(entry.path)")
      }
    }
    print(
      "parity \(golden.name) activations \(Agreement.text(activations)) scalars \(Agreement.text(scalars))"
        + " gradients \(Agreement.text(gradients)) parameters \(Agreement.text(trainedError))")
  }

  /// The posterior means pushed through.
  private func pushMean(_ golden: GoldenFile, _ parameters: ParameterVector) throws -> Double {
    let group = "posterior_push_mean"
    let session = try #require(golden.sessions.first)
    let batch = try golden.batch(group, session: session)
    let posterior = try #require(
      PosteriorReader(golden.layout, threads: 2).read(parameters, batch, PosteriorRequest(samples: nil, seed: 0)))
    return try compare(
      golden, group,
      [
        "controller_outputs": posterior.inputs, "factors": posterior.factors, "gen_states": posterior.generatorStates,
        "gen_ics": posterior.generatorInitialStates,
        "output_dist_params": posterior.outputs.joined,
      ])
  }

  /// Samples of the prior with the recorded noise.
  private func samplePrior(_ golden: GoldenFile, _ parameters: ParameterVector) throws -> Double {
    let group = "prior_sample"
    let noise = try golden.noise(group)
    let session = try #require(golden.sessions.first)
    let external = "datasets/\(session)/train_ext_input"
    let trials = try golden.file.read("\(group)/example_idxs", as: Double.self).values.map { Int($0) }
    var externalInput: [Float] = []
    if golden.layout.shape.hyperparameters.injectedInputs > 0 {
      let array = try golden.file.read(external, as: Float.self), size = array.values.count / array.shape[0]
      externalInput = trials.flatMap { array.values[($0 * size)..<(($0 + 1) * size)] }
    }
    let prior = try #require(
      PriorSampler(golden.layout).sample(
        parameters, session: 0, samples: trials.count,
        noise: .recorded(initialCondition: noise.initialCondition, inputs: noise.inputs),
        externalInput: externalInput))
    return try compare(
      golden, group,
      [
        "prior_zs_ar_con": prior.inputs, "prior_g0_sample": prior.g0, "factors": prior.factors,
        "gen_states": prior.generatorStates, "gen_ics": prior.generatorInitialStates,
        "output_dist_params": prior.outputs.joined,
      ])
  }

  private func compare(_ golden: GoldenFile, _ group: String, _ ours: [String: Tensor?]) throws -> Double {
    var worst = 0.0
    for name in try golden.file.names(in: "\(group)/activations") {
      let reference = try golden.file.read("\(group)/activations/\(name)", as: Float.self)
      let tensor = try #require(ours[name] ?? nil, "no \(name)")
      #expect(tensor.shape == reference.shape, "\(group) \(name)")
      let error = Agreement.relative(tensor.floats, reference.values)
      #expect(error <= 3e-5, "\(group) \(name)")
      worst = max(worst, error)
    }
    return worst
  }

  /// The recorded optimiser steps, from fresh moments.
  private func train(
    _ golden: GoldenFile, _ engine: Engine, from initial: ParameterVector, scalars: inout Double
  ) throws -> ParameterVector {
    let h = golden.layout.shape.hyperparameters
    let parameters = initial.copy(), gradient = ParameterVector(golden.layout)
    var adam = Adam(golden.layout)
    for k in try golden.file.names(in: "train_steps").indices {
      let group = "train_steps/\(k)"
      let session = try #require(golden.file.attribute("dataset", of: group)?.text)
      let cost = engine.evaluate(
        parameters, try golden.batch(group, session: session), noise: .given(try golden.noise(group)),
        weights: CostWeights(h, step: golden.globalStep + k), gradient: gradient
      ).cost
      let norm = Adam.norm(gradient)
      adam.update(
        parameters, by: .tensorFlowAdam, gradient: gradient, norm: norm, learningRate: golden.learningRate,
        maximumNorm: h.max_grad_norm)
      let ours = ["cost": cost.total, "recon_cost": cost.reconstruction, "kl_cost": cost.kl, "grad_global_norm": norm]
      for (name, value) in ours.sorted(by: { $0.key < $1.key }) {
        let error = Agreement.relative(value, try golden.file.scalar("\(group)/scalars/\(name)"))
        #expect(error <= 1e-5, "\(name) of training step \(k)")
        scalars = max(scalars, error)
      }
    }
    return parameters
  }
}
