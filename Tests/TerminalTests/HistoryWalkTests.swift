import Testing

@testable import Terminal

@Suite struct `Walking through the history` {
  var walk = HistoryWalk(entries: ["fit(m, data)", "plot(x)", "fit(m, data, epochs: 5)", "x = 1"])

  @Test mutating func `up goes back through everything and down returns to the draft`() {
    #expect(walk.older(text: "", prefix: "") == "x = 1")
    #expect(walk.older(text: "x = 1", prefix: "x = 1") == "fit(m, data, epochs: 5)")
    #expect(walk.newer(text: "fit(m, data, epochs: 5)") == "x = 1")
    #expect(walk.newer(text: "x = 1") == "")
    #expect(walk.newer(text: "") == nil)
  }

  @Test mutating func `only entries that begin with what stands left of the cursor are found`() {
    #expect(walk.older(text: "fit(", prefix: "fit(") == "fit(m, data, epochs: 5)")
    #expect(walk.older(text: "fit(m, data, epochs: 5)", prefix: "fit(m") == "fit(m, data)")
    #expect(walk.older(text: "fit(m, data)", prefix: "fit(m, data)") == nil)
    #expect(walk.newer(text: "fit(m, data)") == "fit(m, data, epochs: 5)")
    #expect(walk.newer(text: "fit(m, data, epochs: 5)") == "fit(")
  }

  @Test mutating func `a changed entry starts another walk`() {
    #expect(walk.older(text: "", prefix: "") == "x = 1")
    #expect(walk.newer(text: "x = 12") == nil)
    #expect(walk.older(text: "p = 1", prefix: "p") == "plot(x)")
    #expect(walk.newer(text: "plot(x)") == "p = 1")
  }

  @Test mutating func `an entry used again moves to the end`() {
    walk.add("plot(x)")
    #expect(walk.entries == ["fit(m, data)", "fit(m, data, epochs: 5)", "x = 1", "plot(x)"])
    #expect(walk.older(text: "", prefix: "") == "plot(x)")
  }

  @Test func `an empty history has nothing`() {
    var walk = HistoryWalk()
    #expect(walk.older(text: "a", prefix: "a") == nil)
    #expect(walk.newer(text: "a") == nil)
  }
}
