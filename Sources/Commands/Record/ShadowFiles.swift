import Files
import FoundationEssentials
import Glibc
import Language
import Syntax

/// Files of a run that is repeated: what it writes goes to a directory of its own, so that the first run's files stay as
/// they are, and what it wrote is read from there.
final class ShadowFiles: Sendable {
  /// Where the files of the repeated run go, each under its whole path; whole itself, with its links followed.
  let root: String
  /// What the first run wrote without having read it, resolved: what stands there was not there for it.
  private let hidden: Set<String>
  /// Whether the directory goes with this object.
  private let isTemporary: Bool

  /// - Parameters:
  ///   - directory: a directory to keep the files in; nil for one that is removed in the end, made beside `record`.
  ///   - hidden: paths that the first run wrote without having read them.
  /// - Throws: `AtomicFile.WriteError`, or `RefusalError` of a directory that is none or would not keep the two runs apart.
  init(in directory: String?, beside record: String, hiding hidden: Set<String>) throws {
    self.hidden = Set(hidden.map(FilePath.resolved))
    isTemporary = directory == nil
    root = try directory.map(Self.made) ?? Self.temporary(beside: record)
  }

  deinit {
    if isTemporary { try? FileManager.default.removeItem(atPath: root) }
  }

  private static func made(_ directory: String) throws -> String {
    let expected = "a directory for the files of the repeated run, there already or not"
    var status = stat()
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST, stat(directory, &status) == 0 else {
      throw AtomicFile.WriteError(path: directory, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw RefusalError(Message("'\(directory)' is no directory", expected: expected))
    }
    guard access(directory, W_OK) == 0 else {
      throw AtomicFile.WriteError(path: directory, reason: String(cString: strerror(errno)))
    }
    let root = FilePath.resolved(directory)
    guard root != "/" else {
      throw RefusalError(
        Message("in '\(directory)' the files of the first run would be overwritten", expected: expected))
    }
    return root
  }

  private static func temporary(beside record: String) throws -> String {
    let folder = record.lastIndex(of: "/").map { String(record[..<$0]) } ?? "."
    for place in [folder, "/tmp"] {
      var template = Array("\(place)/.lfads-repl-rerun.XXXXXX".utf8CString)
      if mkdtemp(&template) != nil {
        return FilePath.resolved(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
    }
    throw AtomicFile.WriteError(path: folder, reason: String(cString: strerror(errno)))
  }

  /// Where the file of that path stands here; never outside.
  func shadow(of path: String) -> String { root + FilePath.normal(path) }

  /// Whether a file of that path stands here.
  func holds(_ path: String) -> Bool { access(shadow(of: path), F_OK) == 0 }

  /// What to read: what this run wrote, else what stands there, unless the first run only wrote it.
  func reading(_ path: String) -> String {
    holds(path) || hidden.contains(FilePath.resolved(path)) ? shadow(of: path) : path
  }

  /// Whether a file is read where this run writes, and not where it lies.
  func keeps(_ path: String) -> Bool { reading(path) != path }

  func places(_ directories: [String]) -> [String] { directories.map(shadow) + directories }

  /// A text with paths as the first run had them.
  func unshadowed(_ text: String) -> String { FilePath.replacing(root + "/", with: "/", in: text) }

  /// A diagnostic with paths as the first run had them.
  func unshadowed(_ diagnostic: Diagnostic) -> Diagnostic {
    let message = diagnostic.message
    return Diagnostic(
      severity: diagnostic.severity,
      message: Message(
        unshadowed(message.title), expected: message.expected.map { unshadowed($0) },
        found: message.found.map { unshadowed($0) }, hints: message.hints.map { unshadowed($0) }),
      location: diagnostic.location, chain: diagnostic.chain)
  }
}
