import Glibc
import Language
import Syntax

/// A file that is there but cannot be read or written.
public struct FileAccessError: DiagnosticCause, Equatable {
  public let path: String
  /// The system's error number.
  public let number: Int32

  public init(path: String, number: Int32) {
    self.path = path
    self.number = number
  }

  public var diagnosticMessage: Message {
    switch number {
    case ENOENT: Message("there is no file `\(path)`")
    case EISDIR: Message("`\(path)` is a directory", expected: "a file")
    case EFBIG: Message("`\(path)` is too large for a text")
    default: Message("`\(path)`: \(String(cString: strerror(number)))")
    }
  }
}
