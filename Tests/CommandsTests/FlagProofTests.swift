import Foundation
import HDF5
import LFADSModel
import Tensors
import Testing
import Training

@testable import Commands

/// Every flag of `run`, and that it does what it says.
@Suite("What the flags do") struct FlagProofTests {
  @Test("Every flag has its proof")
  func complete() {
    #expect(Set(FlagProof.all.keys) == Set(Flag.all.map(\.name)))
  }

  @Test("It does what it says", arguments: Flag.all.map(\.name))
  func does(name: String) throws {
    let proof = try #require(FlagProof.all[name], "nothing proves --\(name)")
    try proof(FlagTrial(flag: name, place: try Place()))
  }
}

/// Runs with and without a flag.
struct FlagTrial {
  let flag: String
  let place: Place

  typealias Proof = @Sendable (FlagTrial) throws -> Void

  /// The state after a training with the flag at a value, or without it.
  func trained(_ value: String?, epochs: Int = 2, _ others: [String] = []) throws -> TrainingState {
    let model = value.map { "with-\($0)" } ?? "without"
    let own = value.map { ["--\(flag)=\($0)"] } ?? []
    try place.run(["--epochs=\(epochs)"] + others + own, model: model)
    return try place.state(model)
  }

  static func shows(_ claim: @escaping @Sendable (FlagTrial) throws -> Bool) -> Proof {
    { trial in
      let holds = try claim(trial)
      #expect(holds)
    }
  }

  /// The trained parameters differ, their sizes do not.
  static func changesTraining(_ value: String, _ others: String...) -> Proof {
    { trial in
      let without = try trial.trained(nil, others), with = try trial.trained(value, others)
      #expect(with.step == without.step && with.step > 0)
      #expect(with.layout.entries.map(\.shape) == without.layout.entries.map(\.shape))
      #expect(with.parameters.buffer.array != without.parameters.buffer.array)
    }
  }

  /// A parameter has these rows and columns, which are others without the flag; nil: there is no such parameter.
  static func shapes(_ value: String, _ path: String, _ shape: [Int]?, _ others: String...) -> Proof {
    { trial in
      func found(_ value: String?) throws -> [Int]? {
        try trial.trained(value, epochs: 0, others).layout.entries.first { $0.path == path }?.shape
      }
      let with = try found(value), without = try found(nil)
      #expect(with == shape && without != shape)
    }
  }

  /// Before training a parameter is what it is without the flag, times a factor.
  static func scales(_ value: String, _ paths: [String], by factor: Float) -> Proof {
    { trial in
      let without = try trial.trained(nil, epochs: 0), with = try trial.trained(value, epochs: 0)
      for entry in with.layout.entries {
        let a = try #require(with.parameters.tensor(entry.path)).floats
        let b = try #require(without.parameters.tensor(entry.path)).floats
        let expected = paths.contains(entry.path) ? b.map { factor * $0 } : b
        for (x, y) in zip(a, expected) { #expect(abs(x - y) <= 1e-5 * max(abs(y), 1), "\(entry.path)") }
      }
    }
  }

  /// Before training every element of a parameter is this.
  static func starts(_ value: String, _ path: String, at number: Double) -> Proof {
    { trial in
      for x in try #require(try trial.trained(value, epochs: 0).parameters.tensor(path)).doubles {
        #expect(abs(x - number) < 1e-6)
      }
    }
  }

  /// With the flag training moves a parameter, without it does not, or the other way round.
  static func moves(_ value: String, _ path: String, _ isMoved: Bool, _ others: String...) -> Proof {
    { trial in
      for (value, expected) in [(value, isMoved), (nil, !isMoved)] {
        let before = try trial.trained(value, epochs: 0, others).parameters.tensor(path)
        let after = try trial.trained(value, others).parameters.tensor(path)
        #expect((after != before) == expected)
      }
    }
  }

  /// The last epoch's entry of `fitlog.csv` after its name.
  static func logs(_ value: String, _ column: String, _ expected: String, _ others: String...) -> Proof {
    { trial in
      for (value, isExpected) in [(value, true), (nil, false)] {
        _ = try trial.trained(value, others)
        let model = value.map { "with-\($0)" } ?? "without"
        let log = try String(contentsOfFile: "\(trial.place.path)/\(model)/fitlog.csv", encoding: .utf8)
        let words = try #require(log.split(separator: "\n").last).split(separator: ",").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        let place = try #require(words.firstIndex(of: column))
        #expect((words[place + 1] == expected) == isExpected, "\(column) is \(words[place + 1])")
      }
    }
  }

  /// Training whose cost rises at every epoch, so that the learning rate decays at nearly each.
  static let rising = [
    "--l2_gen_scale=1e6", "--l2_increase_steps=1000", "--learning_rate_n_to_compare=1", "--learning_rate_init=1e-4",
  ]

  /// A state after epochs of rising cost fulfils a condition, which without the flag it does not.
  static func decays(_ value: String, _ holds: @escaping @Sendable (TrainingState) -> Bool) -> Proof {
    { trial in
      let with = try trial.trained(value, epochs: 9, rising), without = try trial.trained(nil, epochs: 9, rising)
      #expect(holds(with) && !holds(without))
    }
  }

  /// What a kind of reading writes after a training fulfils a condition, which without the flag it does not.
  static func reads(
    _ words: String, _ name: String, _ holds: @escaping @Sendable (HDF5Array<Double>) -> Bool
  ) -> Proof {
    { trial in
      let file = "model_runs_a_train_posterior_sample_and_average"
      for (number, others) in [[], [words]].enumerated() {
        let model = "model\(number)"
        try trial.place.run(["--epochs=2"] + others, model: model)
        try trial.place.run(["--kind=posterior_sample_and_average"] + others, model: model)
        let read = try HDF5File(reading: "\(trial.place.path)/\(model)/\(file)").read(name, as: Double.self)
        #expect(holds(read) == (number == 1))
      }
    }
  }

  /// After a training with the words there are files whose names begin so, and only so many.
  static func leaves(_ words: String..., files: [String: Int]) -> Proof {
    { trial in
      try trial.place.run(words, model: "model")
      for (start, count) in files {
        #expect(trial.place.files().filter { $0.hasPrefix(start) }.count == count, "\(start)")
      }
    }
  }
}
