import Datasets
import Foundation
import HDF5
import Testing

@Suite("Synthetic data sets") struct SyntheticTests {
  /// Arrays whose values another program cannot reproduce: unseeded noise, and what an own network makes of its input.
  private static let own: Set<String> = [
    "gaussian_chaotic_rnn_no_inputs/train_data", "gaussian_chaotic_rnn_no_inputs/valid_data",
  ]

  @Test(
    "Every integer array is the reference's by SHA-256, every other to 1e-9",
    arguments: SyntheticName.allCases.filter { $0 != .itb_rnn })
  func identical(name: SyntheticName) throws {
    let dataset = try Synthetic(name).generate()
    for session in dataset.sessions {
      let file = "\(name.rawValue)_\(session.name)"
      let digest = try #require(Digest.files[file], "the reference has no file \(file)")
      let stored = try HDF5File(reading: golden(file + ".h5"))
      let arrays = try fileArrays(session)
      #expect(Set(arrays.keys) == Set(digest.keys), "the arrays of \(file)")
      for (key, expected) in digest {
        guard let found = arrays[key] else { continue }
        #expect(found.shape == expected.shape, "the shape of \(key)")
        if Self.own.contains("\(name.rawValue)/\(key)") { continue }
        if let hash = expected.sha256_int64_le { #expect(found.hash == hash, "\(key) of \(file)") }
        let tolerance = key.hasPrefix("alignment") ? 1e-6 : 1e-9
        if !key.hasPrefix("alignment_matrix"), let sum = expected.sum, let squares = expected.sum_sq {
          let scale = max(1, Double(found.reals.count))
          #expect(abs(found.reals.reduce(0, +) - sum) <= tolerance * scale, "the sum of \(key)")
          #expect(abs(found.reals.reduce(0) { $0 + $1 * $1 } - squares) <= tolerance * scale, "the squares of \(key)")
        }
        try compare(key, found, stored, tolerance)
      }
    }
  }

  /// The elements themselves: small arrays whole, of large ones the first three trials and the last.
  private func compare(_ key: String, _ found: FileArray, _ stored: HDF5File, _ tolerance: Double) throws {
    func check(_ name: String, _ values: ArraySlice<Double>) throws {
      guard stored.contains(name) else { return }
      let expected = try stored.read(name, as: Double.self).values
      var found = Array(values)
      #expect(found.count == expected.count)
      if key == "alignment_matrix_cxf" { found = withSigns(of: expected, found) }
      let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= tolerance, "\(name): \(worst)")
    }
    try check(key, found.reals[...])
    let size = found.shape.dropFirst().reduce(1, *)
    try check(key + "_first3", found.reals.prefix(3 * size))
    try check(key + "_last1", found.reals.suffix(size))
  }

  /// An eigenvector is one up to its sign: columns of 10.
  private func withSigns(of expected: [Double], _ found: [Double]) -> [Double] {
    found.indices.map { i in
      let column = stride(from: i % 10, to: found.count, by: 10)
      let agreement = column.reduce(0) { $0 + found[$1] * expected[$1] }
      return agreement < 0 ? -found[i] : found[i]
    }
  }
}
