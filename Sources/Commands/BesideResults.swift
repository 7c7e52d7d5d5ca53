import Language
import Syntax

/// Passes on what is said beside results.
final class BesideResults: OutputSink {
  private let target: any OutputSink

  init(_ target: any OutputSink) { self.target = target }

  func text(_ text: StyledText) {}
  func present(_ value: any Presentable) {}
  func warning(_ diagnostic: Diagnostic) { target.warning(diagnostic) }
  func progress(_ update: ProgressUpdate) { target.progress(update) }
}
