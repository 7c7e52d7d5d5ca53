import Language
import Syntax

/// A call's signature made to fit beside what is being typed: with the words about the argument at hand if there is room,
/// without them, or only the part around that argument.
struct SignatureHint {
  let signature: StyledText

  /// Less is not worth reading.
  private static let narrowest = 12

  /// The hint in at most `room` cells; nil when that is too little.
  func fitted(to room: Int) -> StyledText? {
    guard room >= Self.narrowest else { return nil }
    let whole = StyledText.joined(
      signature.runs.map { StyledText(String($0.text.map { $0.isNewline ? " " : $0 }), $0.style) }, separator: "")
    if DisplayWidth.of(whole.plain) <= room { return whole }
    var short = StyledText()
    for run in whole.runs where run.style != .hint { short.append(run.text, run.style) }
    return DisplayWidth.of(short.plain) <= room ? short : Self.part(of: short, cells: room)
  }

  /// The stretch of `cells` cells that has the marked run in its middle, as far as there is text on both sides.
  private static func part(of text: StyledText, cells: Int) -> StyledText {
    let characters = text.runs.flatMap { run in run.text.map { (character: $0, style: run.style) } }
    let marked = characters.indices.filter { characters[$0].style == .marker }
    // Cells are characters here: labels are ASCII.
    let middle = marked.isEmpty ? 0 : (marked[0] + marked[marked.count - 1]) / 2
    let start = max(min(middle - cells / 2, characters.count - cells), 0)
    let end = min(start + cells, characters.count)
    var part = StyledText()
    for position in start..<end {
      let isCut = (position == start && start > 0) || (position == end - 1 && end < characters.count)
      part.append(isCut ? "…" : String(characters[position].character), characters[position].style)
    }
    return part
  }
}
