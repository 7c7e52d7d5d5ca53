import FoundationEssentials
import Glibc

/// One end of a socket that carries messages and bytes: a message is its length, 8 bytes in the machine's order, and then
/// JSON; what the bytes between messages mean is settled by the messages. One thread at a time.
public final class Channel {
  private let socket: Int32
  /// Whether nobody wants any more what is waited for; nil where that cannot be.
  private let isAbandoned: (@Sendable () -> Bool)?

  /// Milliseconds between two looks at whether the waiting has been given up.
  private static let patience: Int32 = 50

  /// Takes ownership of the socket.
  init(socket: Int32, isAbandoned: (@Sendable () -> Bool)? = nil) {
    self.socket = socket
    self.isAbandoned = isAbandoned
  }

  deinit { close(socket) }

  /// The most one message may take; names and strings of a large file fit many times over.
  private static let longestMessage = 1 << 30

  /// - Returns: false when the other side has hung up.
  public func send<Message: Encodable>(_ message: Message) -> Bool {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let body = try? encoder.encode(message) else { return false }
    let length = UInt64(body.count)
    return withUnsafeBytes(of: length) { send(bytes: $0) } && body.withUnsafeBytes { send(bytes: $0) }
  }

  /// - Returns: nil when the other side has hung up or sends what is no such message, or the waiting was given up.
  public func receive<Message: Decodable>(_ type: Message.Type) -> Message? {
    var length: UInt64 = 0
    guard withUnsafeMutableBytes(of: &length, { receive(into: $0) }), length <= Self.longestMessage else { return nil }
    var body = Data(count: Int(length))
    guard body.withUnsafeMutableBytes({ receive(into: $0) }) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(type, from: body)
  }

  /// - Returns: false when the other side has hung up.
  public func send(bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.send(
        socket, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Fills the memory.
  ///
  /// - Returns: false when the other side has hung up before, or the waiting was given up.
  public func receive(into bytes: UnsafeMutableRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard awaitBytes() else { return false }
      let count = read(socket, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// - Returns: false when the waiting was given up.
  private func awaitBytes() -> Bool {
    guard let isAbandoned else { return true }
    var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while poll(&watched, 1, Self.patience) <= 0 {
      if isAbandoned() { return false }
    }
    return true
  }
}
