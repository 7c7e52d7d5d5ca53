import Datasets
import Glibc
import HDF5
import Language
import Tensors
import Training

/// Keeping what is slow to compute.
enum CachedRows {
  static let rows: [Builtin] = [cached]

  private static let cached = Builtin(
    "cached", .data, "What a file holds, or, where there is none, what a function gives, kept there for the next time.",
    details: """
      For models, posteriors, data sets, tensors, numbers, strings, bools, nil, and lists and records of them. Nothing is
      computed as long as the file is there, whatever has changed since: delete it, or say `refresh: true`.
      """,
    parameters: [
      Parameter("path", .path, .required, "The file, by the working directory"),
      Parameter("compute", .function(arguments: 0), .required, "Called where there is no such file"),
      Parameter("refresh", .bool, .defaults(.bool(false)), "Whether to compute it anew"),
    ],
    result: "what the function gives",
    examples: [
      Example("cached(\"slow.h5\", fn() { 6 * 7 })\ncached(\"slow.h5\", fn() { fail(\"not called\") })", shows: "42")
    ]
  ) { call in
    let kept = call.inputPath("path")
    if !call.bool("refresh"), access(kept, F_OK) == 0 { return try call.blaming("path") { try read(kept, call) } }
    try call.checkHDF5Name("path", for: "what is kept for the next time")
    let value = try call.invoke(call.function("compute"), [])
    try call.blaming("path") { try write(value, to: try call.outputPath("path")) }
    return value
  }

  private static func read(_ path: String, _ call: Call) throws -> Value {
    let file = try HDF5File(reading: path)
    if ValueFile.isValue(file) { return try ValueFile.read(file) }
    if Checkpoint.isModel(file) {
      let checkpoint = try Checkpoint(reading: path)
      return .handle(
        ModelHandle(checkpoint.model, dataName: checkpoint.dataName, dataFingerprint: checkpoint.dataFingerprint))
    }
    if PosteriorFile.isPosterior(file) { return .handle(PosteriorHandle(try PosteriorFile(reading: path))) }
    let cancellation = call.cancellation
    return DataRows.keep(
      DatasetHandle(try call.datasetLoader().load(path, dt: nil, isCancelled: { cancellation.isCancelled })), call)
  }

  private static func write(_ value: Value, to path: String) throws {
    switch value {
    case .handle(let handle as ModelHandle):
      try Checkpoint(handle.model, dataName: handle.dataName, dataFingerprint: handle.dataFingerprint).write(to: path)
    case .handle(let handle as PosteriorHandle): try handle.file.write(to: path)
    case .handle(let handle as DatasetHandle) where handle.dataset.sessions.count == 1:
      try DatasetWriter.write(handle.dataset, to: path)
    default: try ValueFile.write(value, to: path)
    }
  }
}
