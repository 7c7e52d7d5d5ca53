import Datasets
import Foundation
import HDF5
import LFADSModel
import Tensors
import Testing
import Training

@testable import Interchange

@Suite("Posteriors for other programs") struct PosteriorExportTests {
  /// Writes the posterior of 10 trials [trial, 6, 4] in a layout; the file that holds a split.
  private func export(
    _ layout: PosteriorLayout, limit: Int = .max, _ change: (inout Hyperparameters) -> Void = { _ in },
    _ body: (HDF5File, SplitName, Posterior.Session) throws -> Void
  ) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID())").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var h = Hyperparameters()
    (h.gen_dim, h.factors_dim, h.ic_dim, h.co_dim, h.batch_size) = (7, 3, 5, 2, 4)
    (h.ic_enc_dim, h.ci_enc_dim, h.con_dim) = (4, 4, 6)
    change(&h)
    let counts = Tensor((0..<240).map { Float($0 % 3) }, shape: [10, 6, 4])
    let external = Tensor((0..<60).map { Float($0) }, shape: [10, 6, 1])
    let data = try Dataset(counts: counts, name: "mine", externalInput: h.ext_input_dim > 0 ? external : nil)
    let export = PosteriorExport(
      layout, prefix: directory + "/x_", kind: "posterior_sample_and_average", hyperparameters: h)
    let model = Model(h, seed: 1)
    for splits in export.parts(of: [.train, .valid]) {
      let posterior = try #require(
        try model.posterior(
          data, splits: splits, samples: 2, seed: 3, threads: 1,
          keepsControllerStates: export.needsControllerStates, limit: limit))
      let written = try export.write(posterior, of: data)
      #expect(written.count == 1)
      let file = try HDF5File(reading: try #require(written.first).path)
      let name = try #require(written.first).path.dropFirst(directory.count + 1)
      #expect(
        name
          == (layout == .torch
            ? "x_lfads_output_mine.h5" : "x_model_runs_mine_\(splits[0].rawValue)_posterior_sample_and_average"))
      for split in splits { try body(file, split, try #require(posterior.sessions.first)) }
    }
  }

  @Test("lfads-torch's names, shapes and meanings")
  func torch() throws {
    try export(.torch) { file, split, session in
      let arrays = try #require(session.splits.first { $0.split == split }?.arrays), n = arrays.trials
      let shapes = [
        "output_params": [n, 6, 4], "factors": [n, 6, 3], "ic_mean": [n, 5], "ic_std": [n, 5], "co_means": [n, 6, 2],
        "co_stds": [n, 6, 2], "gen_states": [n, 6, 7], "gen_init": [n, 7], "gen_inputs": [n, 6, 2],
        "con_states": [n, 6, 6], "encod_data": [n, 6, 4], "recon_data": [n, 6, 4], "inds": [n],
      ]
      for (name, shape) in shapes { #expect(try file.info("\(split.rawValue)_\(name)").shape == shape, "\(name)") }
      #expect(try file.names().count == 2 * shapes.count)
      func read(_ name: String) throws -> [Float] { try file.read("\(split.rawValue)_\(name)", as: Float.self).values }
      #expect(try read("output_params") == arrays.rates.floats)
      #expect(try read("co_means") == arrays.inputMeans?.floats)
      #expect(try read("gen_inputs") == arrays.inputs?.floats)
      for (deviation, logVariance) in zip(try read("ic_std"), try #require(arrays.g0LogVariances?.floats)) {
        #expect(abs(deviation * deviation - exp(logVariance)) < 1e-6)
      }
      #expect(try read("inds") == (split == .train ? [0, 1, 2, 3, 5, 6, 7, 8] : [4, 9]))
    }
  }

  @Test("lfads-torch: without controller and code of width 0; injected input drives the generator; fewer trials")
  func torchVariants() throws {
    try export(
      .torch, limit: 1,
      {
        ($0.co_dim, $0.ic_dim, $0.ext_input_dim) = (0, 0, 1)
        $0.inject_ext_input_to_gen = true
      }
    ) { file, split, _ in
      for (name, shape) in [
        "ic_mean": [1, 0], "co_means": [1, 6, 0], "con_states": [1, 6, 0], "gen_inputs": [1, 6, 1],
      ] {
        #expect(try file.info("\(split.rawValue)_\(name)").shape == shape, "\(name)")
      }
      let first: Float = split == .train ? 0 : 24
      let inputs = try file.read("\(split.rawValue)_gen_inputs", as: Float.self).values
      #expect(inputs == (0..<6).map { first + Float($0) })
    }
  }

  @Test("The reference's names, shapes and types")
  func reference() throws {
    try export(.lfads) { file, _, session in
      let arrays = try #require(session.splits.first?.arrays), n = arrays.trials
      let shapes = [
        "gen_ics": [n, 7], "gen_states": [n, 6, 7], "factors": [n, 6, 3], "output_dist_params": [n, 6, 4],
        "controller_outputs": [n, 6, 2], "prior_g0_mean": [n, 5], "prior_g0_logvar": [n, 5], "post_g0_mean": [n, 5],
        "post_g0_logvar": [n, 5], "costs": [n], "nll_bound_vaes": [n], "nll_bound_iwaes": [n], "train_steps": [n],
      ]
      #expect(try Set(file.names()) == Set(shapes.keys))
      for (name, shape) in shapes {
        let info = try file.info(name)
        #expect(info.shape == shape && info.elements == .float(bits: 64), "\(name)")
      }
    }
  }

  @Test("The reference's Gaussian means and variances share an axis")
  func gaussian() throws {
    try export(.lfads, { $0.output_dist = .gaussian }) { file, _, session in
      let arrays = try #require(session.splits.first?.arrays)
      let stored = try file.read("output_dist_params", as: Float.self)
      #expect(stored.shape == [arrays.trials, 6, 8])
      #expect(Array(stored.values.prefix(4)) == Array(arrays.rates.floats.prefix(4)))
      let variances = try #require(arrays.outputs.last).values.floats
      #expect(Array(stored.values[4..<8]) == Array(variances.prefix(4)))
    }
  }
}
