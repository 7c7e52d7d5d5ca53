import Datasets
import Foundation
import LFADSModel
import Synchronization
import Tensors
import TestData
import Testing
import Training

@Suite("Trainer")
struct TrainerTests {
  @Test("Training lowers the cost of what it is trained on")
  func learns() throws {
    let trainer = try TinyData.trainer(try TinyData.dataset())
    let report = try trainer.fit(epochs: 15)
    let first = try #require(report.epochs.first).train.reconstruction
    #expect(try #require(report.epochs.last).train.reconstruction < first - 5)
    #expect(report.stopped == .epochs && report.steps == 60)
  }

  @Test("Fitting twice for 3 epochs equals once for 6, to the bit, with any number of threads")
  func continues() throws {
    let data = try TinyData.dataset(trials: 90)
    let h = TinyData.hyperparameters { $0.batch_size = 64 }
    let once = try TinyData.trainer(data, h)
    _ = try once.fit(epochs: 6)
    let twice = try TinyData.trainer(data, h, threads: 2)
    _ = try twice.fit(epochs: 3)
    _ = try twice.fit(epochs: 3)
    #expect(once.state.parameters.buffer.array == twice.state.parameters.buffer.array)
    #expect(once.state.history.map(\.train) == twice.state.history.map(\.train))
    #expect(once.state.history.map(\.valid) == twice.state.history.map(\.valid))
  }

  @Test("Interrupted in the middle of an epoch and continued it is the uninterrupted training, to the bit")
  func survivesInterruption() throws {
    let data = try TinyData.dataset()
    let whole = try TinyData.trainer(data)
    _ = try whole.fit(epochs: 4)
    let interrupted = try TinyData.trainer(data)
    var batches = 0
    let report = try interrupted.fit(
      epochs: 4, isCancelled: { batches == 6 }, onBatch: { _, _, _ in batches += 1 })
    #expect(report.stopped == .cancelled && report.steps == 6 && report.epochs.count == 1)
    _ = try interrupted.fit(epochs: 3)
    #expect(interrupted.state.parameters.buffer.array == whole.state.parameters.buffer.array)
    #expect(interrupted.state.history.map(\.train) == whole.state.history.map(\.train))
  }

  @Test("Aborted within a step it drops that step, and continued it is the uninterrupted training, to the bit")
  func survivesAbortion() throws {
    let data = try TinyData.dataset(trials: 90), h = TinyData.hyperparameters { $0.batch_size = 64 }
    let whole = try TinyData.trainer(data, h)
    _ = try whole.fit(epochs: 3)
    // A batch of 64 trials is two shards; every number of polls ends the training at another place, also in validation.
    for limit in 1...7 {
      let aborted = try TinyData.trainer(data, h)
      let polls = Atomic<Int>(0)
      let report = try aborted.fit(
        epochs: 2, isAborted: { polls.add(1, ordering: .relaxed).newValue >= limit })
      #expect(report.stopped == .cancelled)
      #expect(report.steps <= limit / 2, "a step was not dropped")
      _ = try aborted.fit(epochs: 3 - report.epochs.count)
      #expect(aborted.state.parameters.buffer.array == whole.state.parameters.buffer.array, "after \(limit) polls")
      #expect(aborted.state.history.map(\.valid) == whole.state.history.map(\.valid))
    }
  }

  @Test("Interrupted before its validation an epoch has only that left")
  func survivesInterruptionOfValidation() throws {
    let data = try TinyData.dataset()
    let whole = try TinyData.trainer(data)
    _ = try whole.fit(epochs: 2)
    let interrupted = try TinyData.trainer(data)
    var batches = 0
    let report = try interrupted.fit(
      epochs: 2, isCancelled: { batches == 4 }, onBatch: { _, _, _ in batches += 1 })
    #expect(report.epochs.isEmpty && report.steps == 4)
    #expect(try interrupted.fit(epochs: 1).steps == 4)
    _ = try interrupted.fit(epochs: 1)
    #expect(interrupted.state.parameters.buffer.array == whole.state.parameters.buffer.array)
    #expect(interrupted.state.history.map(\.valid) == whole.state.history.map(\.valid))
  }

  @Test("A session of fewer trials than a batch trains")
  func trainsOnFewTrials() throws {
    let data = try TinyData.dataset(trials: 5)
    let trainer = try TinyData.trainer(data, TinyData.hyperparameters { $0.batch_size = 128 })
    #expect(try trainer.fit(epochs: 3).steps == 3)
  }

  @Test("The best parameters are those of the lowest validation cost after both ramps")
  func keepsTheBest() throws {
    let trainer = try TinyData.trainer(try TinyData.dataset())
    let before = try trainer.fit(epochs: 2)
    #expect(before.bestEpoch == nil)
    let report = try trainer.fit(epochs: 12)
    let eligible = trainer.state.history.filter { $0.weights.kl == 1 && $0.weights.l2 == 1 }
    let lowest = try #require(eligible.min { ($0.valid?.total ?? .infinity) < ($1.valid?.total ?? .infinity) })
    #expect(report.bestEpoch == lowest.epoch && report.bestCost == lowest.valid?.total)
    #expect(trainer.state.best?.step == lowest.step)
  }

