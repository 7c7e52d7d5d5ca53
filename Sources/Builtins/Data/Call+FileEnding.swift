import Files
import Interchange
import Language

extension Call {
  /// Refuses a name whose ending belongs to another kind of file than HDF5.
  ///
  /// - Parameters:
  ///   - label: the argument that is the name.
  ///   - what: what is to be written: `a model`.
  ///   - array: code for a part of it that `save` writes as NumPy's `.npy`.
  func checkHDF5Name(_ label: String, for what: String, array: String? = nil) throws {
    let name = string(label), ending = FileName.ending(of: name)
    guard FileName.knownEndings.contains(ending), !["h5", "hdf5"].contains(ending) else { return }
    let part = ending == "npy" ? array.map { "one array of it can be: `save(\($0), \(Value.quoted(name)))`" } : nil
    throw fault(
      label, "\(what) is not written as '.\(ending)'", expected: "a name ending in .h5, or without an ending",
      found: Value.quoted(name), hint: part ?? hdf5Advice(ending))
  }

  /// What kind of file a tensor is written as: by the ending of its name, HDF5 unless that promises something else.
  func arrayFileKind(_ label: String) throws -> ArrayFile.Kind {
    let name = string(label), ending = FileName.ending(of: name)
    if let kind = ArrayFile.Kind(rawValue: ending) { return kind }
    guard ending != "hdf5", FileName.knownEndings.contains(ending) else { return .hdf5 }
    throw fault(
      label, "a tensor is not written as '.\(ending)'", expected: "a name ending in .npy, .csv or .h5",
      found: Value.quoted(name), hint: hdf5Advice(ending))
  }

  /// How a program that reads files of that ending gets at HDF5, where there is something to say of it.
  private func hdf5Advice(_ ending: String) -> String? {
    ending == "mat" ? "MATLAB's `h5read` reads .h5 files" : nil
  }
}
