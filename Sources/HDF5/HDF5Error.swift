/// Why a file could not be read or written: the file, the object within it, and the cause.
public struct HDF5Error: Error, Equatable, Sendable, Codable {
  /// What went wrong.
  public enum Cause: Equatable, Sendable, Codable {
    /// There is no such file.
    case missingFile
    /// The path names a directory, a device or a pipe.
    case notARegularFile
    /// The system refused: its own words.
    case system(String)
    /// Another program has the file open for writing.
    case locked
    /// The file does not begin like an HDF5 file.
    case notHDF5
    /// A MATLAB file of a version before 7.3.
    case oldMatlab
    /// The file is shorter than its header says.
    case truncated
    /// Something within the file contradicts itself.
    case damaged([String])
    /// No object of that name; the names beside it.
    case noSuchObject(available: [String])
    /// A group where an array is needed.
    case notAnArray
    /// An array where a group is needed.
    case notAGroup
    /// The object is reached through a link to another file.
    case externalLink
    /// The object is reached through links that lead nowhere or in a circle.
    case brokenLink
    /// The array's bytes lie in another file.
    case externalStorage
    /// The array is a virtual data set, made of pieces of other files.
    case virtual
    /// The array is compressed by a filter that is not built in.
    case filter(String)
    /// Elements of a kind that is not read: compound, variable length, reference, …
    case elements(String)
    /// The array has other elements than those asked for.
    case elementMismatch(found: String, wanted: String)
    /// An element that the type asked for cannot hold.
    case unrepresentable(Unrepresentable, type: String)
    /// The array declares more bytes than the reader may use.
    case tooLarge(bytes: Int?, limit: Int)
    /// The array declares far more bytes than the file can hold.
    case implausibleSize(bytes: Int, stored: Int)
    /// Rows outside the array.
    case rowsOutOfRange(Range<Int>, rows: Int)
    /// A name with a NUL character, or an empty one.
    case unusableName(String)
    /// Anything else, in the library's words.
    case library([String])
    /// The user did not wait for the end of the reading.
    case interrupted
  }

  /// In what way an element does not fit the type asked for.
  public enum Unrepresentable: Equatable, Sendable, Codable {
    case tooLarge, tooSmall, fractional
  }

  public let file: String
  /// The path of the object within the file; nil where the whole file is meant.
  public let object: String?
  public let cause: Cause

  public init(file: String, object: String? = nil, cause: Cause) {
    self.file = file
    self.object = object
    self.cause = cause
  }
}
