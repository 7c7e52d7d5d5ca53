import FoundationEssentials
import Glibc
import Tensors

/// Files of a run that is repeated: what it writes goes to a directory of its own, so that the first run's files stay as
/// they are, and what it wrote is read from there.
final class ShadowFiles: Sendable {
  /// Where the files of the repeated run go, each under its whole path.
  let root: String
  /// Paths that the first run wrote without having read them: what stands there was not there for it.
  private let hidden: Set<String>
  /// Whether the directory goes with this object.
  private let isTemporary: Bool

  /// - Parameters:
  ///   - directory: a directory to keep the files in; nil for one that is removed in the end, made beside `record`.
  ///   - hidden: paths that the first run wrote without having read them.
  init(in directory: String?, beside record: String, hiding hidden: Set<String>) throws(AtomicFile.Failure) {
    self.hidden = hidden
    isTemporary = directory == nil
    if let directory {
      root = directory
      guard mkdir(directory, 0o777) == 0 || errno == EEXIST, access(directory, W_OK) == 0 else {
        throw AtomicFile.Failure(path: directory, reason: String(cString: strerror(errno)))
      }
    } else {
      root = try Self.temporary(beside: record)
    }
  }

  deinit {
    if isTemporary { try? FileManager.default.removeItem(atPath: root) }
  }

  private static func temporary(beside record: String) throws(AtomicFile.Failure) -> String {
    let folder = record.lastIndex(of: "/").map { String(record[..<$0]) } ?? "."
    for place in [folder, "/tmp"] {
      var template = Array("\(place)/.lfads-repl-rerun.XXXXXX".utf8CString)
      if mkdtemp(&template) != nil {
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
    throw AtomicFile.Failure(path: folder, reason: String(cString: strerror(errno)))
  }

  /// Where the file of that path stands here.
  func shadow(of path: String) -> String { path.hasPrefix(root + "/") ? path : "\(root)/\(path)" }

  /// Where to write it: the folder is made if the run's own is there, so that a missing one stays an error.
  func writing(_ path: String) -> String {
    let shadow = shadow(of: path)
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    if access(folder, F_OK) == 0 {
      try? FileManager.default.createDirectory(
        atPath: self.shadow(of: folder), withIntermediateDirectories: true)
    }
    return shadow
  }

  /// What to read: what this run wrote, else what stands there, unless the first run only wrote it.
  func reading(_ path: String) -> String {
    if path.hasPrefix(root + "/") { return path }
    return access(shadow(of: path), F_OK) == 0 || hidden.contains(path) ? shadow(of: path) : path
  }

  func places(_ directories: [String]) -> [String] { directories.map(shadow) + directories }

  /// A text with paths as the first run had them, which wrote those below its working directory without it.
  func unshadowed(_ text: String, in workingDirectory: String) -> String {
    text.replacing("\(root)/\(workingDirectory)/", with: "").replacing("\(root)//", with: "/")
      .replacing(root, with: "")
  }
}
