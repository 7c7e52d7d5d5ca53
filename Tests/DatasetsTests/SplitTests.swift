import Foundation
import HDF5
import Tensors
import Testing

@testable import Datasets

/// Counts that name their own place: trial · 100 + bin · 10 + channel.
func placedCounts(trials: Int, bins: Int = 3, channels: Int = 2) -> [Float] {
  (0..<trials * bins * channels).map { cell in
    Float(cell / (bins * channels) * 100 + cell / channels % bins * 10 + cell % channels)
  }
}

@Suite("Splits") struct SplitTests {
  private func parts(_ trials: Int, _ valid: Double, _ test: Double, _ conditions: [Double]? = nil) -> [SplitName:
    [Int]]?
  {
    Dataset.parts(trials: trials, validShare: valid, testShare: test, conditions: conditions)
  }

  @Test("Every fifth trial is validation; test trials are taken from the others and leave validation as it is")
  func shares() {
    #expect(parts(12, 0.2, 0) == [.train: [0, 1, 2, 3, 5, 6, 7, 8, 10, 11], .valid: [4, 9]])
    #expect(parts(12, 0.2, 0.2)?[.valid] == [4, 9])
    #expect(parts(12, 0.2, 0.2)?[.test] == [3, 8])
    #expect(parts(20, 0, 0.25) == [.train: (0..<20).filter { $0 % 4 != 3 }, .test: [3, 7, 11, 15, 19]])
    #expect(parts(4, 0, 0) == [.train: [0, 1, 2, 3]])
  }

  @Test(
    "The shares hold over all trials, within one", arguments: [(0.2, 0.1), (0.1, 0.3), (1.0 / 3, 1.0 / 3), (0.5, 0.25)])
  func sizes(valid: Double, test: Double) throws {
    let found = try #require(parts(997, valid, test))
    #expect(abs(Double(found[.valid]?.count ?? 0) - 997 * valid) <= 1)
    #expect(abs(Double(found[.test]?.count ?? 0) - 997 * test) <= 1.5)
    #expect(found.values.joined().sorted() == Array(0..<997))
  }

  @Test("Of each condition its share is taken")
  func conditions() throws {
    let found = try #require(parts(40, 0.2, 0.2, (0..<40).map { Double($0 % 4) }))
    for split in [SplitName.valid, .test] {
      #expect(Set(found[split, default: []].map { $0 % 4 }) == [0, 1, 2, 3] && found[split]?.count == 8)
    }
  }

  @Test(
    "Shares that leave nothing to train on are refused", arguments: [(0.5, 0.5), (0.9, 0.2), (0.0, 1.0), (-0.1, 0.0)])
  func refused(valid: Double, test: Double) {
    let counts = Tensor(placedCounts(trials: 6), shape: [6, 3, 2])
    #expect(throws: DatasetError.self) { try Dataset(counts: counts, valid: valid, test: test) }
  }

  @Test("What is written is read back with its three splits, where they stood, and its fingerprint")
  func roundTrip() throws {
    let trials = 15
    let counts = Tensor(placedCounts(trials: trials), shape: [trials, 3, 2])
    let external = Tensor((0..<trials * 3).map { Float($0) }, shape: [trials, 3, 1])
    let data = try Dataset(
      counts: counts, name: "x", dt: 0.01, test: 0.2, truth: counts,
      conditions: Tensor((0..<trials).map { Double($0 % 2) }, shape: [trials]),
      externalInput: external)
    try withTemporaryDirectory { (directory) throws in
      try DatasetWriter.write(data, to: directory + "/x")
      let read = try DatasetLoader(directories: [directory]).load("x")
      #expect(read.fingerprint == data.fingerprint)
      let (before, after) = (data.sessions[0], read.sessions[0])
      #expect(after.trials == trials && after.test?.trials == before.test?.trials && after.test != nil)
      for name in SplitName.allCases {
        let split = try #require(after.split(name))
        #expect(split.index == before.split(name)?.index)
        #expect(split.data == before.split(name)?.data)
        #expect(split.externalInput == before.split(name)?.externalInput)
        #expect(try split.truth?.floats() == before.split(name)?.truth?.floats())
        #expect(
          try split.arrays["condition_labels"]?.doubles() == before.split(name)?.arrays["condition_labels"]?.doubles())
      }
      #expect(after.order.map(\.split) == before.order.map(\.split))
    }
  }

  @Test("Without a test split nothing changes: not the splits, not the fingerprint")
  func unchanged() throws {
    let data = try Dataset(counts: Tensor(placedCounts(trials: 10), shape: [10, 3, 2]), name: "x", dt: 0.01)
    #expect(data.fingerprint == "9d18701daca96c35b64c4e50f27ed7382c10fd6c47a4f1ec0e77acc089b94c25")
    #expect(data.sessions[0].test == nil && data.sizes(.test) == [0])
  }
}

@Suite("Numbers of trials") struct TrialNumberTests {
  private func numbers(_ parts: (SplitName, Int, [Double]?)...) throws -> [SplitName: [Int]] {
    let numbers = try TrialNumbers(parts.map { .init(split: $0.0, trials: $0.1, numbers: $0.2) }, in: "file")
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.0, numbers[$0.0]) })
  }

  @Test("Without any, trials come split by split; MATLAB's begin at 1")
  func orders() throws {
    #expect(
      try numbers((.train, 3, nil), (.valid, 2, nil), (.test, 1, nil)) == [
        .train: [0, 1, 2], .valid: [3, 4], .test: [5],
      ])
    #expect(try numbers((.train, 2, [0, 2]), (.valid, 1, [1])) == [.train: [0, 2], .valid: [1]])
    #expect(try numbers((.train, 2, [1, 3]), (.valid, 1, [2])) == [.train: [0, 2], .valid: [1]])
    #expect(try numbers((.train, 2, [1, 4]), (.test, 2, [3, 2])) == [.train: [0, 3], .test: [2, 1]])
  }

  @Test("Test trials without numbers come after the others; validation trials need them")
  func missing() throws {
    #expect(try numbers((.train, 2, [4, 7]), (.test, 2, nil)) == [.train: [4, 7], .test: [8, 9]])
    for bad in [[0.0, 0], [0, 1.5], [-1, 2]] {
      #expect(throws: DatasetError.self) { try numbers((.train, 2, bad)) }
    }
    #expect(throws: DatasetError.self) { try numbers((.train, 1, [0]), (.valid, 1, nil)) }
  }
}
