import Foundation
import Language
import Notebook
import Synchronization
import Syntax
import Testing

@Suite("A session")
struct SessionTests {
  @Test("shows the value of every statement unless it ends in a semicolon or is nil")
  func showing() {
    let test = TestSession(isInteractive: true)
    test.run("x = 3\ny = 4; z = nil\nx + y\nfn f() { 1 }\nfor i in 0..<2 { i }", showing: .every)
    #expect(test.sink.texts == ["3", "7"])
  }

  @Test("shows the last value of an expression given on the command line")
  func lastValue() {
    let test = TestSession()
    test.run("x = 3; x + 1\nx * 10", showing: .last)
    test.run("x;", showing: .last)
    #expect(test.sink.texts == ["30"])
  }

  @Test("binds `ans` to the last value shown")
  func ans() {
    let test = TestSession(isInteractive: true)
    test.run("2 + 3", showing: .every)
    test.run("7;", showing: .every)
    test.run("ans * 2", showing: .every)
    #expect(test.sink.texts == ["5", "10"])
  }

  @Test("rounds to six digits where it shows, and quotes strings")
  func rounding() {
    let test = TestSession(isInteractive: true)
    test.run("1 / 3\n\"a\"\n[1 / 3, 2]\n{a: 2 / 3}\n1e6 / 7", showing: .every)
    #expect(test.sink.texts == ["0.333333", "\"a\"", "[0.333333, 2]", "{a: 0.666667}", "142857"])
  }

  @Test("keeps every value an entry made before its error")
  func errorKeepsValues() {
    let test = TestSession(isInteractive: true)
    let result = test.run("a = 1\nb = [1][5]\nc = 3")
    #expect(result.failure?.phase == .running)
    #expect(test.session.variables().map(\.name) == ["a"])
  }

  @Test("restores a value whose assignment of a part failed")
  func failedPartAssignment() {
    let test = TestSession(isInteractive: true)
    test.run("x = {a: [1, 2]}")
    #expect(test.run("x.a[7] = 1").failure != nil)
    test.run("print(x)")
    #expect(test.sink.texts == ["{a: [1, 2]}"])
  }

  @Test("remembers as `ans` what an expression before the last one gave")
  func ansOfExpressions() {
    let test = TestSession()
    test.run("2 + 3", showing: .noted)
    test.run("ans * 2", showing: .last)
    #expect(test.sink.texts == ["10"])
  }

  @Test("refuses lists that double without an end")
  func growingLists() {
    for growing in ["concat(x, x)", "flatten([x, x])"] {
      let test = TestSession(limits: Limits(elements: 8000))
      let result = test.run("x = [\"a\"]\nwhile true { x = \(growing) }")
      #expect(result.failure?.message.title == "this list would be too large", "\(growing)")
    }
  }

  @Test("takes values deep within each other, and functions that hold themselves")
  func nesting() {
    let test = TestSession()
    let result = test.run(
      """
      x = nil
      for i in 0..<4000 { x = {next: x, i: i} }
      depth = 0
      while x != nil { depth += 1; x = x.next }
      fn twice() {
        fn again(n) { if n > 0 { again(n - 1) } else { again } }
        f = again
        for i in 0..<1000 { f = f(1) }
        f
      }
      twice()
      print(depth)
      """)
    #expect(result.failure == nil, "\(result.failure?.diagnostic.drawn().plain ?? "")")
    #expect(test.sink.texts == ["4000"])
  }

  @Test("forgets deep values on reset, and writes a few levels of them")
  func deepValues() {
    let test = TestSession()
    test.run("x = 1; for i in 0..<4000 { x = [x, \"s\"] }\nprint(x)\ny = []; for i in 0..<200 { y = [y, y] }\nprint(y)")
    test.session.reset()
    #expect(test.sink.texts.count == 2)
    #expect(test.sink.texts[0].contains("…"))
    #expect(test.sink.texts.allSatisfy { $0.utf8.count < 400_000 })
  }

