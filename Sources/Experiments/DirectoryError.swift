import Training

/// Why a model's directory, or a series of checkpoints in it, cannot be used as asked.
public struct DirectoryError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    /// The system's words.
    case system(String)
    /// Another process trains there.
    case inUse(process: String?)
    /// The index names no checkpoint.
    case damagedIndex
    /// The index names a checkpoint that is not there.
    case lost(checkpoint: String)
    /// The index names a checkpoint of TensorFlow.
    case foreign(checkpoint: String)
  }

  /// The directory or file.
  public let path: String
  public let cause: Cause
}
