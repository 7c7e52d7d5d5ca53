import Testing

@testable import Language
@testable import Syntax

@Suite("Suggestions")
struct SuggestionTests {
  @Test(
    "the nearest words come first",
    arguments: [
      ("pirnt", ["print", "point", "pint"], ["pint", "print"]),
      ("epoch", ["epochs", "each", "x"], ["epochs"]),
      ("posterior_mena", ["posterior_mean", "posterior"], ["posterior_mean"]),
      ("x", ["y", "z"], []), ("zzz", ["fit", "mean"], []), ("learning", ["learning_rate_init"], ["learning_rate_init"]),
      ("poimd", ["paint", "point", "pond"], ["point", "pond"]), ("MEAN", ["mean"], ["mean"]),
    ])
  func nearest(_ word: String, _ candidates: [String], _ expected: [String]) {
    #expect(Suggestion.nearest(to: word, among: candidates) == expected)
  }

  @Test("a swap of neighbours is one slip")
  func swaps() {
    #expect(Suggestion.distance(Array("fti"), Array("fit")) == 1)
    #expect(Suggestion.distance(Array("kitten"), Array("sitting")) == 3)
    #expect(Suggestion.distance(Array(""), Array("abc")) == 3)
  }
}