  @Test("tells errors of syntax, of names and of running apart")
  func phases() {
    let test = TestSession()
    #expect(test.run("x = ").failure?.phase == .syntax)
    #expect(test.run("x = zzgrrk").failure?.phase == .names)
    #expect(test.run("x = [1][4]").failure?.phase == .running)
    #expect(test.run("x = 1").failure == nil)
  }

  @Test("runs nothing of a text that has a misspelt name")
  func nothingRuns() {
    let test = TestSession()
    test.run("print(1)\nzzgrrk()")
    #expect(test.sink.texts.isEmpty)
  }

  @Test("lets a function name what a later entry defines, with a warning")
  func laterNames() {
    let test = TestSession(isInteractive: true)
    #expect(test.run("fn even(n) { if n == 0 { true } else { odd(n - 1) } }").failure == nil)
    #expect(test.sink.warnings.map(\.message.title) == ["nothing is called `odd` yet"])
    #expect(test.run("even(3)").failure?.message.title == "nothing is called `odd`")
    test.run("fn odd(n) { if n == 0 { false } else { even(n - 1) } }")
    test.run("even(4)", showing: .every)
    #expect(test.sink.texts == ["true"])
  }

  @Test("checks a script without running it, and finds all that is misspelt")
  func check() {
    let test = TestSession()
    let failures = test.session.check(
      SourceText(name: "a.lfs", text: "print(1)\nx = lenn([1])\nformat(3, digit: 2)\nfn f() { prin(x) }\n"))
    #expect(
      failures.map(\.message.title) == [
        "nothing is called `lenn`", "`format` has no parameter `digit`", "nothing is called `prin`",
      ])
    #expect(test.sink.texts.isEmpty)
    #expect(test.session.check(SourceText(name: "b.lfs", text: "x = (1")).map(\.phase) == [.syntax])
    #expect(test.session.check(SourceText(name: "c.lfs", text: "x = 1\nprint(x)")).isEmpty)
  }

  @Test(
    "is stopped by its token, in loops and in calls",
    arguments: ["while true { }", "fn f() { f2() }\nfn f2() { 1 }\nwhile true { f() }"])
  func cancelling(_ text: String) {
    let test = TestSession(isInteractive: true)
    let token = test.session.cancellation
    let hasEnded = Atomic(false)
    withExtendedLifetime(token) {
      let asking = Thread {
        while !hasEnded.load(ordering: .relaxed) {
          Thread.sleep(forTimeInterval: 0.002)
          token.cancel()
        }
      }
      asking.start()
    }
    let result = test.run(text)
    hasEnded.store(true, ordering: .relaxed)
    #expect(result.failure?.phase == .interrupted)
    #expect(result.failure?.message.title == "interrupted")
  }

  @Test("ends a program that runs longer than it may")
  func stepLimit() {
    let test = TestSession(limits: Limits(steps: 10_000))
    #expect(test.run("while true { }").failure?.message.title == "the program ran longer than it may")
  }

  @Test(
    "refuses values larger than it may make",
    arguments: [
      "x = 0..<1000000 |> list", "s = \"aaaaaaaaaaaaaaaa\"; for i in 0..<40 { s = s + s }", "x = (0..<1e9) * 2",
      "s = \"ab\"; for i in 0..<40 { s += s }", "s = \"ab\"; for i in 0..<40 { s = \"\\(s)\\(s)\" }",
    ])
  func elementLimit(_ text: String) {
    let test = TestSession(limits: Limits(elements: 100_000))
    #expect(test.run(text).failure != nil)
  }

  @Test("forgets everything when it is reset")
  func reset() {
    let test = TestSession(isInteractive: true)
    test.run("x = 3\nlen = 4")
    test.session.reset()
    #expect(test.session.variables().isEmpty)
    #expect(test.session.cells.isEmpty)
    test.run("len([1])", showing: .every)
    #expect(test.sink.texts == ["1"])
  }

  @Test("remembers what was typed and what came of it")
  func history() {
    let test = TestSession(isInteractive: true)
    test.run("x = 1\nprint(\"hi\")", showing: .every)
    test.run("oops(", showing: .every)
    test.run("len = 2", showing: .every)
    let cells = test.session.cells
    #expect(cells.map(\.number) == [1, 2, 3])
    #expect(cells[0].result.outputs.map(Self.describe) == ["value 1", "text hi"])
    #expect(cells[1].result.diagnostics.count == 1)
    #expect(
      cells[2].result.outputs.map(Self.describe) == ["warning `len` now hides the built-in of that name", "value 2"])
    #expect(test.session.script() == "x = 1\nprint(\"hi\")\nlen = 2\n")
  }

  private static func describe(_ output: CellOutput) -> String {
    switch output {
    case .text(let text): "text \(text.plain)"
    case .value(let text): "value \(text.plain)"
    case .figure: "figure"
    case .warning(let diagnostic): "warning \(diagnostic.message.title)"
    }
  }

  @Test("lists variables with their types")
  func variables() {
    let test = TestSession(isInteractive: true)
    test.run("b = [1, 2]\na = \"text\"\nf = fn(x) { x }")
    let listed = test.session.variables().map { "\($0.name) \($0.type) \($0.summary.plain)" }
    #expect(listed == ["b tensor [1, 2]", "a string \"text\"", "f function fn(x)"])
  }

  @Test("gives a script its arguments")
  func arguments() {
    let test = TestSession(arguments: ["data.h5", "20"])
    test.run("print(args[0], number(args[1]) + 1)")
    #expect(test.sink.texts == ["data.h5 21"])
  }

  @Test("reads scripts from files, and says where one is not text")
  func scripts() throws {
    let files = FileReader(
      contents: { ["good.lfs": Array("x = 1".utf8), "bad.lfs": Array("x = \"é".utf8) + [0xFF, 0x22]][$0] },
      entries: { _ in [] })
    #expect(try Session.source("good.lfs", from: files).text == "x = 1")
    let bad = #expect(throws: LocatedError.self) { try Session.source("bad.lfs", from: files) }
    #expect(bad?.message.found == "a byte that belongs to no character, at offset 7" && bad?.phase == .syntax)
    let none = #expect(throws: LocatedError.self) { try Session.source("none.lfs", from: files) }
    #expect(none?.phase == .running && none?.message.hints == [])
    let directory = #expect(throws: LocatedError.self) { try Session.source("/", from: files) }
    #expect(directory?.message.title == "`/` is a directory")
  }

  @Test(
    "says of a script that is nowhere what may be meant",
    arguments: [
      ("reprot", "did you mean `report`?"), ("train", "the commands are run, report; `--help` tells how each is used"),
    ])
  func misspelt(_ word: String, _ hint: String) {
    let error = #expect(throws: LocatedError.self) { try Session.source(word, commands: ["run", "report"]) }
    #expect(error?.message.hints == [hint])
  }

  @Test("names the standard library's script of the name that is nowhere else")
  func libraryScript() throws {
    let library = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: library) }
    try FileManager.default.createDirectory(atPath: library + "/recipes", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: library + "/recipes/a.lfs"))
    let error = #expect(throws: LocatedError.self) {
      try Session.source("stdlib/recipes/a.lfs", libraryDirectories: [library])
    }
    #expect(error?.message.hints == ["the standard library has `\(library)/recipes/a.lfs`"])
  }

  @Test("runs deep recursions on a stack of its own")
  func deepRecursion() {
    let test = TestSession(limits: Limits(callDepth: 1_000_000))
    let result = test.run("fn f(n) { if n == 0 { 0 } else { 1 + f(n - 1) } }\nprint(f(30000))\nf(10000000)")
    #expect(test.sink.texts == ["30000"])
    #expect(result.failure?.message.title == "calls are nested too deeply")
  }
}
