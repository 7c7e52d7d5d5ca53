import HDF5

/// Why a data set could not be read, made or used: the file, the object within it, and the cause.
public struct DatasetError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    /// The file itself.
    case file(HDF5Error.Cause)
    /// A file that was read before is no longer the same.
    case changed
    /// There are no training data; the names of the arrays there are.
    case noTrainingData(available: [String])
    /// An array with the wrong number of axes; the axes expected.
    case rank(shape: [Int], axes: String)
    /// A split without trials, or trials without bins or channels.
    case empty(shape: [Int])
    /// An array that has to agree with another in one axis.
    case extent(axis: String, found: Int, expected: Int, of: String)
    /// An array that has to be there because another is.
    case missingBeside(String)
    /// An element that is not a finite number.
    case notFinite(at: [Int], value: Float)
    /// A missing bin where none may be; the share of bins that are.
    case missing(at: [Int], share: Double)
    /// A trial or neuron all of whose bins are missing.
    case nothingObserved(String, Int)
    /// An element that no Poisson likelihood can have: negative or not whole.
    case notACount(at: [Int], value: Float)
    /// An element so large that it is no count, as fill values of missing data are.
    case countTooLarge(at: [Int], value: Float)
    /// An element that is neither 0 nor above a bound, which its likelihood needs.
    case notZeroOrAbove(Float, at: [Int], value: Float)
    /// Trial numbers that are not each another whole number.
    case index
    /// The number of a unit that is not whole.
    case notAUnit(at: Int, value: Double)
    /// A bin width or conversion factor that is not a positive number.
    case notPositive(Double)
    /// A bin width given that the file contradicts.
    case binWidth(given: Double, file: Double)
    /// An array of text where numbers are needed.
    case text
    /// Two sessions of one name.
    case repeatedSession(String)
    /// A share of validation or test trials outside 0 … 1, or one that leaves no trial to train on.
    case share(Double, of: SplitName, trials: Int)
    /// Shares of validation and test trials that together leave no trial to train on.
    case shares(valid: Double, test: Double, trials: Int)
    /// There is neither a file nor a data set of that name; names like it, and those of the synthetic data sets.
    case unknown(near: [String], synthetic: [String])
    /// A directory that cannot be read or made: the system's words.
    case directory(String)
    /// A parameter of a synthetic data set, or of binning, out of its range; what is allowed.
    case parameter(String, value: Double, allowed: String)
    /// A window that is no whole number of bins long: how many it is, of `dt` seconds; a window that is, and a width of
    /// bins that would fit, where there is one near.
    case partialBins(bins: Double, dt: Double, window: [Double], width: Double?)
    /// The work was ended before it was done.
    case cancelled
    /// A numerical step that failed on these data.
    case numerics(String)
  }

  /// The file, or the name of a data set made in memory.
  public let file: String
  /// The array or session meant; nil where it is the whole.
  public let object: String?
  public let cause: Cause

  public init(file: String, object: String? = nil, cause: Cause) {
    self.file = file
    self.object = object
    self.cause = cause
  }

  init(_ error: HDF5Error) {
    self.init(file: error.file, object: error.object, cause: .file(error.cause))
  }
}
