import Datasets
import HDF5
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
      posteriors and data sets back. A tensor goes to HDF5. A figure is drawn as its file's extension says: `.svg`,
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
    let path = call.outputPath("path")
    switch call["x"] {
    case .handle(let handle as ModelHandle):
      try call.blaming("path") {
        try Checkpoint(handle.model, dataName: handle.dataName, dataFingerprint: handle.dataFingerprint).write(to: path)
      }
    case .handle(let handle as PosteriorHandle):
      try call.blaming("path") { try handle.file.write(to: path) }
    case .handle(let handle as DatasetHandle):
      _ = try call.blaming("path") { try DatasetWriter.write(handle.dataset, to: path) }
    case .handle(let handle as FigureHandle):
      let cancellation = call.cancellation
      try call.blaming("path") {
        try handle.renderer.write(handle.figure, to: path) { cancellation.isCancelled }
      }
    case .tensor(let tensor):
      try call.blaming("path") {
        try HDF5File.write(to: path) { writer throws(HDF5Error) in try writer.write(tensor, at: "data") }
      }
    default:
      throw call.fault(
        "x", "a \(call["x"].typeName) cannot be kept in a file",
        expected: "a model, posterior, dataset, tensor or figure")
    }
    return .nil
  }
}
