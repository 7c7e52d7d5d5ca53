import Glibc
import Language
import Synchronization
import Syntax

/// What a program shows, on standard output and standard error.
///
/// Progress is one line that renews itself on a terminal, a line an epoch elsewhere, nothing when it is unwanted. Results
/// go to standard output, everything else to standard error.
public final class TerminalSink: OutputSink {
  private let output: OutputStream
  private let error: OutputStream
  private let showsProgress: Bool
  /// The words of the pager for texts longer than the window; none outside the prompt.
  private let pager: [String]
  /// Whether a terminal can be told to go back to the start of a line and clear it.
  private let canRenewLines: Bool
  /// What the terminal of results shows of pictures; its size is asked for when one is shown.
  private let canvas: TerminalCanvas?
  private let live = Mutex(Live())

  private struct Live {
    /// Whether a line that renews itself stands on the terminal.
    var isShown = false
    var lastDrawn: ContinuousClock.Instant?
  }

  /// Renewing a line more often shows nothing more.
  private static let pause = Duration.milliseconds(100)

  public init(
    output: OutputStream, error: OutputStream, showsProgress: Bool, canRenewLines: Bool, pager: [String] = [],
    canvas: TerminalCanvas? = nil
  ) {
    self.output = output
    self.error = error
    self.showsProgress = showsProgress
    self.canRenewLines = canRenewLines
    self.pager = pager
    self.canvas = canvas
  }

  public func text(_ text: StyledText) {
    clearLiveLine()
    let rendered = output.rendered(text) + "\n"
    if isLong(text), Pager(words: pager).show(rendered) { return }
    output.write(rendered)
  }

  public func warning(_ diagnostic: Diagnostic) { report(diagnostic.drawn()) }

  /// Something that is no result: an error, a word to the person at the prompt.
  public func report(_ text: StyledText) {
    clearLiveLine()
    error.write(error.rendered(text) + "\n")
  }

  /// A picture where results go to a terminal, a line about it elsewhere.
  public func present(_ value: any Presentable) {
    do {
      guard output.isTerminal, var canvas else { return text(value.text(columns: columns)) }
      let size = TerminalSize.current(of: output.descriptor)
      canvas.columns = size?.columns ?? canvas.columns
      canvas.rows = size?.rows ?? canvas.rows
      guard let picture = try value.picture(in: canvas) else { return text(value.text(columns: columns)) }
      clearLiveLine()
      output.write(picture + "\n")
    } catch {
      text(value.text(columns: columns))
      warning(Diagnostic(severity: .warning, message: Message(describing: error), location: nil))
    }
  }

  public func progress(_ update: ProgressUpdate) {
    guard showsProgress else { return }
    guard error.isTerminal, canRenewLines else {
      // Other units than epochs come by the hundred.
      let isDue = update.isLast || (update.unit == "epoch" && !update.isPartial)
      if isDue { error.write(ProgressLine(update: update).text() + "\n") }
      return
    }
    live.withLock { live in
      let now = ContinuousClock.now
      if !update.isLast, let last = live.lastDrawn, live.isShown, now - last < Self.pause { return }
      let columns = TerminalSize.current(of: error.descriptor)?.columns ?? 80
      // What stays may take several rows, what renews itself must not.
      let line = ProgressLine(update: update).text(columns: update.isLast ? nil : columns - 1)
      error.write("\r\u{1B}[K" + line + (update.isLast ? "\n" : ""))
      live.isShown = !update.isLast
      live.lastDrawn = now
    }
  }

  /// Ends the line that renews itself where work was broken off, leaving it to be read.
  public func endLiveLine() {
    live.withLock { live in
      if live.isShown { error.write("\n") }
      live.isShown = false
    }
  }

  /// Characters in a line of results.
  public var columns: Int { (output.isTerminal ? TerminalSize.current(of: output.descriptor)?.columns : nil) ?? 80 }

  private func clearLiveLine() {
    live.withLock { live in
      if live.isShown { error.write("\r\u{1B}[K") }
      live.isShown = false
    }
  }

  private func isLong(_ text: StyledText) -> Bool {
    guard !pager.isEmpty, output.isTerminal, let size = TerminalSize.current(of: output.descriptor) else {
      return false
    }
    let lines = text.plain.split(separator: "\n", omittingEmptySubsequences: false)
    let rows = lines.map { max(DisplayWidth.of($0) - 1, 0) / size.columns + 1 }.reduce(0, +)
    return rows >= size.rows
  }
}
