import Builtins
import Language
import Notebook
import Syntax

/// Drops everything: what is measured is the language.
final class NoSink: OutputSink {
  func text(_ text: StyledText) {}
  func warning(_ diagnostic: Diagnostic) {}
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}

extension Claim {
  private static func session(_ text: String = "") -> Session {
    let session = Session(table: .standard, settings: Settings(), sink: NoSink(), isInteractive: true)
    session.evaluate(text, showing: .nothing)
    return session
  }

  /// A loop of a million rounds with one scalar operation each.
  static let evaluator = Claim(name: "evaluator_1e6", summary: "a loop of a million scalar operations") { _ in
    let session = session()
    let seconds = timed(7) { session.evaluate("s = 0\nfor i in 0..<1000000 { s += i }", showing: .nothing) }
    return Measurement("evaluator_1e6", seconds: seconds)
  }

  /// A million writes of one element.
  static let assigning = Claim(name: "assign_1e6", summary: "a million assignments to an element") { _ in
    let session = session("x = zeros(1000)\nxs = list(0..<1000)")
    let seconds = timed(5) {
      session.evaluate(
        "for i in 0..<500 { for j in 0..<1000 { x[j] = i; xs[j] = i } }", showing: .nothing)
    }
    return Measurement("assign_1e6", seconds: seconds)
  }

  /// A list that grows by one item a round.
  static let appending = Claim(name: "append_1e5", summary: "a list of a hundred thousand items, one by one") { _ in
    let session = session()
    let seconds = timed(5) {
      session.evaluate("xs = []\nfor i in 0..<100000 { xs = append(xs, i) }", showing: .nothing)
    }
    return Measurement("append_1e5", seconds: seconds)
  }

  /// A list of records that grows within a record.
  static let records = Claim(name: "records_1e5", summary: "a hundred thousand records in a record's list") { _ in
    let session = session()
    let seconds = timed(5) {
      session.evaluate(
        "r = {rows: []}\nfor i in 0..<100000 { r.rows = append(r.rows, {i: i, s: \"a\"}) }", showing: .nothing)
    }
    return Measurement("records_1e5", seconds: seconds)
  }

  /// Tab in the middle of a call with many labels.
  static let complete = Claim(name: "complete", summary: "completions and signature within a call") { _ in
    let session = session("m = 1\ndata = 2")
    let text = "m = lfads(co_dim: 1, f"
    let seconds = timed(50) {
      _ = session.completions(text, at: text.utf8.count)
      _ = session.signature(text, at: text.utf8.count)
    }
    return Measurement("complete", seconds: seconds)
  }

  /// A misspelt name among all that could have been meant, drawn.
  static let error = Claim(name: "error", summary: "finding and drawing an error") { _ in
    let session = session()
    let seconds = timed(50) {
      _ = session.evaluate("rates = posterior_maen(m)").failure?.diagnostic.drawn()
      _ = session.evaluate("lfads(keep_prob: 95)").failure?.diagnostic.drawn()
    }
    return Measurement("error", seconds: seconds)
  }

  /// The whole page of the built-in with the most parameters.
  static let help = Claim(name: "help", summary: "the whole help page of lfads") { _ in
    let session = session()
    let seconds = try timed(50) { _ = try session.page("lfads") }
    return Measurement("help", seconds: seconds)
  }
}
