import Glibc
import Language
import Notebook
import Syntax
import Testing

@testable import Terminal

@Suite struct `Output` {
  /// What `show` writes to standard output and standard error, neither being a terminal.
  func written(showsProgress: Bool = true, colored: Bool = false, _ show: (TerminalSink) -> Void) -> (
    output: String, error: String
  ) {
    var output: [Int32] = [-1, -1]
    var error: [Int32] = [-1, -1]
    pipe(&output)
    pipe(&error)
    show(
      TerminalSink(
        output: OutputStream(descriptor: output[1], isTerminal: false, isColored: colored),
        error: OutputStream(descriptor: error[1], isTerminal: false, isColored: false), showsProgress: showsProgress,
        canRenewLines: false))
    return (drained(output), drained(error))
  }

  private func drained(_ ends: [Int32]) -> String {
    close(ends[1])
    defer { close(ends[0]) }
    return String(decoding: (try? FileReader.bytes(of: ends[0], path: "pipe")) ?? [], as: UTF8.self)
  }

  static let epoch = ProgressUpdate(
    activity: "fit", completed: 12, total: 50, unit: "epoch", details: [("train", "412.3"), ("valid", "420.1")],
    secondsLeft: 200)

  @Test func `results and everything else go to different streams`() {
    let diagnostic = Diagnostic(severity: .warning, message: "mind the gap", location: nil)
    let shown = written { sink in
      sink.text("1")
      sink.warning(diagnostic)
      sink.report("done")
    }
    #expect(shown.output == "1\n")
    #expect(shown.error == "warning: mind the gap\ndone\n")
  }

  @Test func `colour is for streams that take it, and ends with every line`() {
    let text = StyledText("two\nlines", .error) + StyledText(" plain")
    #expect(written { $0.text(text) }.output == "two\nlines plain\n")
    #expect(
      written(colored: true) { $0.text(text) }.output
        == "\u{1B}[1;31mtwo\u{1B}[0m\n\u{1B}[1;31mlines\u{1B}[0m plain\n")
  }

  @Test func `in a pipe an epoch has a line, a trial none but the last`() {
    var last = Self.epoch
    last.completed = 50
    last.isLast = true
    let trial = ProgressUpdate(activity: "posterior", completed: 3, total: 9, unit: "trial")
    let end = ProgressUpdate(activity: "posterior", completed: 9, total: 9, unit: "trial", isLast: true)
    var batch = Self.epoch
    batch.isPartial = true
    let shown = written { sink in for update in [batch, Self.epoch, last, trial, end] { sink.progress(update) } }
    #expect(
      shown.error == """
        fit  epoch 12/50  train 412.3  valid 420.1  3 min left
        fit  epoch 50/50  train 412.3  valid 420.1
        posterior  trial 9/9

        """)
    #expect(shown.output == "")
  }

  @Test func `quiet shows no progress`() {
    #expect(written(showsProgress: false) { $0.progress(Self.epoch) }.error == "")
  }

  @Test func `a line of progress is cut to the window`() {
    #expect(ProgressLine(update: Self.epoch).text(columns: 20) == "fit  epoch 12/50  t…")
  }

  @Test(
    arguments: [
      (0.2, "1 s"), (99, "99 s"), (100, "2 min"), (1799, "30 min"), (3600, "1 h"), (4800, "1 h 20 min"),
      (.infinity, "very long"), (.nan, "very long"),
    ] as [(Double, String)])
  func `a duration is in the unit that suits it`(seconds: Double, text: String) {
    #expect(ProgressLine.duration(seconds) == text)
  }
}
