import Foundation
import HDF5
import Tensors
import Testing

@testable import Datasets

@Suite("Reading a file of a session") struct SessionReaderTests {
  /// What `look` makes of the session in a file, which is there as long as that takes.
  private func load<Result>(
    _ fill: (HDF5Writer) throws(HDF5Error) -> Void, _ look: (Session) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { directory in
      try HDF5File.write(to: directory + "/s.h5") { (writer) throws(HDF5Error) in try fill(writer) }
      return try look(DatasetLoader(directories: [directory]).load("s.h5").sessions[0])
    }
  }

  /// The error that reading ends in.
  private func failure(_ fill: (HDF5Writer) throws(HDF5Error) -> Void) -> DatasetError? {
    do {
      _ = try load(fill) { $0 }
      return nil
    } catch {
      return error as? DatasetError
    }
  }

  @Test("An array is of a split by its name, of the session otherwise")
  func belongings() throws {
    let fill: (HDF5Writer) throws(HDF5Error) -> Void = { writer throws(HDF5Error) in
      for (split, trials) in [("train", 4), ("valid", 2), ("test", 3)] {
        try writer.write(placedCounts(trials: trials).map { UInt16($0) }, shape: [trials, 3, 2], at: "\(split)_data")
        try writer.write(Array(0..<trials).map { Int64($0) }, shape: [trials], at: "speed_\(split)")
      }
      try writer.write(0.8, at: "train_percentage")
      try writer.write(0.005, at: "dt")
    }
    try load(fill) { (session) throws in
      #expect(session.dt == 0.005 && session.trials == 9)
      #expect(session.splits.map(\.trials) == [4, 2, 3])
      #expect(try session.test?.arrays["speed"]?.doubles() == [0, 1, 2])
      #expect(session.arrays.keys.sorted() == ["train_percentage"])
    }
  }

  @Test("Splits that do not go together are named with their extents", arguments: ["valid", "test"])
  func extents(split: String) throws {
    let error = failure { (writer) throws(HDF5Error) in
      try writer.write(placedCounts(trials: 4), shape: [4, 3, 2], at: "train_data")
      try writer.write(placedCounts(trials: 2, channels: 3), shape: [2, 3, 3], at: "\(split)_data")
    }
    #expect(error?.object == "\(split)_data")
    #expect(error?.cause == .extent(axis: "neuron", found: 3, expected: 2, of: "'train_data'"))
  }

  @Test("External input that one split lacks is named", arguments: ["valid", "test"])
  func externals(split: String) {
    let error = failure { (writer) throws(HDF5Error) in
      try writer.write(placedCounts(trials: 4), shape: [4, 3, 2], at: "train_data")
      try writer.write([Float](repeating: 0, count: 12), shape: [4, 3, 1], at: "train_ext_input")
      try writer.write(placedCounts(trials: 2), shape: [2, 3, 2], at: "\(split)_data")
    }
    #expect(error?.object == "\(split)_ext_input" && error?.cause == .missingBeside("train_ext_input"))
  }

  @Test("Missing bins are kept; an infinite one, and a trial or neuron without any, is an error")
  func missing() throws {
    func session(_ change: (inout [Float]) -> Void) -> (Session?, DatasetError.Cause?) {
      var counts = placedCounts(trials: 4)
      change(&counts)
      let fill: (HDF5Writer) throws(HDF5Error) -> Void = { writer throws(HDF5Error) in
        try writer.write(counts, shape: [4, 3, 2], at: "train_data")
      }
      do { return (try load(fill) { $0 }, nil) } catch { return (nil, (error as? DatasetError)?.cause) }
    }
    let kept = session { $0[7] = .nan }.0
    #expect(kept?.train.data.hasMissing == true && kept?.train.data.missingShare(0..<4) == 1.0 / 24)
    #expect(session { $0[7] = .infinity }.1 == .notFinite(at: [1, 0, 1], value: .infinity))
    #expect(session { for cell in 6..<12 { $0[cell] = .nan } }.1 == .nothingObserved("trial", 1))
    #expect(
      session { for cell in stride(from: 1, to: 24, by: 2) { $0[cell] = .nan } }.1 == .nothingObserved("neuron", 1))
  }
}
