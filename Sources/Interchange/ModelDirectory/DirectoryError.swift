import Files
import HDF5
import Training

/// Why a model's directory cannot be used as asked.
public struct DirectoryError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    /// The system's words.
    case system(String)
    /// Another process trains there.
    case inUse(process: String?)
    /// There is nothing to read a model from.
    case empty
    /// The index names no checkpoint.
    case damagedIndex
    /// The index names a checkpoint that is not there.
    case lost(checkpoint: String)
    /// The index names a checkpoint of TensorFlow.
    case foreign(checkpoint: String)
    case checkpoint(CheckpointError)
    case file(HDF5Error)
    /// The checkpoint is of another model; the hyperparameters that make it so, then and now.
    case otherModel([ChangedHyperparameter])
    /// The checkpoint is of a training from another seed.
    case otherSeed(UInt64, asked: UInt64)
    /// A file of parameters lacks one of the model's.
    case missingVariable(String, available: Int)
    case variableShape(String, found: [Int], expected: [Int])
  }

  /// The directory or file.
  public let path: String
  public let cause: Cause

  public init(path: String, cause: Cause) {
    self.path = path
    self.cause = cause
  }

  /// Reads or writes HDF5, whose errors become causes.
  static func hdf5<Result>(_ body: () throws(HDF5Error) -> Result) throws(DirectoryError) -> Result {
    do throws(HDF5Error) { return try body() } catch { throw DirectoryError(path: error.file, cause: .file(error)) }
  }

  /// Writes a text file whole or not at all.
  static func write(_ text: String, to path: String) throws(DirectoryError) {
    do throws(AtomicFile.Failure) {
      try AtomicFile.write(text, to: path)
    } catch {
      throw DirectoryError(path: error.path, cause: .system(error.reason))
    }
  }
}
