import Glibc
import Synchronization

/// A file in the making: its name stands for the old content or the whole new one, never for a part of it, also over
/// a crash. An empty file beside the target is made; `write` fills it and reads back what it wrote; `commit` syncs and
/// closes it under watch and renames it. Let go without `commit`, it disappears and the old file stays.
public final class AtomicFile {
  /// Why a file could not be written: its path, and words for it.
  public struct WriteError: Error, Equatable, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }

    public var description: String { "'\(path)' cannot be written: \(reason)" }
  }

  /// The file to be written; links in its path are followed, so that a linked file is replaced and not the link.
  public let path: String
  /// Where the content goes until `commit`.
  private let temporaryPath: String
  /// The descriptor all bytes go through; negative once it is closed.
  private var descriptor: Int32
  private var committed = false

  /// Distinguishes the temporary files of one process; those of another have another process number in their names.
  private static let serial = Atomic<UInt32>(0)

  /// - Parameter mode: the rights of a new file, less the umask; a file that is replaced keeps its own.
  public init(replacing path: String, mode: mode_t = 0o666) throws(WriteError) {
    try Self.checkName(path)
    let old = try Self.existing(path)
    self.path = old?.path ?? path
    let (directory, name) = Self.split(self.path)
    var descriptor: Int32 = -1
    var candidate = ""
    repeat {
      let number = Self.serial.add(1, ordering: .relaxed).newValue
      candidate = "\(directory)/.\(name.prefix(100)).\(getpid())-\(number).tmp"
      descriptor = open(candidate, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw Self.directoryFailure(directory, path) }
    temporaryPath = candidate
    self.descriptor = descriptor
    if let old { _ = fchmod(descriptor, old.mode) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !committed { unlink(temporaryPath) }
  }

  /// Finds out whether a file could be written: its name, what stands there now, the directory it lies in.
  public static func check(_ path: String) throws(WriteError) {
    try checkName(path)
    var status = stat()
    guard stat(path, &status) == 0 || errno == ENOENT else { throw systemFailure(path) }
    let directory = split(try existing(path)?.path ?? path).directory
    guard stat(directory, &status) == 0 else { throw directoryFailure(directory, path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw WriteError(path: path, reason: String(cString: strerror(ENOTDIR)))
    }
    guard access(directory, W_OK) == 0 else { throw systemFailure(path) }
  }

  private static func checkName(_ path: String) throws(WriteError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw WriteError(path: path, reason: "not a usable file name") }
  }

  /// Writes bytes to the temporary file, in place of what it holds, and reads them back.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
    guard ftruncate(descriptor, 0) == 0 else { throw Self.systemFailure(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = UnsafeRawBufferPointer(rebasing: rest)
        .withMemoryRebound(to: UInt8.self) { pwrite(descriptor, $0.baseAddress, $0.count, off_t(rest.startIndex)) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        throw count < 0 ? Self.systemFailure(path) : WriteError(path: path, reason: String(cString: strerror(ENOSPC)))
      }
      rest = rest.dropFirst(count)
    }
    try check(bytes)
  }

  /// Reads the file back and compares it with what was to be written, byte for byte.
  private func check(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(bytes.count, 1), 1 << 20), alignment: 16)
    defer { block.deallocate() }
    guard let own = block.baseAddress, let wanted = bytes.baseAddress else { return }
    var start = 0
    while start < bytes.count {
      let count = pread(descriptor, own, min(block.count, bytes.count - start), off_t(start))
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw Self.systemFailure(path)
      }
      guard count > 0, memcmp(own, wanted + start, count) == 0 else {
        throw WriteError(path: path, reason: "the disk does not give back what was written to it")
      }
      start += count
    }
  }

  /// Puts the content in place.
  public func commit() throws(WriteError) {
    guard fsync(descriptor) == 0 else { throw Self.systemFailure(path) }
    let closing = descriptor
    descriptor = -1
    // Also a close that fails has closed the descriptor.
    guard close(closing) == 0 else { throw Self.systemFailure(path) }
    guard rename(temporaryPath, path) == 0 else { throw Self.systemFailure(path) }
    committed = true
    // The rename itself survives a crash only once the directory is on disk. File systems that cannot flush a
    // directory say so; the file is complete all the same.
    Self.flushDirectory(Self.split(path).directory)
  }

  /// Writes a whole file of text.
  public static func write(_ text: String, to path: String, mode: mode_t = 0o666) throws(WriteError) {
    try write(Array(text.utf8), to: path, mode: mode)
  }

  /// Writes a whole file of bytes.
  public static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o666) throws(WriteError) {
    let file = try AtomicFile(replacing: path, mode: mode)
    try bytes.withUnsafeBufferPointer { (bytes) throws(WriteError) in try file.write(UnsafeRawBufferPointer(bytes)) }
    try file.commit()
  }

  /// The file that stands there now, links followed; nil where there is none.
  private static func existing(_ path: String) throws(WriteError) -> (path: String, mode: mode_t)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw WriteError(path: path, reason: "a directory stands there")
    default: throw WriteError(path: path, reason: "this is a device or a pipe, not a file")
    }
    guard access(path, W_OK) == 0 else { throw systemFailure(path) }
    guard let resolved = realpath(path, nil) else { throw systemFailure(path) }
    defer { free(resolved) }
    return (String(cString: resolved), status.st_mode & 0o7777)
  }

  private static func flushDirectory(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  private static func split(_ path: String) -> (directory: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), path[path.index(after: slash)...])
  }

  /// Of what the system says of the directory a file was to be made in, a missing one is better named.
  private static func directoryFailure(_ directory: String, _ path: String) -> WriteError {
    errno == ENOENT ? WriteError(path: path, reason: "there is no directory '\(directory)'") : systemFailure(path)
  }

  private static func systemFailure(_ path: String) -> WriteError {
    WriteError(path: path, reason: String(cString: strerror(errno)))
  }
}
