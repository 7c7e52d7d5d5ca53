import Language
import Notebook
import Syntax
import Testing

@Suite("Completion")
struct CompletionTests {
  private let test: TestSession

  init() {
    test = TestSession(
      files: [
        "spikes.csv": "", "data/a.h5": "", "stdlib/prelude.lfs": "import tools: double\n",
        "stdlib/tools.lfs": "## Twice a number.\n##\n## - x: the number\nfn double(x, times: 1) { 2 * x * times }\n",
      ], isInteractive: true)
    test.run("rates = [1, 2]\nrecord = {factors: 1, rates: 2, \"a b\": 3}\nfn smooth(x, width: 5) { x }\nimport tools")
  }

  private func texts(_ text: String) -> [String] {
    test.session.completions(text, at: text.utf8.count).items.map(\.text)
  }

  @Test(
    "goes on with what fits the place",
    arguments: [
      ("rate", ["rates"]), ("x = 3 + rate", ["rates"]), ("record.", ["factors", "rates"]), ("record.f", ["factors"]),
      ("record[\"fa", ["factors"]), ("format(3, di", ["digits: ", "diag", "diff"]),
      ("format(3, style: \"s", ["scientific"]), ("format(3, style: \"", ["fixed", "scientific", "percent"]),
      ("smooth(rates, wi", ["width: ", "with", "without"]), ("smooth(rates, width: wi", ["with", "without"]),
      ("tools.", ["double"]), ("tools.double(3, ti", ["times: ", "tile"]), ("doub", ["double"]),
      ("import t", ["tools"]), ("wh", ["where", "while"]), ("\"no ra", []), ("print(\"sp", ["spikes.csv"]),
      ("print(\"data/", ["data/a.h5"]), ("load(\"spi", ["spikes.csv"]),
      ("load(\"chaotic_rnn_inputs_g2p", ["chaotic_rnn_inputs_g2p5"]), ("\"spi", ["spikes.csv"]),
      ("lfads(co_d", ["co_dim: "]), ("mean(rates, ov", ["over: ", "overlay"]),
      ("x = 12", []), ("3 |> format(di", ["digits: ", "diag", "diff"]),
      ("3 |> format(2, di", ["diag", "diff"]),
    ])
  func completions(_ text: String, _ expected: [String]) {
    #expect(texts(text) == expected)
  }

  @Test("replaces the part typed so far")
  func replaced() {
    #expect(test.session.completions("x = ra", at: 6).replaced == Span(4, 6))
    #expect(test.session.completions("print(\"sp", at: 9).replaced == Span(7, 9))
    #expect(test.session.completions("rate + x", at: 4).items.map(\.text) == ["rates"])
  }

  @Test("offers a label once")
  func labelOnce() {
    #expect(texts("format(3, digits: 2, ").contains("width: "))
    #expect(!texts("format(3, digits: 2, ").contains("digits: "))
    #expect(!texts("format(3, digits: 2, ").contains("x: "))
  }

  @Test("runs nothing")
  func runsNothing() {
    _ = texts("print(1).")
    _ = texts("smooth(print(2), w")
    #expect(test.sink.texts.isEmpty)
  }

  @Test(
    "shows the signature of the call around the cursor",
    arguments: [
      (
        "format(",
        "format(x, digits, width: 0, align: \"right\", style: \"fixed\")  A number; every item of a list or tensor; other values as `print` writes them"
      ),
      ("smooth(1, ", "smooth(x, width: 5)"), ("tools.double(", "double(x, times: 1)  the number"),
      (
        "map([1], fn(x) { format(x, digits: 1",
        "format(x, digits, width: 0, align: \"right\", style: \"fixed\")  Digits after the point"
      ),
    ])
  func signature(_ text: String, _ expected: String) {
    #expect(test.session.signature(text, at: text.utf8.count)?.plain == expected)
  }

  @Test("shows no signature outside of calls", arguments: ["x = 3", "format(3)", "[1, 2", "(1 + 2", "zzgrrk("])
  func noSignature(_ text: String) { #expect(test.session.signature(text, at: text.utf8.count) == nil) }

  @Test("never fails on a text cut anywhere")
  func anywhere() {
    let text =
      "m = {a: \"x\\(len(\"y\") + 1)\"}\nprint(m.a, fn(x) { x[0, 1...] }) # c\n\"\"\"\nlong \\(1)\n\"\"\" |> len"
    for cursor in 0...text.utf8.count {
      _ = test.session.completions(text, at: cursor)
      _ = test.session.signature(text, at: cursor)
    }
  }
}

@Suite("Help")
struct HelpTests {
  private let test = TestSession(
    files: [
      "stdlib/prelude.lfs": "import tools: double\n",
      "stdlib/tools.lfs":
        "## Twice a number.\n##\n## For when once is not enough:\n##     y = 2 x\n##\n## - x: the number\n## - returns: number\n## - example: double(2) => 4\nfn double(x, times: 1) { 2 * x * times }\n",
    ], isInteractive: true)

  @Test("shows a built-in in short")
  func builtin() throws {
    #expect(
      try test.session.help("join").plain == """
        join(items, separator: "")
        One string from the items of a list.
          items      What to join; other values than strings as `print` writes them  [list | tensor | range]
          separator  What to put between them  [string; default ""]
        gives  string
          join([1, 2, 3], ", ")  # "1, 2, 3"
        """)
  }

  @Test("shows a function written in the language alike, and its source on the whole page")
  func function() throws {
    let short = """
      double(x, times: 1)
      Twice a number.
        x  the number
      gives  number
        double(2)  # 4
      """
    #expect(try test.session.help("double").plain == short)
    let page = try test.session.page("double").plain
    #expect(page.contains("For when once is not enough:\n    y = 2 x"))
    #expect(
      page.hasSuffix("# stdlib/tools.lfs:1:1\n" + test.session.interpreter.machine.files.text("stdlib/tools.lfs")))
  }

  @Test("knows the words of the language", arguments: ["if", "for", "fn", "|>", "by", "≈", "nil"])
  func words(_ word: String) throws { #expect(!(try test.session.help(word).isEmpty)) }

  @Test("suggests what was meant")
  func misspelt() {
    #expect { try test.session.help("joni") } throws: {
      ($0 as? LocatedError)?.diagnostic.drawn().plain == "error: nothing is called `joni`\n  did you mean `join`?"
    }
  }

  @Test("describes values")
  func values() throws {
    test.run("x = [1, 2]")
    #expect(try test.session.help("x").plain == "x is [1, 2]")
  }
}

extension FileReader {
  /// A file's text without its last newline.
  fileprivate func text(_ path: String) -> String {
    let text = ((try? contents(path)) ?? nil).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
