/// The one place that decides how errors and warnings look:
///
///     cells.lfs:3:9: error: nothing is called `smoth`
///       3 | rates = smoth(counts, sd: 0.05)
///         |         ^^^^^
///       did you mean `smooth`?
///
/// The head is in the form editors and terminals jump to; below stand the line with carets under the guilty part, what was
/// expected and found where that says more, hints, and the calls that led there, innermost first.
extension Diagnostic {
  /// Longest stretch of a source line that is shown; of a longer one, the part around the carets.
  private static let widestExcerpt = 100

  /// The drawing, without a newline at its end.
  public func drawn() -> StyledText {
    var lines: [StyledText] = []
    let style: StyledText.Style = severity == .error ? .error : .warning
    var head = StyledText()
    if let location { head.append("\(location.text): ", .place) }
    head.append("\(severity.rawValue): ", style)
    head.append(message.title, .heading)
    lines.append(head)
    if let location { lines += Self.excerpt(location, style) }
    if let expected = message.expected { lines.append(StyledText("  expected: ", .dim) + StyledText(expected)) }
    if let found = message.found { lines.append(StyledText("     found: ", .dim) + StyledText(found)) }
    lines += message.hints.map { StyledText("  " + $0, .hint) }
    lines += drawnChain()
    return .joined(lines, separator: "\n")
  }

  private static func excerpt(_ location: Location, _ style: StyledText.Style) -> [StyledText] {
    let source = location.source
    let line = location.line
    let lineSpan = source.lineSpan(line)
    let start = min(max(location.span.start, lineSpan.start), lineSpan.end)
    let end = min(max(location.span.end, start), lineSpan.end)
    var before = Array(source.slice(Span(lineSpan.start, start)))
    let guilty = Array(source.slice(Span(start, end)))
    var after = Array(source.slice(Span(end, lineSpan.end)))
    var marked = guilty
    if before.count + guilty.count + after.count > widestExcerpt {
      let room = max(widestExcerpt - min(guilty.count, widestExcerpt / 2), 0)
      if before.count > room / 2 { before = ["…"] + before.suffix(room / 2) }
      if guilty.count > widestExcerpt / 2 {
        marked = guilty.prefix(widestExcerpt / 2) + ["…"]
        after = []
      } else if after.count > room / 2 {
        after = after.prefix(room / 2) + ["…"]
      }
    }
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let width = marked.map(DisplayWidth.of).reduce(0, +)
    let indent = String(repeating: " ", count: before.map(DisplayWidth.of).reduce(0, +))
    let text = Self.flat(before + marked + after)
    return [
      StyledText("  \(number) | ", .dim) + StyledText(text),
      StyledText("  \(margin) | ", .dim) + StyledText(indent)
        + StyledText(String(repeating: "^", count: max(width, 1)), style),
    ]
  }

  /// Source characters as they are shown: a tab as one space, so that carets stand below what they mark.
  private static func flat(_ characters: [Character]) -> String {
    String(characters.map { $0 == "\t" ? " " : $0 })
  }

  private func drawnChain() -> [StyledText] {
    func drawn(_ call: CallSite) -> StyledText {
      let name = call.function.map { "`\($0)`" } ?? "a function"
      let place = call.location.map { ", called at \($0.text)" } ?? ""
      return StyledText("  in \(name)\(place)", .dim)
    }
    let hidden = chain.hiddenCount > 0 ? [StyledText("  … \(chain.hiddenCount) more calls …", .dim)] : []
    return chain.inner.map(drawn) + hidden + chain.outer.map(drawn)
  }
}