  @Test("Training stops when the learning rate has fallen below its stop")
  func stopsByTheRule() throws {
    let h = TinyData.hyperparameters {
      $0.learning_rate_n_to_compare = 1
      $0.learning_rate_decay_factor = 0.1
      $0.learning_rate_stop = 5e-3
    }
    let trainer = try TinyData.trainer(try TinyData.dataset(), h)
    let report = try trainer.fit(epochs: 500)
    #expect(report.stopped == .learningRate && report.epochs.count < 500)
    #expect(trainer.state.learningRate.rate < 5e-3)
    #expect(try trainer.fit(epochs: 5).epochs.isEmpty)
  }

  @Test("A cost that is no number stops the training and leaves the parameters as they were")
  func stopsAtNaN() throws {
    let data = try TinyData.dataset()
    let trainer = try TinyData.trainer(data)
    _ = try trainer.fit(epochs: 1)
    let state = trainer.state
    state.parameters.set("generator/to_factors_W", to: Array(repeating: .nan, count: 24))
    let before = state.parameters.buffer.array.map(\.bitPattern)
    let broken = TinyData.trainer(state, data)
    let report = try broken.fit(epochs: 3)
    let stop = NonFiniteStop(quantity: "reconstruction cost", step: 4, kept: 4)
    #expect(report.stopped == .notFinite(stop) && broken.state.nonFiniteStop == stop)
    #expect(broken.state.parameters.buffer.array.map(\.bitPattern) == before)
  }

  @Test("A learning rate far too high ends in NaN; the last parameters of finite cost are kept, and can be used")
  func keepsTheLastFinite() throws {
    let data = try TinyData.dataset()
    let trainer = try TinyData.trainer(data, TinyData.hyperparameters { $0.learning_rate_init = 1000 })
    let report = try trainer.fit(epochs: 20)
    guard case .notFinite(let stop) = report.stopped else {
      Issue.record("it ended in \(report.stopped)")
      return
    }
    #expect(stop.kept == stop.step - 1 && trainer.state.step == stop.kept)
    let state = trainer.state
    #expect(state.parameters.isFinite && state.nonFiniteStop == stop)
    let posterior = try Model(state).posterior(data, splits: [.train], samples: nil, seed: 0, threads: 1)
    let arrays = try #require(posterior?.sessions[0].splits[0].arrays)
    #expect(arrays.reconstruction.allSatisfy { $0.isFinite })

    // It is kept with the model, and forgotten with the next step that is sound.
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Checkpoint(Model(state)).write(to: path)
    let read = try #require(try Checkpoint(reading: path).state)
    #expect(read.nonFiniteStop == stop)
    let calmer = try #require(
      try read.adopting(TinyData.hyperparameters { $0.learning_rate_init = 0.01 }))
    var restarted = calmer
    restarted.parameters = ParameterVector(calmer.layout, seed: 1)
    restarted.learningRate.reset(calmer.layout.shape.hyperparameters)
    let second = TinyData.trainer(restarted, data)
    _ = try second.fit(epochs: 1)
    #expect(second.state.nonFiniteStop == nil)
  }

  @Test("initial_rates: data starts every read-out bias at the channel's log mean rate")
  func startsAtTheRates() throws {
    let data = try TinyData.dataset()
    let trainer = try TinyData.trainer(data, TinyData.hyperparameters { $0.initial_rates = .data })
    let bias = try #require(trainer.state.parameters.tensor("readout/data/lograte_b")).doubles
    let means = data.sessions[0].meanRates
    for (b, mean) in zip(bias, means) { #expect(abs(b.exponentiated - mean) < 1e-5 * mean) }
  }

  @Test("Frozen parameters do not move", arguments: [true, false])
  func freezes(encoderOnly: Bool) throws {
    let h = TinyData.hyperparameters {
      $0.do_train_encoder_only = encoderOnly
      $0.do_train_io_only = !encoderOnly
    }
    let trainer = try TinyData.trainer(try TinyData.dataset(), h)
    let before = trainer.state.parameters.copy()
    _ = try trainer.fit(epochs: 2)
    for entry in trainer.state.layout.entries {
      let moved = before.tensor(entry.path) != trainer.state.parameters.tensor(entry.path)
      let trains =
        encoderOnly
        ? entry.path.hasPrefix("ic_encoder/") || entry.path.hasPrefix("g0_posterior/")
        : entry.path.hasPrefix("readin/") || entry.path.hasPrefix("readout/")
      #expect(moved == trains, "\(entry.path)")
    }
  }
}

extension Double {
  fileprivate var exponentiated: Double {
    // e^x by its series around the nearest half; enough for a test of five digits.
    var sum = 1.0
    var term = 1.0
    for n in 1..<60 {
      term *= self / Double(n)
      sum += term
    }
    return sum
  }
}
