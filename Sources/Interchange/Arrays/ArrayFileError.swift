import HDF5

/// Why an array could not be read from a file, or written to one: the file and the cause.
public struct ArrayFileError: Error, Equatable, Sendable {
  public enum Cause: Equatable, Sendable {
    case missingFile
    /// The path names a directory, a device or a pipe.
    case notARegularFile
    /// The system refused: its own words.
    case system(String)
    /// More bytes than may be taken; nil where they cannot be counted.
    case tooLarge(bytes: Int?, limit: Int)
    /// Neither its content nor its name says what kind of file it is.
    case unknownKind
    /// A file in HDF5, and the object within it.
    case hdf5(HDF5Error)
    /// A kind of MATLAB value that is no array of numbers or text, by its class.
    case matlabClass(String, array: String)

    /// An `.npy` file that does not begin like one.
    case notNPY
    /// A version of the format later than 3.
    case npyVersion(Int)
    /// A header that cannot be understood, and which part of it.
    case npyHeader(String)
    /// Elements of a NumPy type that is not read.
    case npyElements(String)
    /// Fewer bytes than the header says.
    case truncated(bytes: Int, expected: Int)
    /// A name was given, but the file holds one array without a name.
    case noNames

    /// Nothing but blank lines and comments.
    case noRows
    /// A line with another number of fields than the first.
    case ragged(line: Int, fields: Int, expected: Int)
    /// Text where a number is needed, or the other way round.
    case notANumber(line: Int, column: String, text: String)
    /// A quotation that does not end, or after whose end something stands.
    case quotation(line: Int)
    /// Bytes that are no UTF-8.
    case notText(line: Int)
    /// Text of two bytes a character, as some spreadsheets write it.
    case wideText

    /// Several arrays and none was named.
    case needsName(available: [String])
    case unknownName(String, available: [String])
    /// Columns have no names; so many there are.
    case columnsUnnamed(String, columns: Int)
    case noColumn(Int, columns: Int)
    /// Two columns of one name.
    case repeatedName(String)

    /// A tensor of more axes than lines and fields.
    case tooManyAxes(Int)
  }

  public let file: String
  public let cause: Cause

  public init(file: String, cause: Cause) {
    self.file = file
    self.cause = cause
  }
}
