import Datasets
import Foundation
import HDF5
import LFADSModel
import TestData
import Testing
import Training

@Suite("Checkpoint")
struct CheckpointTests {
  private func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
  }

  @Test("A model saved in mid-epoch, read and trained on equals the uninterrupted one, to the bit")
  func resumes() throws {
    let data = try TinyData.dataset(), file = path("model.h5")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let whole = try TinyData.trainer(data)
    _ = try whole.fit(epochs: 8)
    let first = try TinyData.trainer(data)
    var batches = 0
    _ = try first.fit(epochs: 8, isCancelled: { batches == 18 }, onBatch: { _, _, _ in batches += 1 })
    let model = Model(first.state)
    try Checkpoint(model, dataName: "data", dataFingerprint: data.fingerprint).write(to: file)
    let read = try Checkpoint(reading: file)
    #expect(read.dataFingerprint == data.fingerprint && read.hyperparameters == TinyData.hyperparameters())
    let second = TinyData.trainer(try #require(read.state), data, threads: 2)
    _ = try second.fit(epochs: 4)
    #expect(second.state.parameters.buffer.array == whole.state.parameters.buffer.array)
    #expect(second.state.adam.secondMoment.buffer.array == whole.state.adam.secondMoment.buffer.array)
    #expect(second.state.history == whole.state.history)
    #expect(second.state.best?.cost == whole.state.best?.cost)
    #expect(second.state.best?.parameters.buffer.array == whole.state.best?.parameters.buffer.array)
  }

  @Test("A model that has met no data is kept with its hyperparameters and seed")
  func keepsUnbound() throws {
    let file = path("unbound.h5")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let h = TinyData.hyperparameters {
      $0.num_steps_for_gen_ic = .max; $0.output_dist = .gaussian
    }
    try Checkpoint(Model(h, seed: .max)).write(to: file)
    let read = try Checkpoint(reading: file)
    #expect(read.hyperparameters == h && read.seed == .max && read.state == nil)
  }

  @Test("A file cut short or of another kind is an error, never a model")
  func refuses() throws {
    let file = path("cut.h5")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let trainer = try TinyData.trainer(try TinyData.dataset())
    try Checkpoint(Model(trainer.state)).write(to: file)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    for share in stride(from: 0.0, to: 0.99, by: 0.07) {
      try bytes.prefix(Int(Double(bytes.count) * share)).write(to: URL(fileURLWithPath: file))
      #expect(throws: CheckpointError.self) { try Checkpoint(reading: file) }
    }
    try HDF5File.write(to: file) { writer throws(HDF5Error) in try writer.write(1.0, at: "x") }
    #expect(throws: CheckpointError(path: file, cause: .notAModel)) { try Checkpoint(reading: file) }
  }

  @Test("A file is of the first version that knows all it holds, and both are read")
  func versions() throws {
    let file = path("version.h5")
    defer { try? FileManager.default.removeItem(atPath: file) }
    func version(_ h: Hyperparameters) throws -> HDF5Attribute? {
      try Checkpoint(Model(h, seed: 1)).write(to: file)
      #expect(try Checkpoint(reading: file).hyperparameters == h)
      return try HDF5File(reading: file).attribute("version")
    }
    #expect(try version(TinyData.hyperparameters()) == .integer(1))
    // At its default a later label is not written at all.
    #expect(try !HDF5File(reading: file).contains("hyperparameters/gamma_loc"))
    #expect(try version(TinyData.hyperparameters { $0.gamma_loc = 0.5 }) == .integer(2))
    #expect(try version(TinyData.hyperparameters { $0.output_dist = .zeroInflatedGamma }) == .integer(2))
  }

  @Test("A label or a version that is not known is an error, never skipped")
  func unknown() throws {
    let file = path("unknown.h5")
    defer { try? FileManager.default.removeItem(atPath: file) }
    func write(version: Int64, label: String) throws {
      try HDF5File.write(to: file) { writer throws(HDF5Error) in
        try writer.attribute("format", Checkpoint.format)
        try writer.attribute("version", version)
        try writer.write(Int64(4), at: "hyperparameters/\(label)")
        try writer.write(UInt64(1), at: "training/seed")
      }
    }
    try write(version: 2, label: "gen_dim")
    #expect(try Checkpoint(reading: file).hyperparameters.gen_dim == 4)
    try write(version: 2, label: "of_tomorrow")
    #expect(throws: CheckpointError(path: file, cause: .unknownHyperparameter("of_tomorrow"))) {
      try Checkpoint(reading: file)
    }
    try write(version: 3, label: "gen_dim")
    #expect(throws: CheckpointError(path: file, cause: .version(3))) { try Checkpoint(reading: file) }
  }

  @Test("Draw sites keep the numbers that draws were made with")
  func drawSites() {
    // Appended to, never changed: a file of version 0.1 is trained on with the draws it would have had.
    let sites: [DrawSite] = [
      .initialisation, .initialCondition, .inferredInput, .dataMask, .externalInputMask, .initialConditionMask,
      .controllerInputMask, .feedbackMask, .generatorMask, .validation, .shuffle, .jitter, .posteriorInitialCondition,
      .posteriorInput, .prior, .priorInput, .synthetic,
    ]
    #expect(sites.map(\.rawValue) == Array(1...17))
  }
}
