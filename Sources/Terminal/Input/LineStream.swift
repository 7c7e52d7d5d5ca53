import Glibc
import Notebook

/// Lines from a descriptor that is no terminal one can edit at: a pipe, a file, a dumb terminal.
public final class LineStream {
  public enum Input: Equatable {
    /// A line without its line break.
    case line(String)
    /// Ctrl-C, while waiting.
    case interrupted
    /// Nothing can be read any more.
    case failed(FileAccessError)
    case endOfInput
  }

  private let descriptor: Int32
  private var waiting: [UInt8] = []
  /// Bytes handed over so far, for the place of a bad one.
  private var offset = 0
  private var hasEnded = false

  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line.
  /// - Throws: `InvalidUTF8Error`; the line with the bad byte is dropped, reading can go on.
  public func read() throws(InvalidUTF8Error) -> Input {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) { return .line(try take(through: end + 1)) }
      if hasEnded { return waiting.isEmpty ? .endOfInput : .line(try take(through: waiting.count)) }
      var block = [UInt8](repeating: 0, count: 1 << 16)
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR {
        offset += waiting.count
        waiting = []
        return .interrupted
      }
      if count < 0 { return .failed(FileAccessError(path: "standard input", number: errno)) }
      if count == 0 { hasEnded = true }
      waiting += block.prefix(count)
    }
  }

  private func take(through end: Int) throws(InvalidUTF8Error) -> String {
    var line = Array(waiting.prefix(end))
    waiting.removeFirst(end)
    let start = offset
    offset += end
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return try StrictUTF8.decode(line, offset: start)
  }
}
