import Foundation
import Language
import Notebook
import Syntax
import Testing

/// Lessons at the prompt, with a library of two small ones.
@Suite("Lessons")
struct LessonTests {
  private static let folder = "/library/lessons"
  private static let first = """
    # %% [markdown]
    # # 1 · The first
    #
    # Some **bold** words and `code`, in a paragraph that is long enough to be broken into more than one line of a terminal.
    #
    # - one
    # - two
    #
    #     x = y

    # %% Make
    a = 1

    # %% Change me
    b = a + 1
    b

    # %% Check
    assert(a > 1, "make a larger")
    """

  private func session(_ sink: Lines) -> Session {
    let files = FileReader.memory([
      Self.folder + "/01_first.lfs": Self.first,
      Self.folder + "/02_second.lfs": "# %% [markdown]\n# # 2 · The second\n",
    ])
    return Session(
      table: .standard, settings: Settings(libraryDirectories: ["/empty", "/library"], columns: 60), files: files,
      sink: sink, isInteractive: true)
  }

  /// Types at the prompt: what was shown, and the error if there was one.
  private func type(_ entries: [String], in session: Session, _ sink: Lines) -> [String] {
    entries.map { entry in
      sink.clear()
      let result = session.evaluate(entry)
      let failure = result.failure.map { "error: " + $0.message.title } ?? ""
      return (sink.lines + (failure.isEmpty ? [] : [failure])).joined(separator: "\n")
    }
  }

  @Test("They are listed by number and title")
  func lists() {
    let sink = Lines()
    let shown = type(["lesson()"], in: session(sink), sink)
    #expect(shown == ["lessons\n   1  The first\n   2  The second\n`lesson(1)` opens one"])
  }

  @Test("One goes cell by cell; the student types in between, and repeats a cell that failed")
  func goes() {
    let sink = Lines()
    let shown = type(
      ["lesson(1)", "next()", "a", "next()", "next()", "a = 2", "again()", "next()", "lesson(2)", "next()"],
      in: session(sink), sink)
    #expect(
      shown[0].contains("── 1/4 ─")
        && shown[0].contains("The first\n\nSome bold words and code, in a paragraph that is long enough\nto be broken"))
    #expect(shown[0].contains("• one\n• two") && shown[0].contains("    x = y"))
    #expect(shown[1].contains("── 2/4 Make ─") && shown[1].contains("  a = 1"))
    #expect(shown[2] == "1")
    #expect(shown[3].contains("  b = a + 1\n  b\n") && shown[3].hasSuffix("\n2"))
    #expect(shown[4].hasSuffix("error: make a larger"))
    #expect(!shown[6].contains("error"))
    #expect(shown[7].contains("that was lesson 1, The first\n`lesson(2)` is The second"))
    #expect(shown[9] == "that was lesson 2, The second")
  }

  @Test("Cells can be passed over, and what is not there is said")
  func refuses() {
    let sink = Lines()
    let shown = type(["next()", "lesson(7)", "lesson(1)", "skip()", "a"], in: session(sink), sink)
    #expect(shown[0] == "error: no lesson is open")
    #expect(shown[1] == "error: there is no lesson 7")
    #expect(shown[3] == "passed over 2/4: a = 1")
    #expect(shown[4] == "error: nothing is called `a`")
  }

  @Test("An error in a cell names the lesson's file and line")
  func locates() {
    let sink = Lines()
    let session = session(sink)
    _ = type(["lesson(1)", "next()", "next()"], in: session, sink)
    let drawn = session.evaluate("next()").failure?.diagnostic.drawn().plain ?? ""
    #expect(drawn.contains("/library/lessons/01_first.lfs:19:8"), "\(drawn)")
  }

  /// The lessons of the standard library.
  private static let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../stdlib/lessons").standardizedFileURL.path
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []).sorted()

  @Test("There are ten, numbered in order")
  func areTen() {
    let numbers = Self.names.map { Int($0.prefix(2)) ?? 0 }
    #expect(numbers == Array(1...10))
  }

  @Test("A lesson has text, something to change, a picture, and a check that says what to do", arguments: names)
  func isComplete(name: String) throws {
    let text = try String(contentsOfFile: Self.library + "/" + name, encoding: .utf8)
    let cells = ScriptCell.cells(of: SourceText(name: name, text: text))
    let titles = cells.map(\.title)
    #expect(cells.first?.markdown?.hasPrefix("# \(Int(name.prefix(2)) ?? 0) · ") == true)
    #expect(titles.contains("Change me"))
    let check = try #require(cells.first { $0.title == "Check" })
    #expect(check.code.contains("assert(") && check.code.contains("my_"))
    #expect(text.contains("plot") || text.contains("scatter("))
    let lines = check.code.split(separator: "\n")
    for (line, following) in zip(lines, lines.dropFirst() + [""]) where line.hasPrefix("assert(") {
      #expect(line.contains(", \"") || following.hasPrefix("  \""), "\(line)")
    }
  }
}

private final class Lines: OutputSink, @unchecked Sendable {
  private(set) var lines: [String] = []

  func clear() { lines = [] }
  func text(_ text: StyledText) { lines.append(text.plain) }
  func warning(_ diagnostic: Diagnostic) {}
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}
