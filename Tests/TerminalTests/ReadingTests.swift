import Glibc
import Notebook
import Testing

@testable import Terminal

@Suite struct `Reading text` {
  @Test(
    arguments: [
      ([0x61, 0xFF], 1, 0xFF), ([0xC3], 0, 0xC3), ([0x61, 0xC3, 0x28], 1, 0xC3), ([0xED, 0xA0, 0x80], 0, 0xED),
      ([0x61, 0x62, 0xF5, 0x80, 0x80, 0x80], 2, 0xF5),
    ] as [([UInt8], Int, UInt8)])
  func `a byte that is no text is named with its place`(bytes: [UInt8], offset: Int, byte: UInt8) {
    #expect(throws: InvalidUTF8Error(offset: offset, byte: byte)) { try StrictUTF8.decode(bytes) }
    #expect(throws: InvalidUTF8Error(offset: offset + 100, byte: byte)) { try StrictUTF8.decode(bytes, offset: 100) }
  }

  @Test func `every other text is read as it is`() throws {
    #expect(try StrictUTF8.decode(Array("é漢😀\0".utf8)) == "é漢😀\0")
    #expect(try StrictUTF8.decode([]) == "")
  }

  /// A stream that holds `bytes` and ends.
  func stream(_ bytes: [UInt8]) -> LineStream {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    return LineStream(descriptor: ends[0])
  }

  @Test func `lines come without their ends, the last one even without any`() throws {
    let lines = stream(Array("a\r\n\nb = 2".utf8))
    #expect(try lines.read() == .line("a"))
    #expect(try lines.read() == .line(""))
    #expect(try lines.read() == .line("b = 2"))
    #expect(try lines.read() == .endOfInput)
    #expect(try lines.read() == .endOfInput)
  }

  @Test func `what cannot be read is no end of the input`() throws {
    let directory = open("/", O_RDONLY)
    defer { close(directory) }
    let cause = FileAccessError(path: "standard input", number: EISDIR)
    #expect(try LineStream(descriptor: directory).read() == .failed(cause))
  }

  @Test func `a bad byte is counted from the start of the stream and costs its line alone`() throws {
    let lines = stream(Array("ab\nc".utf8) + [0xFF] + Array("\nd\n".utf8))
    #expect(try lines.read() == .line("ab"))
    #expect(throws: InvalidUTF8Error(offset: 4, byte: 0xFF)) { try lines.read() }
    #expect(try lines.read() == .line("d"))
  }

  @Test func `files that cannot be read say why`() throws {
    #expect(FileAccessError(path: "/", number: EISDIR).diagnosticMessage.title == "`/` is a directory")
    #expect(
      InvalidUTF8Error(offset: 7, byte: 0xFF).diagnosticMessage.title == "this is not UTF-8: byte 0xff at offset 7")
  }
}
