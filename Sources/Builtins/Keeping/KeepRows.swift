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
    try checkName(call)
    if case .handle(let handle as DatasetHandle) = call["x"] {
      try call.write(handle.dataset, to: "path")
      return .nil
    }
    let path = try call.outputPath("path")
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
      let kind = try call.arrayFileKind("path")
      try call.blaming("path") { try ArrayFile.write(tensor, as: kind, to: path) }
    default:
      throw call.fault(
        "x", "a \(call["x"].typeName) cannot be kept in a file",
        expected: "a model, posterior, dataset, tensor or figure", hint: advice(on: call["x"]))
    }
    return .nil
  }

  /// Refuses names that would let the reader of a model, posterior or data set expect another kind of file.
  private static func checkName(_ call: Call) throws {
    switch call["x"].asHandle {
    case is ModelHandle: try call.checkHDF5Name("path", for: "a model")
    case is PosteriorHandle: try call.checkHDF5Name("path", for: "a posterior", array: "post.rates")
    case is DatasetHandle: try call.checkHDF5Name("path", for: "a data set", array: "data.train.data")
    default: break
    }
  }

  /// The field of a record that can be kept by itself, as those by session can.
  private static func advice(on value: Value) -> String? {
    let holder = value.asRecord?.fields.first { field in
      switch field.1 {
      case .tensor: true
      case .handle(let handle): handle is ModelHandle || handle is PosteriorHandle || handle is DatasetHandle
      default: false
      }
    }
    return holder.map { "keep its fields each in a file of its own: `save(r[\(Value.quoted($0.0))], …)`" }
  }
}
