/// The records of a table of separated values, as places in the bytes of the file.
///
/// RFC 4180 and what is about beside it: the separator is a comma, semicolon or tab, whichever the first line has most
/// of; fields may be quoted, quotes within doubled; lines end in LF, CR LF or CR; blank lines, lines beginning with `#`
/// and a byte order mark are passed over. Bytes instead of characters: recordings have millions of spikes.
struct CSVRecords {
  struct Field {
    var start: Int
    var end: Int
    var isQuoted = false
  }

  /// The bytes, with a NUL behind them so that numbers can be read in place.
  let bytes: [UInt8]
  let separator: UInt8
  /// Fields of a record.
  let width: Int
  /// All fields, record by record.
  private(set) var fields: [Field] = []
  /// The line in which each record begins, counted from 1.
  private(set) var lines: [Int] = []

  var count: Int { lines.count }

  subscript(record: Int, column: Int) -> Field { fields[record * width + column] }

  private static let quote = UInt8(ascii: "\""), comment = UInt8(ascii: "#"), blank = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

  /// - Throws: `wideText`, `noRows`, `ragged`, `quotation`.
  init(_ content: [UInt8], file: String) throws(ArrayFileError) {
    func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: file, cause: cause) }
    guard !content.starts(with: [0xFF, 0xFE]), !content.starts(with: [0xFE, 0xFF]) else { throw failure(.wideText) }
    let bytes = content + [0], end = content.count
    var at = content.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    func endsLine(_ position: Int) -> Bool {
      position >= end || bytes[position] == Self.newline || bytes[position] == Self.carriageReturn
    }
    /// Past the end of a line.
    func passLineEnd() {
      if at < end, bytes[at] == Self.carriageReturn { at += 1 }
      if at < end, bytes[at] == Self.newline { at += 1 }
      line += 1
    }
    var fields: [Field] = []
    var lines: [Int] = []
    var separator: UInt8?
    var width = 0
    while at < end {
      let isComment = bytes[at] == Self.comment
      var first = at
      while !endsLine(first), bytes[first] == Self.blank || bytes[first] == UInt8(ascii: "\t") { first += 1 }
      if isComment || endsLine(first) {
        while !endsLine(at) { at += 1 }
        passLineEnd()
        continue
      }
      let start = fields.count, startLine = line
      let mark = separator ?? Self.separator(bytes[at..<end])
      separator = mark
      while true {
        while !endsLine(at), bytes[at] == Self.blank { at += 1 }
        if at < end, bytes[at] == Self.quote {
          var field = Field(start: at + 1, end: 0, isQuoted: true)
          at += 1
          while at < end {
            if bytes[at] == Self.quote {
              if at + 1 < end, bytes[at + 1] == Self.quote { at += 1 } else { break }
            }
            if bytes[at] == Self.newline { line += 1 }
            at += 1
          }
          guard at < end else { throw failure(.quotation(line: startLine)) }
          field.end = at
          at += 1
          while !endsLine(at), bytes[at] == Self.blank { at += 1 }
          guard endsLine(at) || bytes[at] == mark else { throw failure(.quotation(line: line)) }
          fields.append(field)
        } else {
          var field = Field(start: at, end: 0)
          while !endsLine(at), bytes[at] != mark { at += 1 }
          field.end = at
          while field.end > field.start, bytes[field.end - 1] == Self.blank { field.end -= 1 }
          fields.append(field)
        }
        guard at < end, bytes[at] == mark else { break }
        at += 1
      }
      passLineEnd()
      let found = fields.count - start
      if lines.isEmpty { width = found }
      guard found == width else { throw failure(.ragged(line: startLine, fields: found, expected: width)) }
      lines.append(startLine)
    }
    guard let separator, !lines.isEmpty else { throw failure(.noRows) }
    (self.bytes, self.separator, self.width, self.fields, self.lines) = (bytes, separator, width, fields, lines)
  }

  /// The separator the first line has most of, quotations left out; a comma where there is none.
  private static func separator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if !isQuoted, byte == newline || byte == carriageReturn { break }
      if !isQuoted, let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
    }
    let most = counts.max() ?? 0
    // Of a semicolon and commas within numbers, 1,5;2,5, the semicolon separates.
    if counts[1] > 0, counts[1] + 1 >= counts[0] { return candidates[1] }
    return most == 0 ? candidates[0] : candidates[counts.firstIndex(of: most) ?? 0]
  }

  /// A field's text; nil where it is no UTF-8.
  func text(_ field: Field) -> String? {
    guard let text = String(validating: bytes[field.start..<field.end], as: UTF8.self) else { return nil }
    return field.isQuoted ? text.replacing("\"\"", with: "\"") : text
  }
}
