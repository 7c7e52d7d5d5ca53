import Files
import Glibc

/// The paths a run wrote. One file may be written by one spelling and read by another, through a link or with `..`: they
/// are told by what they name.
struct WrittenPaths {
  /// A file or directory, as the run called it first.
  struct Entry {
    let path: String
    let resolved: String
    /// Where in the program it was written.
    let place: String
  }

  private(set) var entries: [Entry] = []

  /// - Returns: whether it is new.
  mutating func add(_ path: String, at place: String) -> Bool {
    let resolved = FilePath.resolved(path)
    guard !entries.contains(where: { $0.resolved == resolved }) else { return false }
    entries.append(Entry(path: path, resolved: resolved, place: place))
    return true
  }

  /// A path by the spelling it was written by, and whether it was written itself and does not merely lie in a directory
  /// that was, which may have held files before; nil for any other.
  func place(of path: String) -> (spelling: String, isEntry: Bool)? {
    let resolved = FilePath.resolved(path)
    for entry in entries {
      if resolved == entry.resolved { return (entry.path, true) }
      if resolved.hasPrefix(entry.resolved + "/") {
        return (entry.path + resolved.dropFirst(entry.resolved.count), entries.contains { $0.resolved == resolved })
      }
    }
    return nil
  }

  /// The same for a path under which nothing stands and with which names of files begin that were written: the sessions
  /// of a data set.
  func stem(of path: String) -> String? {
    guard access(path, F_OK) != 0 else { return nil }
    let stem = FilePath.resolved(path)
    let session = entries.first { entry in
      entry.resolved.hasPrefix(stem + "_") && !entry.resolved.dropFirst(stem.count).contains("/")
    }
    return session.map { String($0.path.dropLast($0.resolved.count - stem.count)) }
  }
}
