import Files
import Glibc
import Language
import Syntax

/// Where scripts and the files made of them lie.
enum ScriptPlace {
  /// The directory a script lies in.
  static func directory(of path: String, in working: String) -> String {
    let whole = FilePath.whole(path, in: working)
    return whole.lastIndex(of: "/").map { String(whole[..<$0]) } ?? working
  }

  /// Makes sure that what is made of a script can be written and does not replace it, before an hour of computing and
  /// not after it.
  ///
  /// - Parameter script: the script, `-` for standard input.
  /// - Throws: `AtomicFile.WriteError`, or `RefusalError` where the two are one file.
  static func check(_ target: String, of script: String) throws {
    try AtomicFile.check(target)
    var there = stat(), text = stat()
    guard stat(target, &there) == 0, script == "-" ? fstat(STDIN_FILENO, &text) == 0 : stat(script, &text) == 0,
      FilePath.isSame(there, text)
    else { return }
    throw RefusalError(
      Message(
        "'\(target)' is the script itself, which would be overwritten", expected: "the name of another file to write"))
  }

  /// A name beside a file under which nothing stands.
  static func free(beside path: String, ending: String) -> String {
    var name = "\(path).\(ending)", number = 1
    while access(name, F_OK) == 0 {
      number += 1
      name = "\(path).\(number).\(ending)"
    }
    return name
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
