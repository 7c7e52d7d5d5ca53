import Glibc
import Synchronization

/// A process in which the library reads a file nobody vouches for.
///
/// HDF5 1.10 trusts many numbers inside a file: one flipped bit in the length of a string or in the header of an object
/// can make it write where it must not, or loop for ever, and a crash is the mildest outcome. In a process of its own
/// that is an error like any other. Questions and answers go through a socket; numbers follow as bytes, a few rows at a
/// time, straight into the memory they are wanted in.
///
/// The process is the program itself, started anew (`HDF5Reader`): a copy made by `fork` inherits the locks of threads
/// that it does not inherit, and may wait for them for ever.
final class Sandbox {
  private let path: String
  private let process: pid_t
  private let channel: Channel
  private let isInterrupted: @Sendable () -> Bool
  /// Why the child is no more, once it has died.
  private var death: HDF5Error?

  init(reading path: String, budget: Int, by launch: HDF5Reader.Launch) throws(HDF5Error) {
    self.path = path
    isInterrupted = launch.isInterrupted
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw Self.systemError(path, errno)
    }
    channel = Channel(socket: ends[0], isAbandoned: launch.isInterrupted)
    var child: pid_t = 0
    let status = launch.spawn(&child, socket: ends[1])
    // Held by the child alone, so that its death is seen here.
    close(ends[1])
    process = child
    guard status == 0 else { throw Self.systemError(path, status) }
    _ = try ask(.open(path, budget: budget))
  }

  deinit {
    guard process > 0, death == nil else { return }
    kill(process, SIGKILL)
    _ = Self.wait(for: process)
  }

  func ask(_ request: Request) throws(HDF5Error) -> Reply {
    guard death == nil, channel.send(request) else { throw deathCertificate() }
    return try reply()
  }

  /// Puts a request whose answer is numbers and takes them as they come.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, request: Request) throws(HDF5Error) {
    var rest = buffer[...]
    var reply = try ask(request)
    while case .bytes(let count) = reply {
      guard count >= 0, count <= rest.count,
        channel.receive(into: UnsafeMutableRawBufferPointer(rebasing: rest.prefix(count)))
      else { throw deathCertificate() }
      rest = rest.dropFirst(count)
      reply = try self.reply()
    }
    guard rest.isEmpty else { throw deathCertificate() }
  }

  private func reply() throws(HDF5Error) -> Reply {
    guard death == nil, let reply = channel.receive(Reply.self) else { throw deathCertificate() }
    if case .failed(let error) = reply { throw error }
    return reply
  }

  /// Ends a child that no longer answers sense, and says what it died of.
  private func deathCertificate() -> HDF5Error {
    if let death { return death }
    kill(process, SIGKILL)
    let status = Self.wait(for: process)
    let cause: HDF5Error.Cause =
      switch status & 0x7f {
      case _ where isInterrupted(): .interrupted
      case SIGXCPU: .damaged(["the HDF5 library goes in circles over it"])
      case SIGALRM: .system("reading takes too long")
      default: .damaged(["the HDF5 library crashes over it"])
      }
    let error = HDF5Error(file: path, object: nil, cause: cause)
    death = error
    return error
  }

  /// - Returns: the child's wait status.
  private static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func systemError(_ path: String, _ number: Int32) -> HDF5Error {
    HDF5Error(
      file: path, object: nil,
      cause: .system("no process can be started to read it, \(String(cString: strerror(number)))"))
  }
}
