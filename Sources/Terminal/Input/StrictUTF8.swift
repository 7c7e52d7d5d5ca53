/// Text from bytes that must be UTF-8; nothing is replaced silently.
public enum StrictUTF8 {
  /// - Parameter offset: What precedes these bytes in their file or stream.
  /// - Throws: The place of the first byte that is not part of a character.
  public static func decode(_ bytes: [UInt8], offset: Int = 0) throws(InvalidUTF8Error) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let place = error.byteOffsets.lowerBound
      throw InvalidUTF8Error(offset: offset + place, byte: bytes[place])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A byte that is part of no character.
public struct InvalidUTF8Error: Error, Equatable {
  /// Bytes before it, from the start of the file or stream.
  public let offset: Int
  public let byte: UInt8

  public init(offset: Int, byte: UInt8) {
    self.offset = offset
    self.byte = byte
  }
}
