import Glibc
import Language

extension FileReader {
  /// More than any script has; a file without an end must not fill the memory.
  private static let largestText = 256 << 20

  /// Files as the operating system has them.
  public static let disk = FileReader(
    contents: { path in
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw FileAccessError(path: path, number: errno)
      }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw FileAccessError(path: path, number: errno) }
      // A directory of a module's name is not that module; a pipe or terminal is read to its end.
      guard status.st_mode & S_IFMT != S_IFDIR else { return nil }
      return try bytes(of: descriptor, path: path)
    },
    entries: { directory in
      guard let stream = opendir(directory.isEmpty ? "." : directory) else { return [] }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard name != ".", name != ".." else { continue }
        var status = stat()
        let isDirectory =
          entry.pointee.d_type == DT_DIR
          || (entry.pointee.d_type == DT_LNK && stat("\(directory)/\(name)", &status) == 0
            && status.st_mode & S_IFMT == S_IFDIR)
        names.append(isDirectory ? name + "/" : name)
      }
      return names.sorted()
    })

  /// Everything on standard input.
  static func standardInput() throws(FileAccessError) -> [UInt8] {
    try bytes(of: STDIN_FILENO, path: "standard input")
  }

  /// Everything a descriptor still has.
  public static func bytes(of descriptor: Int32, path: String) throws(FileAccessError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileAccessError(path: path, number: errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > largestText { throw FileAccessError(path: path, number: EFBIG) }
    }
  }
}
