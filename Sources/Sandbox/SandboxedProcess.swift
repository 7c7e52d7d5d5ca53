import Glibc

/// A process in which a file nobody vouches for is read.
///
/// The C libraries that read files trust many numbers inside them: one flipped bit can make them write where they must
/// not, or loop for ever, and a crash is the mildest outcome. In a process of its own that is an error like any other.
/// Questions and answers go through a socket; numbers follow as bytes, a few at a time, straight into the memory they
/// are wanted in.
///
/// The process is the program itself, started anew (`Sandbox`): a copy made by `fork` inherits the locks of threads
/// that it does not inherit, and may wait for them for ever. One thread at a time.
public final class SandboxedProcess {
  private let process: pid_t
  private let channel: Channel
  private let isInterrupted: @Sendable () -> Bool
  /// Why the process is no more, once it has died.
  private var death: SandboxError?

  /// - Throws: `notStarted`.
  public init(as reader: SandboxReader, by launch: SandboxLaunch) throws(SandboxError) {
    isInterrupted = launch.isInterrupted
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw .notStarted(errno)
    }
    channel = Channel(socket: ends[0], isAbandoned: launch.isInterrupted)
    var child: pid_t = 0
    let status = launch.spawn(&child, as: reader, socket: ends[1])
    // Held by the child alone, so that its death is seen here.
    close(ends[1])
    process = child
    guard status == 0 else { throw .notStarted(status) }
  }

  deinit {
    guard process > 0, death == nil else { return }
    kill(process, SIGKILL)
    _ = Self.wait(for: process)
  }

  /// Puts a question; the answer is received next.
  ///
  /// - Throws: what the process died of.
  public func send<Request: Encodable>(_ request: Request) throws(SandboxError) {
    guard death == nil, channel.send(request) else { throw end() }
  }

  /// - Throws: what the process died of; it is ended if it sends what is no such message.
  public func receive<Reply: Decodable>(_ type: Reply.Type) throws(SandboxError) -> Reply {
    guard death == nil, let reply = channel.receive(type) else { throw end() }
    return reply
  }

  /// Fills the memory with what comes.
  ///
  /// - Throws: what the process died of.
  public func receive(into bytes: UnsafeMutableRawBufferPointer) throws(SandboxError) {
    guard death == nil, channel.receive(into: bytes) else { throw end() }
  }

  /// Ends a process that no longer answers sense.
  ///
  /// - Returns: what it died of, the same at every later question.
  public func end() -> SandboxError {
    if let death { return death }
    kill(process, SIGKILL)
    let status = Self.wait(for: process)
    let error: SandboxError =
      switch status & 0x7f {
      case _ where isInterrupted(): .interrupted
      case SIGXCPU: .outOfProcessorTime
      case SIGALRM: .outOfTime
      default: .crashed
      }
    death = error
    return error
  }

  /// - Returns: the child's wait status.
  private static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
