import Glibc

/// What the history and the prompt ask of the system's files.
public enum SystemFiles {
  /// Everything a descriptor still has.
  static func read(_ descriptor: Int32, path: String) throws(FileAccessError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw FileAccessError(path: path, number: errno)
      }
      bytes += block.prefix(count)
    }
  }

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

/// A file that is there but cannot be read or written.
public struct FileAccessError: Error, Equatable {
  public let path: String
  /// The system's error number.
  public let number: Int32

  public init(path: String, number: Int32) {
    self.path = path
    self.number = number
  }
}
