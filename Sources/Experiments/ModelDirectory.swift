import Files
import Glibc
import Training

/// The directory a model lives in: its checkpoints, what they are named in, and the logs of its training.
public struct ModelDirectory: Sendable {
  public let path: String
  /// Written every so many epochs and whenever a training ends: a training goes on from the newest.
  public let rolling: CheckpointSeries
  /// Those of the lowest validation cost so far, once both ramps are done.
  public let lowest: CheckpointSeries

  /// - Parameters:
  ///   - checkpointName: start of the checkpoints' file names.
  ///   - keepRolling: how many rolling checkpoints to keep; 0: all.
  ///   - keepLowest: how many of those of lowest validation cost; 0: all.
  public init(_ path: String, checkpointName: String = "lfads_vae", keepRolling: Int = 5, keepLowest: Int = 5) {
    self.path = FileName.bare(path)
    rolling = CheckpointSeries(
      directory: self.path, indexName: Self.rollingIndex, stem: checkpointName, limit: keepRolling)
    lowest = CheckpointSeries(
      directory: self.path, indexName: Self.lowestIndex, stem: "\(checkpointName)_lve", limit: keepLowest)
  }

  public static let rollingIndex = "checkpoint"
  public static let lowestIndex = "checkpoint_lve"
  /// The file of parameters, as the reference writes it.
  public static let parametersName = "model_params"

  /// Makes the directory, and those above it, where they are missing.
  public func make() throws(DirectoryError) {
    do { try Folder.make(path) } catch { throw DirectoryError(path: path, cause: .system(error.reason)) }
    guard access(path, W_OK | X_OK) == 0 else {
      throw DirectoryError(path: path, cause: .system(String(cString: strerror(errno))))
    }
  }

  /// Claims the directory for a training and clears away what a killed one left half written.
  ///
  /// - Throws: `inUse` while another training holds it.
  public func lock() throws(DirectoryError) -> DirectoryLock {
    let lock = try DirectoryLock(path)
    rolling.sweep()
    lowest.sweep()
    return lock
  }

  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }
}
