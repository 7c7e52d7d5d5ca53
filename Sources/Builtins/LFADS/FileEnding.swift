import Interchange
import Language

/// What the end of a file's name lets its reader expect.
enum FileEnding {
  /// The letters after the last point of the name, in lower case; empty where there is none.
  static func of(_ path: String) -> String {
    (path.split(separator: "/").last ?? "").split(separator: ".").dropFirst().last?.lowercased() ?? ""
  }

  /// Endings of files that are neither arrays of this program nor HDF5.
  static let foreign: Set = [
    "npz", "mat", "tsv", "txt", "md", "json", "html", "ipynb", "lfs", "xls", "xlsx", "pkl", "pt", "svg", "png", "jpg",
    "jpeg", "pdf", "gp",
  ]

  /// How a program that reads files of that ending gets at HDF5, where there is something to say of it.
  static func advice(_ ending: String) -> String? { ending == "mat" ? "MATLAB's `h5read` reads .h5 files" : nil }
}

extension Call {
  /// Refuses a name whose ending belongs to another kind of file than HDF5.
  ///
  /// - Parameters:
  ///   - label: the argument that is the name.
  ///   - what: what is to be written: `a model`.
  ///   - array: code for a part of it that `save` writes as NumPy's `.npy`.
  func checkHDF5Name(_ label: String, for what: String, array: String? = nil) throws {
    let name = string(label), ending = FileEnding.of(name)
    let isOfArrays = ArrayFile.Kind(rawValue: ending).map { $0 != .hdf5 } ?? false
    guard isOfArrays || FileEnding.foreign.contains(ending) else { return }
    let part = ending == "npy" ? array.map { "one array of it can be: `save(\($0), \(Value.quoted(name)))`" } : nil
    throw fault(
      label, "\(what) is not written as '.\(ending)'", expected: "a name ending in .h5, or without an ending",
      found: Value.quoted(name), hint: part ?? FileEnding.advice(ending))
  }
}
