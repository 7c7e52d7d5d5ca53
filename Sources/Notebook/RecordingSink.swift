import Language
import Synchronization
import Syntax

/// Passes everything on to another sink and keeps it, for the cell under way.
final class RecordingSink: OutputSink {
  private let target: any OutputSink
  private let state = Mutex(State())

  private struct State {
    var outputs: [CellOutput] = []
    /// Whether what comes is the value of a statement.
    var isValue = false
  }

  init(_ target: any OutputSink) { self.target = target }

  /// What has been shown since the last call.
  func take() -> [CellOutput] {
    state.withLock { state in
      defer { state.outputs = [] }
      return state.outputs
    }
  }

  /// Keeps what `show` shows as a value.
  func showingValue(_ show: () -> Void) {
    state.withLock { $0.isValue = true }
    show()
    state.withLock { $0.isValue = false }
  }

  private func keep(_ output: CellOutput) { state.withLock { $0.outputs.append(output) } }

  func text(_ text: StyledText) {
    state.withLock { $0.outputs.append($0.isValue ? .value(text) : .text(text)) }
    target.text(text)
  }

  func warning(_ diagnostic: Diagnostic) {
    keep(.warning(diagnostic))
    target.warning(diagnostic)
  }

  func present(_ value: any Presentable) {
    keep(.figure(value))
    target.present(value)
  }

  func progress(_ update: ProgressUpdate) { target.progress(update) }
}
