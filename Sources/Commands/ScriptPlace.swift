import Glibc
import Tensors

/// Where scripts and the files made of them lie.
enum ScriptPlace {
  /// The directory a script lies in.
  static func directory(of path: String, in working: String) -> String {
    let whole = path.hasPrefix("/") ? path : "\(working)/\(path)"
    return whole.lastIndex(of: "/").map { String(whole[..<$0]) } ?? working
  }

  /// Makes sure that a file can be written, before an hour of computing and not after it.
  static func checkFolder(of path: String) throws(AtomicFile.Failure) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard access(folder, W_OK) == 0 else {
      throw AtomicFile.Failure(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Date and time of day here.
  static func now() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      guard let start = buffer.baseAddress, strftime(start, buffer.count, "%Y-%m-%d %H:%M", &parts) > 0 else {
        return ""
      }
      return String(cString: start)
    }
  }
}
