import Testing

@testable import Terminal

@Suite struct `Completing a word` {
  func candidates(_ words: String...) -> Candidates {
    Candidates(start: 0, items: words.map { Candidate($0) })
  }

  @Test func `the common prefix is what every candidate begins with`() {
    #expect(candidates("factors", "factors_dim", "fact").commonPrefix == "fact")
    #expect(candidates("é1", "é2").commonPrefix == "é")
    #expect(candidates("a", "b").commonPrefix == "")
    #expect(candidates().commonPrefix == "")
  }

  @Test func `few candidates stand with what they are`() {
    let list = CandidateList(candidates: [.init("fit", note: "trains"), .init("format", note: "text of a number")])
    #expect(list.lines(columns: 80) == ["fit     trains", "format  text of a number"])
    #expect(list.lines(columns: 16) == ["fit     trains", "format  text o…"])
  }

  @Test func `many stand in columns read downwards`() {
    let words = (0..<20).map { Candidate("w\($0)") }
    let lines = CandidateList(candidates: words).lines(columns: 26)
    #expect(
      lines == [
        "w0   w4   w8   w12  w16", "w1   w5   w9   w13  w17", "w2   w6   w10  w14  w18", "w3   w7   w11  w15  w19",
      ])
  }

  @Test func `a flood is cut`() {
    let words = (0..<1000).map { Candidate("w\($0)") }
    let lines = CandidateList(candidates: words).lines(columns: 80)
    #expect(lines.last == "… and 800 more")
    #expect(lines.count < 30)
  }

  @Test func `a window narrower than a word shows one a line, cut`() {
    let lines = CandidateList(candidates: [.init("abcdefgh"), .init("x")]).lines(columns: 6)
    #expect(lines == ["abcd…", "x"])
  }

  @Test func `wide characters count double`() {
    #expect(CandidateList.clipped("漢字漢字", to: 6) == "漢字…")
    #expect(CandidateList.clipped("漢字", to: 4) == "漢字")
  }
}
