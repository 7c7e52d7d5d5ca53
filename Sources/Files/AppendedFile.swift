import Glibc

/// A file that grows by whole records: each is handed to the system at once, so that a reader, or a crash, finds records
/// and at most a torn last one.
public final class AppendedFile: Sendable {
  public let path: String
  private let descriptor: Int32

  /// Opens the file, made if it is missing.
  public init(_ path: String) throws(AtomicFile.WriteError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  public func append(_ bytes: [UInt8]) throws(AtomicFile.WriteError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw Self.failure(path)
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure(_ path: String) -> AtomicFile.WriteError {
    AtomicFile.WriteError(path: path, reason: String(cString: strerror(errno)))
  }
}
