import Datasets
import Foundation
import HDF5
import Interchange
import Tensors
import Testing

@Suite("Data of other programs") struct ForeignLayoutTests {
  /// Counts of 5 trials [trial, 4, 3] and the file's other arrays.
  private func write(_ names: [String], to path: String, _ more: (HDF5Writer) throws(HDF5Error) -> Void) throws {
    try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
      for (number, name) in names.enumerated() {
        try writer.write((0..<60).map { Int64(($0 + number) % 3) }, shape: [5, 4, 3], at: name)
      }
      try more(writer)
    }
  }

  private func load(_ path: String) throws -> Session {
    let loader = DatasetLoader(directories: [""], layouts: ForeignLayouts.all)
    return try #require(try loader.load(path).sessions.first)
  }

  private func withFile(_ name: String, _ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "layouts-\(UUID())").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body("\(directory)/\(name)")
  }

  @Test("lfads-torch: encoder data, truth in its units, read-in and read-out as alignment")
  func torch() throws {
    try withFile("x.h5") { path in
      let names = ["train_encod_data", "valid_encod_data", "train_recon_data", "valid_recon_data"]
      try write(names, to: path) { (writer) throws(HDF5Error) in
        for split in ["train", "valid"] {
          try writer.write([Float](repeating: 2, count: 60), shape: [5, 4, 3], at: split + "_truth")
        }
        try writer.write(4.0, at: "conversion_factor")
        try writer.write([1.0, 0, 0, 1, 1, 1], shape: [3, 2], at: "readin_weight")
        try writer.write([0.1, 0.2, 0.3], shape: [3], at: "readout_bias")
      }
      let session = try load(path)
      #expect(session.layout == "lfads-torch")
      #expect(session.train.data.tensor.floats.prefix(3) == [0, 1, 2])
      #expect(session.valid?.data.tensor.floats.prefix(3) == [1, 2, 0])
      #expect(try session.rates(.valid)?.floats == [Float](repeating: 0.5, count: 60))
      #expect(session.alignment == AlignmentMatrix(matrix: [1, 0, 0, 1, 1, 1], bias: [0.1, 0.2, 0.3]))
      #expect(try session.train.field("recon_data")?.doubles.prefix(3) == [2, 0, 1])
      #expect(session.arrays["readin_weight"] == nil)
    }
  }

  @Test("lfads-torch: where only what is reconstructed is there, that is the data")
  func reconstructedAlone() throws {
    try withFile("x.h5") { path in
      try write(["train_recon_data", "valid_recon_data"], to: path) { _ throws(HDF5Error) in }
      let session = try load(path)
      #expect(session.layout == "lfads-torch")
      #expect(session.train.trials == 5)
    }
  }

  @Test("autolfads-tf2 and the run manager: the trials' numbers, from 0 or 1", arguments: [0, 1])
  func numbered(first: Int64) throws {
    let isManager = first == 1
    try withFile(isManager ? "lfads_monkey.h5" : "monkey.h5") { path in
      try write(["train_data", "valid_data"], to: path) { (writer) throws(HDF5Error) in
        try writer.write([0, 2, 4, 6, 8].map { $0 + first }, shape: [5], at: "train_inds")
        try writer.write([9, 1, 3, 5, 7].map { $0 + first }, shape: [5], at: "valid_inds")
        try writer.write([0.5], shape: [1], at: "conversion_factor")
      }
      let session = try load(path)
      #expect(session.layout == (isManager ? "LFADS Run Manager" : "autolfads-tf2"))
      #expect(session.train.index == [0, 2, 4, 6, 8])
      #expect(session.valid?.index == [9, 1, 3, 5, 7])
      #expect(session.conversionFactor == 0.5)
    }
  }

  @Test("A data set of ours with the trials' numbers is ours")
  func own() throws {
    try withFile("x.h5") { path in
      let data = try Dataset(counts: Tensor([Float](repeating: 1, count: 120), shape: [10, 4, 3]))
      try DatasetWriter.write(data, to: path)
      let session = try load(path)
      #expect(session.layout == "LFADS")
      #expect(session.valid?.index == [4, 9])
    }
  }

  @Test("MATLAB's axes are turned, whosever names the arrays have")
  func matlab() throws {
    try withFile("lfads_x.mat") { path in
      try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
        for name in ["train_encod_data", "valid_encod_data"] {
          // [neuron, time, trial] as MATLAB stores an array of 2 trials, 4 bins, 3 neurons.
          try writer.write((0..<24).map { Double($0) }, shape: [3, 4, 2], at: name)
          try writer.attribute("MATLAB_class", "double", of: name)
        }
        try writer.write([0.02], shape: [1, 1], at: "dt")
        try writer.attribute("MATLAB_class", "double", of: "dt")
      }
      let session = try load(path)
      #expect(session.layout == "lfads-torch, MATLAB v7.3")
      #expect(session.train.data.shape == [2, 4, 3])
      #expect(session.train.data.tensor.floats.prefix(3) == [0, 8, 16])
      #expect(session.dt == 0.02)
    }
  }
}
