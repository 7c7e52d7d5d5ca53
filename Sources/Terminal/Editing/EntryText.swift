/// The text in the editor with the cursor, and where its lines are. Offsets count UTF-8 bytes.
struct EntryText: Equatable {
  var text: String
  var cursor: Int

  init(_ text: String, cursor: Int) {
    self.text = text
    self.cursor = cursor
  }

  var beforeCursor: String { String(decoding: text.utf8.prefix(cursor), as: UTF8.self) }
  var afterCursor: String { String(decoding: text.utf8.dropFirst(cursor), as: UTF8.self) }

  /// Start of the line in which the cursor stands.
  var lineStart: Int {
    let before = Array(text.utf8.prefix(cursor))
    return before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  /// End of the line in which the cursor stands, before its line break.
  var lineEnd: Int {
    text.utf8.dropFirst(cursor).firstIndex(of: UInt8(ascii: "\n")).map { offset(of: $0) } ?? text.utf8.count
  }

  /// The place one line above at the same column; nil in the first line.
  var above: Int? {
    guard lineStart > 0 else { return nil }
    let upper = EntryText(text, cursor: lineStart - 1)
    return place(column: column, from: upper.lineStart, to: upper.lineEnd)
  }

  /// The place one line below at the same column; nil in the last line.
  var below: Int? {
    guard lineEnd < text.utf8.count else { return nil }
    let lower = EntryText(text, cursor: lineEnd + 1)
    return place(column: column, from: lower.lineStart, to: lower.lineEnd)
  }

  /// Characters between the start of the line and the cursor.
  private var column: Int {
    String(decoding: text.utf8.prefix(cursor).dropFirst(lineStart), as: UTF8.self).count
  }

  private func place(column: Int, from start: Int, to end: Int) -> Int {
    let line = String(decoding: text.utf8.prefix(end).dropFirst(start), as: UTF8.self)
    return start + line.prefix(column).utf8.count
  }

  private func offset(of index: String.UTF8View.Index) -> Int {
    text.utf8.distance(from: text.utf8.startIndex, to: index)
  }
}
