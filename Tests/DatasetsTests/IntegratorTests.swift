import Datasets
import Foundation
import HDF5
import Testing

/// The network that sums its input up to a bound: ours is trained anew, so that only its input is the reference's own.
@Suite("The integrator") struct IntegratorTests {
  private static let weights = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../stdlib/data/integrator.h5").standardizedFileURL.path
  private static let file = "itb_rnn_dataset_N50"

  @Test("Its inputs are exact; outputs, rates and counts are like the reference's")
  func resembles() throws {
    let session = try #require(try Synthetic(.itb_rnn, integratorPath: Self.weights).generate().sessions.first)
    let arrays = try fileArrays(session), digest = try #require(Digest.files[Self.file])
    let stored = try HDF5File(reading: golden(Self.file + ".h5"))
    #expect(session.name == "dataset_N50")
    #expect(Set(arrays.keys) == Set(digest.keys))
    for (key, expected) in digest { #expect(arrays[key]?.shape == expected.shape, "the shape of \(key)") }
    for split in ["train", "valid"] {
      let inputs = try #require(arrays[split + "_inputs_u"]?.reals)
      for (name, ours) in [("_first3", inputs.prefix(300)), ("_last1", inputs.suffix(100))] {
        #expect(try stored.read(split + "_inputs_u" + name, as: Double.self).values == Array(ours), "\(split) \(name)")
      }
      #expect(abs(inputs.reduce(0, +) - (digest[split + "_inputs_u"]?.sum ?? .nan)) < 1e-8)

      let outputs = try #require(arrays[split + "_outputs_u"]?.reals)
      #expect(rootMeanSquareError(outputs, of: inputs) <= 0.1, "rms error of \(split) outputs")
      #expect(abs(mean(outputs) { $0 * $0 } / 0.640 - 1) < 0.05, "second moment of \(split) outputs")

      for (key, power) in [("_data", 1), ("_truth", 1), ("_truth", 2)] {
        let ours = try #require(arrays[split + key]), theirs = try #require(digest[split + key])
        let reference = try #require(power == 1 ? theirs.sum : theirs.sum_sq) / Double(ours.reals.count)
        #expect(abs(mean(ours.reals) { power == 1 ? $0 : $0 * $0 } / reference - 1) < 0.05, "\(split)\(key), \(power)")
      }
    }
    for key in ["conversion_factor", "dt", "max_firing_rate", "nreplications", "train_percentage", "u_std"] {
      #expect(try stored.scalar(key) == arrays[key]?.reals.first, "\(key)")
    }
  }

  @Test("Without its weights, or with others, the error names the file")
  func refuses() throws {
    #expect(throws: DatasetError(file: "stdlib/data/integrator.h5", cause: .file(.missingFile))) {
      try Synthetic(.itb_rnn)
    }
    try withTemporaryDirectory { directory in
      let path = directory + "/integrator.h5"
      try HDF5File.write(to: path) { (writer) throws(HDF5Error) in try writer.write([1.0, 2], shape: [2], at: "data") }
      #expect(throws: DatasetError(file: path, object: "data", cause: .rank(shape: [2], axes: "[52, 51]"))) {
        try Synthetic(.itb_rnn, integratorPath: path)
      }
    }
  }

  /// Against clip(u_1 + … + u_t, −1, 1), over trials of 100 steps.
  private func rootMeanSquareError(_ outputs: [Double], of inputs: [Double]) -> Double {
    var sum = 0.0, error = 0.0
    for (step, input) in inputs.enumerated() {
      sum = step % 100 == 0 ? input : sum + input
      let difference = outputs[step] - min(max(sum, -1), 1)
      error += difference * difference
    }
    return (error / Double(inputs.count)).squareRoot()
  }

  private func mean(_ values: [Double], _ term: (Double) -> Double) -> Double {
    values.reduce(0) { $0 + term($1) } / Double(values.count)
  }
}
