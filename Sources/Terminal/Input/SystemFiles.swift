import Glibc
import Language

/// Files as the language reaches them: scripts and modules, and the names that completion offers.
public enum SystemFiles {
  /// More than any script has; a file without an end must not fill the memory.
  private static let largestText = 256 << 20

  public static let reader = FileReader(contents: { try read($0) }, entries: entries)

  /// The bytes of a file; nil when there is none.
  public static func read(_ path: String) throws(FileAccessError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileAccessError(path: path, number: errno)
    }
    defer { close(descriptor) }
    return try read(descriptor, path: path)
  }

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
      if bytes.count > largestText { throw FileAccessError(path: path, number: EFBIG) }
    }
  }

  /// The names in a directory, directories with a `/` at the end.
  static func entries(_ directory: String) -> [String] {
    guard let stream = opendir(directory.isEmpty ? "." : directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      names.append(isDirectory("\(directory.isEmpty ? "." : directory)/\(name)") ? name + "/" : name)
    }
    return names.sorted()
  }

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
