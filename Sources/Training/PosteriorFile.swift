import HDF5
import Tensors

/// A posterior as kept in a file: named arrays with named axes, trials in the order they were asked for.
///
/// Layout: attributes `format`, `version`, `session`, `samples` (0 where means were pushed through), `model_steps` and,
/// where known, `dt`; every array under its own name, its axes named as HDF5 dimension labels.
public struct PosteriorFile: Sendable {
  public let session: String
  public let samples: Int?
  /// Training steps of the model.
  public let steps: Int
  /// Seconds of a bin, where known.
  public let dt: Double?
  /// Arrays by name, in the order they are to be listed in.
  public let arrays: [(name: String, tensor: Tensor)]

  public static let format = "lfads-repl posterior"

  public init(session: String, samples: Int?, steps: Int, dt: Double?, arrays: [(name: String, tensor: Tensor)]) {
    self.session = session
    self.samples = samples
    self.steps = steps
    self.dt = dt
    self.arrays = arrays
  }

  /// Whether a file says that it is a posterior.
  public static func isPosterior(_ file: HDF5File) -> Bool {
    ((try? file.attribute("format")) ?? nil)?.text == format
  }

  /// Writes the file atomically.
  public func write(to path: String) throws(HDF5Error) {
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      try writer.attribute("format", Self.format)
      try writer.attribute("version", Int64(1))
      try writer.attribute("session", session)
      try writer.attribute("samples", Int64(samples ?? 0))
      try writer.attribute("model_steps", Int64(steps))
      if let dt { try writer.attribute("dt", dt) }
      for (name, tensor) in arrays { try writer.write(tensor, at: name) }
    }
  }

  /// Reads what ``write(to:)`` wrote.
  public init(reading path: String) throws(HDF5Error) {
    let file = try HDF5File(reading: path)
    session = try file.attribute("session")?.text ?? ""
    let count = Int(exactly: try file.attribute("samples")?.number ?? 0) ?? 0
    samples = count > 0 ? count : nil
    steps = Int(exactly: try file.attribute("model_steps")?.number ?? 0) ?? 0
    dt = try file.attribute("dt")?.number
    var arrays: [(name: String, tensor: Tensor)] = []
    for name in try file.names() where !(try file.isGroup(name)) { arrays.append((name, try file.tensor(name))) }
    self.arrays = arrays
  }
}
