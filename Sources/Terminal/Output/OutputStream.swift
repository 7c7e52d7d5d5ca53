import Glibc
import Language
import Synchronization
import Syntax

/// Standard output or standard error: where it leads and whether it is coloured.
public struct OutputStream: Sendable {
  public let descriptor: Int32
  public let isTerminal: Bool
  public let isColored: Bool

  public init(descriptor: Int32, isTerminal: Bool, isColored: Bool) {
    self.descriptor = descriptor
    self.isTerminal = isTerminal
    self.isColored = isColored
  }

  /// A standard stream as it is, for what is said before anything is known of it.
  public static func plain(_ stream: Standard) -> OutputStream {
    OutputStream(descriptor: stream == .output ? STDOUT_FILENO : STDERR_FILENO, isTerminal: false, isColored: false)
  }

  public enum Standard: Sendable {
    case output, error
  }

  private static let failure = Atomic<Int32>(0)

  /// Why something printed did not reach standard output, in the system's words; nil where all of it did.
  public static var lostOutput: String? {
    let number = failure.load(ordering: .relaxed)
    return number == 0 ? nil : String(cString: strerror(number))
  }

  /// The text as this stream shows it.
  func rendered(_ text: StyledText) -> String { isColored ? Palette.colored(text) : text.plain }

  /// Writes everything at once, so that lines of two streams do not mix within a line.
  ///
  /// When nobody reads any more the program ends as every other does in a pipe: by the signal, which is ignored while a
  /// helper's pipe is written to.
  public func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        if descriptor == STDOUT_FILENO { Self.failure.store(errno, ordering: .relaxed) }
        return
      }
    }
  }
}
