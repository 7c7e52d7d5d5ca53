import Files
import Glibc
import Language
import Notebook

/// The entries of all sessions in one file: appended one by one under a lock, so that sessions at the same time lose
/// nothing; readable by its owner alone.
///
/// A line is an entry with line breaks and backslashes escaped. What is no UTF-8 is passed over.
public struct HistoryFile: Sendable {
  public let path: String
  /// Entries kept when the file is trimmed, and from which length on it is.
  private let kept: Int
  private let trimmedBeyond: Int
  /// More is never read.
  private static let largestFile = 16 << 20

  public init(path: String, kept: Int = 5_000, trimmedBeyond: Int = 10_000) {
    self.path = path
    self.kept = kept
    self.trimmedBeyond = trimmedBeyond
  }

  /// The entries, oldest first, each once, where it was used last; none when there is no file. Trims the file when it has
  /// grown long.
  public func load() throws(FileAccessError) -> [String] {
    guard let file = try open(creating: false) else { return [] }
    defer { close(file) }
    let lines = try read(file).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    let entries = Self.lastOfEach(lines.compactMap { String(validating: $0, as: UTF8.self).map(Self.unescaped) })
    if lines.count > trimmedBeyond {
      // Under the lock on the old file, so that nothing is appended to it meanwhile. One that cannot be trimmed still tells
      // its entries.
      try? AtomicFile.write(entries.suffix(kept).map { Self.escaped($0) + "\n" }.joined(), to: path, mode: 0o600)
    }
    return entries
  }

  /// Adds an entry at the end.
  public func append(_ entry: String) throws(FileAccessError) {
    guard let file = try open(creating: true) else { return }
    defer { close(file) }
    try SystemFiles.write(Self.escaped(entry) + "\n", to: file, path: path)
  }

  // MARK: Entries

  static func escaped(_ entry: String) -> String {
    entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  static func unescaped(_ line: String) -> String {
    var entry = ""
    var isEscaped = false
    for character in line {
      if isEscaped {
        entry.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        entry.append(character)
      }
    }
    return entry
  }

  private static func lastOfEach(_ entries: [String]) -> [String] {
    var seen: Set<String> = []
    return entries.reversed().filter { seen.insert($0).inserted }.reversed()
  }

  // MARK: The file

  /// Opens and locks the file. Trimming puts another file in its place, so that the lock may come too late, on a file that
  /// is no longer there: then it is opened anew.
  private func open(creating: Bool) throws(FileAccessError) -> Int32? {
    if creating { try makeDirectory() }
    while true {
      let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (creating ? O_CREAT : 0)
      let file = Glibc.open(path, flags, 0o600)
      guard file >= 0 else {
        if !creating, errno == ENOENT { return nil }
        throw FileAccessError(path: path, number: errno)
      }
      var opened = stat()
      var present = stat()
      guard fstat(file, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
        close(file)
        throw FileAccessError(path: path, number: EINVAL)
      }
      if opened.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
      while flock(file, LOCK_EX) != 0, errno == EINTR {}
      if stat(path, &present) == 0, present.st_ino == opened.st_ino, present.st_dev == opened.st_dev { return file }
      close(file)
      if !creating { return nil }
    }
  }

  /// Makes the directory and those above it, for the owner alone.
  private func makeDirectory() throws(FileAccessError) {
    var directory = ""
    for part in path.split(separator: "/").dropLast() {
      directory += "/" + part
      if mkdir(directory, 0o700) != 0, errno != EEXIST { throw FileAccessError(path: directory, number: errno) }
    }
  }

  private func read(_ file: Int32) throws(FileAccessError) -> [UInt8] {
    let length = lseek(file, 0, SEEK_END)
    lseek(file, max(length - Int(Self.largestFile), 0), SEEK_SET)
    return try FileReader.bytes(of: file, path: path)
  }
}
