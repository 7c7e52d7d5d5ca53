import Glibc

/// Keeps a second process from training in the same directory. Held until it is let go of, or the process ends, however
/// it ends.
public final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// The name of the file that is locked; it stays.
  static let fileName = ".lfads-repl.lock"

  /// - Throws: `inUse` with the other process's number, or `system`.
  init(_ directory: String) throws(DirectoryError) {
    let path = "\(directory)/\(Self.fileName)"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard opened >= 0 else {
      throw DirectoryError(path: directory, cause: .system(String(cString: strerror(errno))))
    }
    if flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EAGAIN {
      let holder = Self.holder(opened)
      close(opened)
      throw DirectoryError(path: directory, cause: .inUse(process: holder))
    }
    // File systems without locks say so; there, nothing guards the directory.
    let number = "\(getpid())\n"
    if ftruncate(opened, 0) == 0 { _ = pwrite(opened, number, number.utf8.count, 0) }
    descriptor = opened
  }

  /// Let go of by name: a process that is being started this moment holds the descriptor too until it has its own program.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes.prefix(count).prefix { (48...57).contains($0) }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
