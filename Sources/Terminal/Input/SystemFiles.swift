import Glibc
import Notebook

/// What the history and the prompt ask of the system's files.
public enum SystemFiles {
  /// Writes all of a text.
  static func write(_ text: String, to descriptor: Int32, path: String) throws(FileAccessError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw FileAccessError(path: path, number: errno) }
      rest = rest.dropFirst(max(count, 0))
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
