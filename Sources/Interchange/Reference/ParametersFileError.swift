import HDF5

/// Why a file of parameters cannot be read into a model.
public struct ParametersFileError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    case file(HDF5Error)
    /// The file lacks one of the model's variables.
    case missingVariable(String, available: Int)
    case variableShape(String, found: [Int], expected: [Int])
  }

  public let path: String
  public let cause: Cause

  init(path: String, cause: Cause) {
    self.path = path
    self.cause = cause
  }

  /// Reads HDF5, whose errors become causes.
  static func hdf5<Result>(_ body: () throws(HDF5Error) -> Result) throws(ParametersFileError) -> Result {
    do throws(HDF5Error) { return try body() } catch {
      throw ParametersFileError(path: error.file, cause: .file(error))
    }
  }
}
