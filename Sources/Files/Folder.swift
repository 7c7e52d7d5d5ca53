import Glibc

/// Directories.
public enum Folder {
  /// Makes a directory, and those above it, where they are missing.
  public static func make(_ path: String) throws(AtomicFile.WriteError) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/" + part
      if exists(made) || mkdir(made, 0o777) == 0 { continue }
      let number = errno
      // Another process may have been faster.
      if exists(made) { continue }
      throw AtomicFile.WriteError(
        path: path, reason: number == EEXIST ? "a file stands there" : String(cString: strerror(number)))
    }
  }

  /// Makes the directory that a file is to lie in, where it is missing.
  public static func make(for file: String) throws(AtomicFile.WriteError) {
    guard let cut = file.lastIndex(of: "/"), cut > file.startIndex, !exists(String(file[..<cut])) else { return }
    do { try make(String(file[..<cut])) } catch {
      throw AtomicFile.WriteError(path: file, reason: "its folder cannot be made: \(error.reason)")
    }
  }

  /// Whether there is a directory of that name.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
