/// How much room text takes and how parts of a figure stand apart, on a page or in a terminal's cells.
struct TextMetrics: Equatable {
  /// Font sizes in points: of the figure's title, panel titles, axis labels, and numbers and legends.
  var figureTitle, title, label, small: Double
  /// Height of a line relative to its font size.
  var leading: Double
  /// Every character this wide, whatever it is; nil on pages.
  var cellWidth: Double?
  var tickLength, tickGap, labelGap, edge, panelGap: Double
  var barGap, barWidth: Double
  /// Length of a legend's sample, and the distance to its text and between entries.
  var sample, sampleGap, entryGap: Double

  static let page = TextMetrics(
    figureTitle: 15, title: 14, label: 14, small: 12, leading: 1.25, cellWidth: nil, tickLength: 4, tickGap: 4,
    labelGap: 5, edge: 8, panelGap: 16, barGap: 9, barWidth: 12, sample: 22, sampleGap: 6, entryGap: 16)

  /// One text cell of a terminal is `cell` points; everything is a whole number of them.
  static let cell = (width: 8.0, height: 16.0)
  static let cells = TextMetrics(
    figureTitle: 16, title: 16, label: 16, small: 16, leading: 1, cellWidth: cell.width, tickLength: 0, tickGap: 0,
    labelGap: 0, edge: 0, panelGap: cell.width, barGap: cell.width, barWidth: 2 * cell.width, sample: 2 * cell.width,
    sampleGap: cell.width, entryGap: 2 * cell.width)

  var isCells: Bool { cellWidth != nil }

  func height(_ size: Double, lines: Int = 1) -> Double { size * leading * Double(lines) }

  /// Width of a line of text. On pages the advances of DejaVu Sans, which is wider than Arial and Helvetica, so that a
  /// page drawn with those has room too.
  func width(_ text: some StringProtocol, size: Double) -> Double {
    if let cellWidth {
      return Double(text.reduce(0) { $0 + Self.cells(of: $1) }) * cellWidth
    }
    return text.unicodeScalars.reduce(0) { $0 + Self.advance($1) } / 1000 * size
  }

  /// Cells a character takes in a terminal.
  static func cells(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    return isWide(scalar) ? 2 : scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]
    return wide.contains { $0.contains(scalar.value) }
  }

  private static func advance(_ scalar: Unicode.Scalar) -> Double {
    let code = Int(scalar.value)
    if (32..<127).contains(code) { return Double(asciiAdvances[code - 32]) }
    if isWide(scalar) { return 1000 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return code == 0x2212 || code == 0xB1 || code == 0xD7 ? 838 : code == 0x2026 ? 1000 : 650
    }
  }

  /// Advances of U+0020…U+007E in DejaVu Sans, thousandths of the font size.
  private static let asciiAdvances: [Int16] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
  ]

  /// Text broken at spaces into lines no wider than `width`, at most `lines` of them; what does not fit ends in "…".
  func wrap(_ text: String, size: Double, width limit: Double, lines: Int = 2) -> [String] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    var rows: [String] = []
    for word in words {
      if let last = rows.last, width(last + " " + word, size: size) <= limit || rows.count == lines {
        rows[rows.count - 1] = last + " " + word
      } else {
        rows.append(String(word))
      }
    }
    return rows.map { shorten($0, size: size, width: limit) }
  }

  /// Text cut to a width, ending in "…" where something was cut.
  func shorten(_ text: String, size: Double, width limit: Double) -> String {
    guard width(text, size: size) > limit else { return text }
    var kept = ""
    var used = width("…", size: size)
    for character in text {
      used += width(String(character), size: size)
      guard used <= limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
