import Language
import Syntax

/// How the candidates of a completion stand on the screen: one a line with what it is while they are few, otherwise in
/// columns read downwards.
struct CandidateList {
  let candidates: [Candidate]

  private static let mostWithNotes = 16
  private static let mostShown = 200

  /// The lines, each at most `columns` cells wide.
  func lines(columns: Int) -> [String] {
    let hasNotes = candidates.contains { !$0.note.isEmpty }
    if hasNotes, candidates.count <= Self.mostWithNotes { return annotated(columns: columns) }
    let shown = candidates.prefix(Self.mostShown).map { Self.clipped($0.text, to: columns - 1) }
    let rest = candidates.count - shown.count
    return Self.inColumns(shown, columns: columns) + (rest > 0 ? ["… and \(rest) more"] : [])
  }

  private func annotated(columns: Int) -> [String] {
    let width = candidates.map { DisplayWidth.of($0.text) }.max() ?? 0
    return candidates.map { candidate in
      let padding = String(repeating: " ", count: width - DisplayWidth.of(candidate.text) + 2)
      let line = candidate.note.isEmpty ? candidate.text : candidate.text + padding + candidate.note
      return Self.clipped(line, to: columns - 1)
    }
  }

  private static func inColumns(_ words: [String], columns: Int) -> [String] {
    let width = (words.map(DisplayWidth.of).max() ?? 0) + 2
    let across = max((columns - 1) / width, 1)
    let rows = (words.count + across - 1) / across
    return (0..<rows).map { row in
      var line = ""
      for position in stride(from: row, to: words.count, by: rows) {
        line += words[position]
        if position + rows < words.count {
          line += String(repeating: " ", count: width - DisplayWidth.of(words[position]))
        }
      }
      return line
    }
  }

  /// `text` cut to `width` cells, with an ellipsis where something is missing.
  static func clipped(_ text: String, to width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    var clipped = ""
    var used = 1
    for character in text {
      used += DisplayWidth.of(character)
      if used > width { break }
      clipped.append(character)
    }
    return clipped + "…"
  }
}
