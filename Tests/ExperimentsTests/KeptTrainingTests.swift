import Datasets
import Files
import Foundation
import LFADSModel
import TestData
import Testing
import Training

@testable import Experiments

@Suite("A training kept in a directory")
struct KeptTrainingTests {
  private let directory = ModelDirectory(
    FileManager.default.temporaryDirectory.appendingPathComponent("kept-\(UUID().uuidString)").path)

  private func training(_ data: Dataset, _ state: TrainingState, threads: Int = 1) throws -> KeptTraining {
    let place = KeptTraining.Place(directory, options: TrainingKeeper.Options())
    return try KeptTraining(in: place, data: data, threads: threads, clock: { 0 }) {
      try directory.start(from: state).start
    }
  }

  private func remove() { try? FileManager.default.removeItem(atPath: directory.path) }

  @Test("Stopped in mid-epoch and begun again, it is the uninterrupted one to the bit")
  func resumes() throws {
    defer { remove() }
    let data = try TinyData.dataset(), fresh = try TinyData.trainer(data).state
    let whole = try TinyData.trainer(data)
    _ = try whole.fit(epochs: 6)
    do {
      let first = try training(data, fresh)
      var batches = 0
      let report = try first.train(
        epochs: 6, isCancelled: { batches == 10 }, onBatch: { _, _, _, _ in batches += 1 })
      #expect(report.stopped == .cancelled)
      try first.end()
    }
    // The model in hand is a fresh one: what the directory holds is further on.
    let second = try training(data, fresh, threads: 2)
    #expect(second.start.epoch == 2 && second.start.step == 10)
    _ = try second.train(epochs: 4)
    try second.end()
    #expect(second.state.parameters.buffer.array == whole.state.parameters.buffer.array)
    #expect(second.state.history == whole.state.history)
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: directory.path))
    #expect(
      names.isSuperset(of: ["checkpoint", "fitlog.csv", "lfads_log", "hyperparameters-0.txt", "hyperparameters-10.txt"])
    )
  }

  @Test("A second training in the directory waits until the first lets go")
  func locks() throws {
    defer { remove() }
    let data = try TinyData.dataset(), fresh = try TinyData.trainer(data).state
    let first = try training(data, fresh)
    #expect(throws: DirectoryError.self) { try training(data, fresh) }
    withExtendedLifetime(first) {}
  }

  @Test("A training from another seed, and a model that is further on, are told apart")
  func starts() throws {
    defer { remove() }
    let data = try TinyData.dataset()
    let trainer = try TinyData.trainer(data)
    _ = try trainer.fit(epochs: 1)
    do {
      let kept = try training(data, trainer.state)
      try kept.end()
    }
    let other = try TinyData.trainer(data, seed: 9).state
    #expect(throws: StoredModelError(path: directory.path, cause: .otherSeed(1, asked: 9))) {
      try directory.start(from: other)
    }
    _ = try trainer.fit(epochs: 1)
    let (start, takenUp) = try directory.start(from: trainer.state)
    #expect(takenUp == nil && start.goesOn && !start.isStored && start.state.epoch == 2)
  }

  @Test("An index that names nothing, or what is not there, is an error and no new beginning")
  func indices() throws {
    defer { remove() }
    try directory.make()
    let h = TinyData.hyperparameters()
    #expect(try directory.checkpoint(hyperparameters: h) == nil)
    let index = directory.file("checkpoint")
    try AtomicFile.write("nonsense", to: index)
    #expect(throws: DirectoryError(path: index, cause: .damagedIndex)) { try directory.checkpoint(hyperparameters: h) }
    try AtomicFile.write("model_checkpoint_path: \"gone.ckpt-3.h5\"\n", to: index)
    #expect(throws: DirectoryError(path: directory.path, cause: .lost(checkpoint: directory.file("gone.ckpt-3.h5")))) {
      try directory.checkpoint(hyperparameters: h)
    }
    try AtomicFile.write("model_checkpoint_path: \"lfads_vae-3\"\n", to: index)
    #expect(throws: DirectoryError(path: directory.path, cause: .foreign(checkpoint: directory.file("lfads_vae-3")))) {
      try directory.checkpoint(hyperparameters: h)
    }
  }
}

extension StoredModel: Equatable {
  public static func == (a: StoredModel, b: StoredModel) -> Bool {
    a.origin == b.origin && a.state.step == b.state.step
  }
}
