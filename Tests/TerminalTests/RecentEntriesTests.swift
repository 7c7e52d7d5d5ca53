import Testing

@testable import Terminal

@Suite struct `Recent entries` {
  @Test func `of a very long conversation the first entries are forgotten`() {
    var recent = RecentEntries((0..<(RecentEntries.most + 5)).map(String.init))
    #expect(recent.entries.count == RecentEntries.most)
    #expect(recent.entries.first == "5")
    recent.add("new")
    #expect(recent.entries.count == RecentEntries.most)
    #expect(recent.entries.first == "6")
    #expect(recent.entries.last == "new")
  }

  @Test func `an entry that is forgotten is gone wherever it stood`() {
    var recent = RecentEntries(["a", "b", "a", "c"])
    recent.remove("a")
    #expect(recent.entries == ["b", "c"])
  }
}
