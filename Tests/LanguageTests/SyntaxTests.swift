import Testing

@testable import Language
@testable import Syntax

@Suite("Syntax")
struct SyntaxTests {
  @Test(
    "text that more lines can complete",
    arguments: [
      "x = (1 +", "f(1,", "if x > 0 {", "fn f(x) {", "x = 1 +", "x |>", "\"\"\"\nabc", "[1, 2", "{a: 1,", "for i in xs",
      "x =", "fn f", "map(xs, fn(x) {\n  y = x", "if a { b } else {", "import a: b,", "not",
    ])
  func incomplete(_ text: String) { #expect(Interpreter.isIncomplete(text)) }

  @Test(
    "text that no more lines can mend, or that is whole",
    arguments: [
      "", "x = 1", "x = 1 2", "\"abc", "x = )", "if x { 1 }", "x[0:10]", "1. + 2", "'a'", "x = [1, 2", "y = 3 $",
    ].filter { $0 != "x = [1, 2" })
  func complete(_ text: String) { #expect(!Interpreter.isIncomplete(text)) }

  @Test("a text is cut into cells at its marks")
  func cells() {
    let text = "x = 1\n# %% First one\ny = 2\n# %% [markdown] Words\n# # Title\n# %%\nz = 3\n"
    let source = SourceText(name: "", text: text)
    let cells = Interpreter.cells(of: source)
    #expect(cells.map(\.title) == ["", "First one", "Words", ""])
    #expect(cells.map(\.isMarkdown) == [false, false, true, false])
    #expect(cells.map { source.slice($0.span) } == ["x = 1\n", "y = 2\n", "# # Title\n", "z = 3\n"])
  }

  @Test("a mark within a string or after code starts no cell")
  func noCells() {
    let source = SourceText(name: "", text: "x = \"\"\"\n# %% no\n\"\"\"\ny = 1 # %% no\n")
    #expect(Interpreter.cells(of: source).count == 1)
  }

  @Test("documentation above a function belongs to it, over the nearest lines only")
  func documentation() throws {
    let program = try Parser.parse(
      SourceText(name: "", text: "## Far.\n\n## Near.\n## - x: what\nfn f(x) { x }\n"))
    guard case .define(let function) = program.statements[0].kind else {
      Issue.record("no definition")
      return
    }
    #expect(function.documentation == ["Near.", "- x: what"])
    #expect(function.definition.start == 9)
  }

  @Test(
    "nesting beyond what the stack bears is an error",
    arguments: ["(", "[", "-", "not ", "fn() { ", "f(", "x[", "{a: ", "..<a + "])
  func deepNesting(_ opening: String) {
    let text = "x = " + String(repeating: opening, count: 20_000)
    #expect(throws: LocatedError.self) { try Parser.parse(SourceText(name: "", text: text)) }
  }

  @Test("chains beyond what the stack bears are an error", arguments: [" + 1", "(0)", "[0]", ".a", " |> f", " ^ 2"])
  func longChains(_ link: String) {
    let text = "x" + String(repeating: link, count: 50_000)
    #expect(throws: LocatedError.self) { try Parser.parse(SourceText(name: "", text: text)) }
  }

  @Test("a chain of chains is bounded as a whole")
  func chainsOfChains() {
    var text = "x"
    for _ in 0..<40 { text = "(" + text + String(repeating: " + 1", count: 1000) + ")" }
    #expect(throws: LocatedError.self) { try Parser.parse(SourceText(name: "", text: text)) }
  }

  @Test("a thousand terms, a long literal and many statements are no problem")
  func large() throws {
    for text in [
      "x" + String(repeating: " + 1", count: 1000),
      "[" + String(repeating: "1 + 2, ", count: 20_000) + "]",
      String(repeating: "x = 1\n", count: 20_000),
      "if a { 1 }" + String(repeating: " else if b { 2 }", count: 1000),
    ] {
      _ = try Parser.parse(SourceText(name: "", text: text))
    }
  }

  @Test("places are counted in lines and characters")
  func places() {
    let source = SourceText(name: "", text: "ab\nçé数x\n")
    #expect(source.line(at: 0) == 1)
    #expect(source.line(at: 3) == 2)
    #expect(source.column(at: 3 + "çé数".utf8.count) == 4)
    #expect(source.slice(source.lineSpan(2)) == "çé数x")
    #expect(source.slice(source.lineSpan(3)) == "")
  }

  @Test("control characters in a script never reach the terminal")
  func controlCharacters() throws {
    let test = TestSession()
    test.run("print(\"a\u{1b}[31m\\u{7}b\")")
    #expect(test.sink.texts == ["a␛[31m␇b"])
    let drawing = test.drawing("x = \u{1b}[2J")
    #expect(!drawing.contains("\u{1b}"))
  }

  @Test("code copied with no-break spaces is read as if they were spaces")
  func noBreakSpaces() {
    let test = TestSession()
    #expect(test.run("x\u{A0}=\u{A0}1\u{A0}+ 2\nprint(x)").failure == nil)
    #expect(test.sink.texts == ["3"])
  }
}
