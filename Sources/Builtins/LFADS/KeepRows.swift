import Datasets
import Interchange
import Language
import Tensors
import Training

/// Keeping values in files.
enum KeepRows {
  static let rows: [Builtin] = [save]

  private static let save = Builtin(
    "save", .data, "Keeps a model, posterior, data set, tensor or figure in a file.",
    details: """
      Models keep everything a training needs to go on to the bit; posteriors name their axes; `load` reads models,
      posteriors and data sets back. A tensor goes to NumPy's `.npy`, to `.csv` (a vector as one number a line, a matrix
      as a line a row), or with its axes' names to HDF5, array `data`; `read` reads it back. A figure is drawn as its file's extension says: `.svg`,
      `.png`, `.pdf`, or `.gp`, gnuplot's script with the data in it, for editing. Written whole or not at all: what was
      there before stays until then.
      """,
    parameters: [
      Parameter("x", .any, .required, "What to keep"), Parameter("path", .path, .required, "Where to"),
    ],
    result: nil,
    examples: [
      Example("save(lfads(factors: 3, seed: 1), \"model.h5\")\nload(\"model.h5\").factors_dim", shows: "3")
    ]
  ) { call in
    if case .handle(let handle as DatasetHandle) = call["x"] {
      try call.write(handle.dataset, to: "path")
      return .nil
    }
    let path = call.outputPath("path")
    switch call["x"] {
    case .handle(let handle as ModelHandle):
      try call.blaming("path") {
        try Checkpoint(handle.model, dataName: handle.dataName, dataFingerprint: handle.dataFingerprint).write(to: path)
      }
    case .handle(let handle as PosteriorHandle):
      try call.blaming("path") { try handle.file.write(to: path) }
    case .handle(let handle as FigureHandle):
      let cancellation = call.cancellation
      try call.blaming("path") {
        try handle.renderer.write(handle.figure, to: path) { cancellation.isCancelled }
      }
    case .tensor(let tensor):
      let kind = try fileKind(path, call)
      try call.blaming("path") { try ArrayFile.write(tensor, as: kind, to: path) }
    default:
      throw call.fault(
        "x", "a \(call["x"].typeName) cannot be kept in a file",
        expected: "a model, posterior, dataset, tensor or figure")
    }
    return .nil
  }

  /// What a tensor's file is by its ending; HDF5 unless that promises something else.
  private static func fileKind(_ path: String, _ call: Call) throws -> ArrayFile.Kind {
    let ending = (path.split(separator: "/").last ?? "").split(separator: ".").dropFirst().last?.lowercased() ?? ""
    if let kind = ArrayFile.Kind(rawValue: ending) { return kind }
    guard !foreign.contains(ending) else {
      throw call.fault(
        "path", "a tensor is not written as '.\(ending)'", expected: "a name ending in .npy, .csv or .h5",
        found: "\"\(call.string("path"))\"", hint: ending == "mat" ? "MATLAB's `h5read` reads .h5 files" : nil)
    }
    return .hdf5
  }

  /// Endings that would let the reader expect another kind of file.
  private static let foreign: Set = [
    "npz", "mat", "tsv", "txt", "json", "xls", "xlsx", "pkl", "pt", "svg", "png", "pdf", "gp",
  ]
}
