import Language
import Syntax

/// What a bare `?` tells.
enum PromptHelp {
  static let overview: StyledText = {
    let rows =
      [("?NAME", "what NAME is and takes; ??NAME: its whole page"), ("help()", "everything there is, by theme")]
      + PromptCommand.all.map { ($0.usage, $0.summary) }
      + [("Tab", "completes names, labels, files"), ("Ctrl-C", "drops the line, or stops what runs; twice: at once")]
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { row in
      StyledText(row.0, .name) + StyledText(String(repeating: " ", count: width - row.0.count + 2) + row.1)
    }
    return .joined(lines, separator: "\n")
  }()
}
