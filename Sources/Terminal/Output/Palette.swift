import Language
import Syntax

/// How the meanings of styled text look on a terminal: in its own sixteen colours, which its owner has chosen to be
/// readable.
enum Palette {
  private static let codes: [StyledText.Style: String] = [
    .heading: "1", .name: "36", .string: "32", .keyword: "35", .comment: "2", .dim: "2", .error: "1;31",
    .warning: "1;33", .hint: "36", .place: "1", .axis: "34",
  ]

  /// The text with escape codes for what is emphasised.
  static func colored(_ text: StyledText) -> String {
    text.runs.map { run in
      guard let code = codes[run.style] else { return run.text }
      // Each line for itself: a pager forgets a colour at the end of a line.
      return run.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "\u{1B}[\(code)m\($0)\u{1B}[0m" }.joined(separator: "\n")
    }.joined()
  }
}
