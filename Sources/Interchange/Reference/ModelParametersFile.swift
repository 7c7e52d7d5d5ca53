import HDF5
import LFADSModel
import Tensors
import Training

/// A model's parameters as the reference's `write_model_params` keeps them: every variable of its graph under its name,
/// "/" replaced by "_", beside `LFADS_global_step:0` and `LFADS_learning_rate:0`.
public struct ModelParametersFile {
  private let file: HDF5File
  private let group: String
  private let names: Set<String>

  /// Opens a file.
  ///
  /// - Parameter group: where in the file the variables stand.
  public init(reading path: String, group: String = "/") throws(ParametersFileError) {
    (file, names) = try ParametersFileError.hdf5 { () throws(HDF5Error) in
      let file = try HDF5File(reading: path)
      return (file, Set(try file.names(in: group)))
    }
    self.group = group
  }

  /// Whether a file is one.
  public static func isOne(_ file: HDF5File) -> Bool { file.contains(ReferenceNames.globalStep) }

  /// The training that these parameters, step and learning rate begin, under the layout of `state`. The file knows
  /// neither the optimiser's moments nor past costs: both start afresh.
  ///
  /// - Throws: `missingVariable` and `variableShape` where the file is of another model.
  public func state(like state: TrainingState) throws(ParametersFileError) -> TrainingState {
    let layout = state.layout, parameters = ParameterVector(layout)
    for entry in layout.entries {
      let array = try read(ReferenceNames.fileName(ofPath: entry.path))
      guard array.shape == entry.shape else {
        throw ParametersFileError(
          path: file.path,
          cause: .variableShape(
            ReferenceNames.fileName(ofPath: entry.path), found: array.shape, expected: entry.shape))
      }
      parameters.set(entry.path, to: array.values)
    }
    var loaded = TrainingState(layout, seed: state.seed, parameters: parameters)
    if let step = try number(ReferenceNames.globalStep), let whole = Int(exactly: step), 0..<1 << 40 ~= whole {
      loaded.step = whole
    }
    if let rate = try number(ReferenceNames.learningRate), rate > 0 {
      loaded.learningRate = LearningRate(rate: rate, costs: [])
    }
    return loaded
  }

  private func read(_ name: String) throws(ParametersFileError) -> HDF5Array<Float> {
    guard names.contains(name) else {
      throw ParametersFileError(path: file.path, cause: .missingVariable(name, available: names.count))
    }
    return try ParametersFileError.hdf5 { () throws(HDF5Error) in try file.read(place(name), as: Float.self) }
  }

  private func number(_ name: String) throws(ParametersFileError) -> Double? {
    guard names.contains(name) else { return nil }
    return try ParametersFileError.hdf5 { () throws(HDF5Error) in try file.scalar(place(name)) }
  }

  private func place(_ name: String) -> String { group == "/" ? name : "\(group)/\(name)" }

  /// Writes a model's parameters, step and learning rate, atomically.
  public static func write(_ state: TrainingState, to path: String) throws(HDF5Error) {
    try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
      for entry in state.layout.entries {
        let values = UnsafeBufferPointer(start: state.parameters.buffer.pointer + entry.offset, count: entry.count)
        try writer.write(
          values, shape: entry.shape, at: ReferenceNames.fileName(ofPath: entry.path), compression: .none)
      }
      try writer.write(Int64(state.step), at: ReferenceNames.globalStep)
      try writer.write(Float(state.learningRate.rate), at: ReferenceNames.learningRate)
    }
  }
}
