import Testing

@testable import Terminal

@Suite struct `An entry of several lines` {
  /// An entry with the cursor where `|` stands.
  func entry(_ marked: String) -> EntryText {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    return EntryText(parts.joined(), cursor: parts[0].utf8.count)
  }

  func marked(_ entry: EntryText, at cursor: Int?) -> String? {
    cursor.map { EntryText(entry.text, cursor: $0) }.map { $0.beforeCursor + "|" + $0.afterCursor }
  }

  @Test(
    arguments: [
      ("for i {\n  a|b\n}", "for| i {\n  ab\n}"), ("ab\nlonger|", "ab|\nlonger"), ("a\n|", "|a\n"),
      ("é漢x\nab|c", "é漢|x\nabc"), ("\n\n|", "\n|\n"),
    ])
  func `up keeps the column as far as the line goes`(from: String, to: String) {
    #expect(marked(entry(from), at: entry(from).above) == to)
  }

  @Test(arguments: [("a|b\ncd", "ab\nc|d"), ("long|er\nab", "longer\nab|"), ("a|\n", "a\n|"), ("é|\nxyz", "é\nx|yz")])
  func `down keeps the column as far as the line goes`(from: String, to: String) {
    #expect(marked(entry(from), at: entry(from).below) == to)
  }

  @Test func `there is nothing above the first line and below the last`() {
    #expect(entry("ab|\nc").above == nil)
    #expect(entry("ab\n|c").below == nil)
    #expect(entry("|").above == nil)
    #expect(entry("|").below == nil)
  }

  @Test(arguments: [("ab\nc|d\ne", 3, 5), ("|", 0, 0), ("ab|\n", 0, 2), ("ab\n|", 3, 3), ("漢\né|", 4, 6)])
  func `the line has a start and an end`(text: String, start: Int, end: Int) {
    #expect(entry(text).lineStart == start)
    #expect(entry(text).lineEnd == end)
  }
}
