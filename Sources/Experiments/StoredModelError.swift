/// Why the model that a directory holds is not the one asked for.
public struct StoredModelError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    /// There is nothing to read a model from.
    case empty
    /// It is of other sizes; the hyperparameters that make it so, then and now.
    case otherModel([ChangedHyperparameter])
    /// It was trained from another seed.
    case otherSeed(UInt64, asked: UInt64)
  }

  /// The directory, or the checkpoint in it.
  public let path: String
  public let cause: Cause

  public init(path: String, cause: Cause) {
    self.path = path
    self.cause = cause
  }
}
