/// A piece of program text with a name, as bytes, with the place of its lines.
public final class SourceText: Sendable {
  /// What errors call it: a path as the user gave it, or `<prompt>`.
  public let name: String
  public let text: String
  /// The text as UTF-8; spans count in these.
  public let bytes: [UInt8]
  /// Offset of the first byte of every line.
  public let lineStarts: [Int]

  public init(name: String, text: String) {
    self.name = name
    self.text = text
    let utf8 = Array(text.utf8)
    bytes = utf8
    lineStarts = [0] + utf8.indices.filter { utf8[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Line, from 1, in which the byte at `offset` stands.
  public func line(at offset: Int) -> Int {
    var low = 0, high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Column, in characters from 1, of the byte at `offset`.
  public func column(at offset: Int) -> Int {
    let start = lineStarts[line(at: offset) - 1]
    return slice(Span(start, offset)).count + 1
  }

  /// Span of line `number` (from 1) without its line break.
  public func lineSpan(_ number: Int) -> Span {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start, end)
  }

  /// The text under `span`, as far as it lies within the source.
  public func slice(_ span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

/// Bytes `start ..< end` of a source.
public struct Span: Sendable, Equatable, Hashable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// From the start of this one to the end of `other`.
  public func through(_ other: Span) -> Span { Span(start, other.end) }
}

/// A span in a source.
public struct Location: Sendable {
  public let source: SourceText
  public let span: Span

  public init(_ source: SourceText, _ span: Span) {
    self.source = source
    self.span = span
  }

  public var line: Int { source.line(at: span.start) }
  public var column: Int { source.column(at: span.start) }

  /// `file:line:column`.
  public var text: String { "\(source.name):\(line):\(column)" }
}
