import Datasets
import Files
import Foundation
import HDF5
import Testing

/// What the reference's synthetic data come to: shape, sums and hashes of every array of every file.
struct Digest: Decodable {
  struct Entry: Decodable {
    let shape: [Int]
    let dtype: String
    let sum: Double?
    let sum_sq: Double?
    let sha256_int64_le: String?
  }

  static let files: [String: [String: Entry]] = {
    let data = FileManager.default.contents(atPath: golden("digest.json")) ?? Data()
    return (try? JSONDecoder().decode([String: [String: Entry]].self, from: data)) ?? [:]
  }()
}

func golden(_ name: String) -> String { Bundle.module.bundlePath + "/Golden/" + name }

/// An array of a session as it stands in the session's file.
struct FileArray {
  let shape: [Int]
  /// Whole numbers, if it is an array of those.
  let integers: [Int64]?
  let reals: [Double]

  init(_ values: [Double], _ shape: [Int]) {
    self.shape = shape
    reals = values
    integers = values.allSatisfy { $0 == $0.rounded() } ? values.map { Int64($0) } : nil
  }

  /// SHA-256 of the numbers as little-endian 64-bit integers.
  var hash: String? {
    guard let integers else { return nil }
    var hash = SHA256()
    integers.withUnsafeBytes { hash.update($0) }
    return hash.finalize()
  }
}

/// Every array of a session by its name in the reference's files.
func fileArrays(_ session: Session) throws -> [String: FileArray] {
  var arrays: [String: FileArray] = [:]
  for split in [session.train, session.valid].compactMap({ $0 }) {
    let name = split.name.rawValue
    arrays[name + "_data"] = FileArray(split.data.tensor.doubles, split.data.shape)
    if let input = split.externalInput {
      arrays[name + "_ext_input"] = FileArray(input.values.map(Double.init), [input.trials, input.bins, input.inputs])
    }
    for array in split.arrays.values { arrays[array.fileName] = FileArray(try array.doubles(), array.shape) }
  }
  for array in session.arrays.values { arrays[array.fileName] = FileArray(try array.doubles(), array.shape) }
  if let dt = session.dt { arrays["dt"] = FileArray([dt], []) }
  if let factor = session.conversionFactor { arrays["conversion_factor"] = FileArray([factor], []) }
  if let alignment = session.alignment {
    arrays["alignment_matrix_cxf"] = FileArray(alignment.matrix, [alignment.channels, alignment.factors])
    arrays["alignment_bias_c"] = FileArray(alignment.bias, [alignment.channels])
  }
  return arrays
}

/// Runs `body` with a directory that is gone afterwards.
func withTemporaryDirectory<R>(_ body: (String) throws -> R) throws -> R {
  let directory = FileManager.default.temporaryDirectory.appending(path: "lfads-datasets-\(UUID())")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory.path)
}
