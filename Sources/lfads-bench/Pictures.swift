import Builtins
import Foundation
import Language
import Notebook
import Syntax

extension Claim {
  /// A heat map of 100 × 50 cells with two lines over it, from the call to the written PNG.
  static let heatmap = Claim(name: "heatmap", summary: "a heat map of 100 × 50 with two lines, as a file") { _ in
    let session = drawingSession()
    session.evaluate("x = randn(50, 100, seed: 1)", showing: .nothing)
    let path = NSTemporaryDirectory() + "lfads-bench-heatmap.png"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let seconds = try timed(9) {
      try run("save(heatmap(x) |> vlines([20]) |> hlines([30]), \"\(path)\")", in: session)
    }
    return Measurement("heatmap", seconds: seconds)
  }

  /// A page with ten figures, light and dark, from a script whose own computing is nothing.
  static let report = Claim(name: "report_10", summary: "a page with ten figures, beside the computing") { _ in
    let cells = (0..<10).map { number in
      let drawing = number % 2 == 0 ? "plot(x[\(number)])" : "heatmap(x)"
      return "# %% Figure \(number)\n\(drawing)\n"
    }
    let script = SourceText(name: "bench.lfs", text: "# %%\nx = randn(50, 100, seed: 1);\n" + cells.joined())
    let seconds = try timed(5) {
      let transcript = Notebook(script).run(in: drawingSession())
      if let failure = transcript.failure { throw BenchError(words: failure.diagnostic.drawn().plain) }
      let page = try HTMLReport.page(transcript, stamp: "")
      guard page.ranges(of: "<figure>").count == 10 else { throw BenchError(words: "figures are missing") }
    }
    return Measurement("report_10", seconds: seconds)
  }

  private static func drawingSession() -> Session {
    let settings = Settings(programPath: ProcessInfo.processInfo.environment["PATH"] ?? "", isQuiet: true)
    return Session(table: .standard, settings: settings, sink: NoSink(), isInteractive: true)
  }

  private static func run(_ text: String, in session: Session) throws {
    if let failure = session.evaluate(text, showing: .nothing).failure {
      throw BenchError(words: failure.diagnostic.drawn().plain)
    }
  }
}

/// What was to be measured did not work.
struct BenchError: Error, CustomStringConvertible {
  let words: String
  var description: String { words }
}
