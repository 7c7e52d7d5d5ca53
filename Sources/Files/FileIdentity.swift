import Glibc

/// What shows that a file is still the one that was read: where it lies, how long it is and when it was written.
public struct FileIdentity: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  private let bytes: Int
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is no such file.
  public init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    bytes = Int(status.st_size)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
  }
}
