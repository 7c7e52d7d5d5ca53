import Foundation
import HDF5
import Interchange
import LFADSModel
import Tensors
import Testing
import Training

/// The reference's own `model_params`, read and written.
@Suite("Parameters of the reference") struct ModelParametersTests {
  @Test("Loaded, they reproduce its posterior", arguments: GoldenFile.paths)
  func reproduces(path: String) throws {
    let golden = try GoldenFile(path)
    let state = try loaded(golden, path)
    #expect(state.step == golden.globalStep)
    #expect(state.learningRate.rate == golden.learningRate)
    let batch = try golden.batch("posterior_push_mean", session: try #require(golden.sessions.first))
    let posterior = try #require(
      PosteriorReader(golden.layout, threads: 1).read(
        state.parameters, batch, PosteriorRequest(samples: nil, seed: 0)))
    for (name, tensor) in [("factors", posterior.factors), ("gen_ics", posterior.generatorInitialStates)] {
      let reference = try golden.file.read("posterior_push_mean/activations/\(name)", as: Float.self)
      #expect(Agreement.relative(tensor.floats, reference.values) <= 3e-5, "\(name)")
    }
  }

  @Test("Written, they have its names, shapes and numbers", arguments: GoldenFile.paths)
  func writes(path: String) throws {
    let golden = try GoldenFile(path)
    let written = FileManager.default.temporaryDirectory.appending(path: "model_params-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: written) }
    try ModelParametersFile.write(try loaded(golden, path), to: written)
    let file = try HDF5File(reading: written)
    #expect(try file.names() == golden.file.names(in: "params_initial"))
    for name in try file.names() {
      let ours = try file.read(name, as: Double.self)
      let reference = try golden.file.read("params_initial/\(name)", as: Double.self)
      #expect(ours.shape == reference.shape, "\(name)")
      #expect(ours.values == reference.values, "\(name)")
      #expect(try file.info(name).elements == golden.file.info("params_initial/\(name)").elements, "\(name)")
    }
    #expect(ModelParametersFile.isOne(file))
  }

  private func loaded(_ golden: GoldenFile, _ path: String) throws -> TrainingState {
    try ModelParametersFile(reading: path, group: "params_initial").state(like: TrainingState(golden.layout, seed: 1))
  }
}
