import Language
import Syntax

/// A script cut into cells by its `# %%` lines: code to run, and text to read.
public struct Notebook: Sendable {
  /// The script's name, as errors call it.
  public let name: String
  public let cells: [ScriptCell]

  public init(_ source: SourceText) {
    name = source.name
    cells = ScriptCell.cells(of: source)
  }

  /// Runs the code cells one after another, up to the first error or until the session is asked to stop: a training that
  /// then ends early is no error of its cell.
  ///
  /// - Parameter onCell: told before each code cell: its number from 1, and of how many.
  public func run(in session: Session, onCell: (_ number: Int, _ of: Int) -> Void = { _, _ in }) -> Transcript {
    let total = cells.count { $0.markdown == nil }
    var entries: [Transcript.Entry] = []
    var number = 0
    var hasEnded = false
    for cell in cells {
      if let markdown = cell.markdown {
        entries.append(Transcript.Entry(title: cell.title, content: .markdown(markdown)))
        continue
      }
      number += 1
      guard !hasEnded else {
        entries.append(Transcript.Entry(title: cell.title, content: .code(cell.code, number: number, result: nil)))
        continue
      }
      onCell(number, total)
      let result = session.run(cell.source(named: name), showing: .last)
      hasEnded = result.failure != nil || session.cancellation.isCancelled
      entries.append(Transcript.Entry(title: cell.title, content: .code(cell.code, number: number, result: result)))
    }
    return Transcript(name: name, entries: entries, table: session.interpreter.machine.table)
  }
}
