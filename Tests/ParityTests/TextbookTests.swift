import Foundation
import HDF5
import Interchange
import LFADSModel
import Language
import Tensors
import Testing

/// The model's equations in the language against the engine and the reference.
@Suite("The textbook")
struct TextbookTests {
  /// Single precision of the engine, relative to the largest number of an array.
  private static let tolerance = 2e-5

  @Test("Every activation, cost, gradient step of a golden model", arguments: GoldenFile.paths)
  func golden(path: String) throws {
    let bench = try OpenedGolden(path), golden = bench.golden
    for session in try golden.file.names(in: "forward_backward") {
      let group = "forward_backward/\(session)"
      try bench.take(group, session: session)
      let pass = try bench.run(
        """
        p = copy(m.params)
        h = m.hyperparameters
        pass = textbook.forward(p, batch, noise, h)
        """
      ).leaves
      let traced = try bench.run("traced = trace(m, batch, noise: noise)").leaves
      compare(traced, pass, "\(golden.name) \(session)")
      let trials = try #require(pass["data"]?.shape.first)
      for name in try golden.file.names(in: "\(group)/activations") {
        let reference = try golden.file.read("\(group)/activations/\(name)", as: Float.self).values
        for (source, leaves) in [("textbook", pass), ("trace", traced)] {
          let ours = try #require(OpenedGolden.activation(name, of: leaves, trials: trials), "\(source) has no \(name)")
          let error = Agreement.relative(ours.floats, reference)
          #expect(error <= 3e-5, "\(name) of \(session), \(source)")
        }
      }
      let costs = try bench.run("textbook.cost(pass, p, h, step: m.steps)").leaves
      let engine = try bench.run("costs(m, batch, noise: noise)").leaves
      #expect(Set(costs.keys) == Set(engine.keys))
      for (name, value) in engine {
        let error = Agreement.relative(try #require(costs[name]).doubles[0], value.doubles[0])
        #expect(error <= 1e-5, "\(name) of \(session)")
      }
      let reference = ["total": "cost", "reconstruction": "recon_cost", "correlation": "corr_cost"]
      for name in engine.keys {
        let scalar = "\(group)/scalars/\(reference[name] ?? (["kl", "l2"].contains(name) ? "\(name)_cost" : name))"
        let error = Agreement.relative(try #require(costs[name]).doubles[0], try golden.file.scalar(scalar))
        #expect(error <= 1e-5, "\(name) of \(session)")
      }
      let gradients = try bench.run("gradient(m, batch, noise: noise)").leaves
      for entry in golden.layout.entries where entry.isTrainable {
        let name = "\(group)/grads/\(ReferenceNames.fileName(ofPath: entry.path))"
        let ours = try #require(gradients[entry.path.replacing("/", with: ".")], "no gradient of \(entry.path)")
        let error = Agreement.relative(ours.floats, try golden.file.read(name, as: Float.self).values)
        #expect(error <= 1e-4, "gradient of \(entry.path) in \(session)")
      }
    }
    try samplesPrior(bench)
    try learns(bench)
  }

  /// The inputs' prior with the recorded noise.
  private func samplesPrior(_ bench: OpenedGolden) throws {
    let golden = bench.golden, name = "prior_sample/activations/prior_zs_ar_con"
    guard golden.layout.shape.hyperparameters.hasController else { return }
    let reference = try golden.file.read(name, as: Float.self).values
    try bench.take("prior_sample", session: try #require(golden.sessions.first))
    let ours = try bench.run("ar1_sample(noise.u, m.params.u_prior.logevars, m.params.u_prior.logatau)")
    #expect(Agreement.relative(try #require(ours.asTensor).floats, reference) <= 3e-5)
  }

  /// The recorded optimiser steps, the parameters written into the model after every one.
  private func learns(_ bench: OpenedGolden) throws {
    let golden = bench.golden
    try bench.run("moments = nil\nramped = m.steps\nh = m.hyperparameters")
    bench.session.interpreter["learning_rate"] = .number(golden.learningRate)
    for k in try golden.file.names(in: "train_steps").indices {
      let group = "train_steps/\(k)"
      try bench.take(group, session: try #require(golden.file.attribute("dataset", of: group)?.text))
      let norm = try bench.run(
        """
        g = gradient(m, batch, noise: noise,
          kl_weight: textbook.ramp(ramped + \(k), h.kl_start_step, h.kl_increase_steps),
          l2_weight: textbook.ramp(ramped + \(k), h.l2_start_step, h.l2_increase_steps))
        moments = adam_step(copy(m.params), textbook.clip_gradient(g, h.max_grad_norm), moments, learning_rate)
        m.params = moments.theta
        textbook.global_norm(g)
        """)
      let reference = try golden.file.scalar("\(group)/scalars/grad_global_norm")
      #expect(Agreement.relative(try #require(norm.asNumber), reference) <= 1e-5)
    }
    let trained = try bench.run("copy(m.params)").leaves, final = try golden.parameters("params_final")
    for entry in golden.layout.entries where entry.isTrainable {
      let ours = try #require(trained[entry.path.replacing("/", with: ".")]).floats
      #expect(Agreement.relative(ours, try #require(final.tensor(entry.path)).floats) <= 1e-4, "\(entry.path)")
    }
  }

  @Test("A trained model with everything switched on, with and without dropout")
  func trained() throws {
    let session = OpenedGolden.session()
    func run(_ script: String) throws -> Value {
      let result = session.evaluate(script, showing: .nothing)
      if let failure = result.failure { throw failure }
      return result.value
    }
    _ = try run(
      """
      ext = rand(20, 12, 2, seed: 3)
      data = dataset(poisson(rand(20, 12, 5, seed: 1) * 2, seed: 2), dt: 0.01, ext_input: ext)
      m = lfads(factors: 3, co_dim: 2, gen_dim: 7, con_dim: 6, ci_enc_dim: 5, ic_enc_dim: 4, ic_dim: 3, batch_size: 8,
        ext_input_dim: 2, keep_prob: 0.7, co_mean_corr_scale: 0.5, l2_con_scale: 10, kl_increase_steps: 4,
        num_steps_for_gen_ic: 7, seed: 1)
      fit(m, data, epochs: 3)
      batch = {data: data.train.data, ext_input: data.train.ext_input}
      p = copy(m.params)
      """)
    for dropout in [false, true] {
      _ = try run(
        """
        n = noise(m, seed: 5, trials: len(batch.data), dropout: \(dropout))
        pass = textbook.forward(p, batch, n, m.hyperparameters)
        """)
      let traced = try run("trace(m, data.train, noise: n)").leaves
      compare(traced, try run("pass").leaves, "dropout \(dropout)")
      let costs = try run("textbook.cost(pass, p, m, step: m.steps)").leaves
      for (name, value) in try run("costs(m, data.train, noise: n)").leaves {
        #expect(Agreement.relative(try #require(costs[name]).doubles[0], value.doubles[0]) <= 1e-5, "\(name)")
      }
    }
  }

  /// Every number that the engine recorded, in the textbook's pass.
  private func compare(_ traced: [String: Tensor], _ pass: [String: Tensor], _ what: String) {
    let engine = traced.filter { !$0.key.hasPrefix("noise") && !$0.key.hasPrefix("costs") }
    #expect(Set(engine.keys) == Set(pass.keys), "\(what)")
    for (name, tensor) in engine {
      guard let ours = pass[name] else { continue }
      #expect(ours.shape == tensor.shape, "\(name), \(what)")
      let error = Agreement.relative(ours.floats, tensor.floats)
      #expect(error <= Self.tolerance, "\(name), \(what): \(Agreement.text(error))")
    }
  }
}
