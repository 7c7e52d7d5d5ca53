/// The legend of a panel: its entries and where they stand.
struct LegendLayout: Equatable {
  struct Entry: Equatable {
    var text: String
    /// Index of the mark whose sample is shown.
    var mark: Int
  }

  /// The most entries shown; of more, the rest is counted in a last line.
  static let capacity = 12

  var entries: [Entry]
  /// Entries a row; 1 for a list inside the axes.
  var perRow: Int
  /// Width of one column of entries, sample included.
  var entryWidth: Double
  /// Left and top of the block.
  var x = 0.0
  var y = 0.0
  var isInside: Bool

  var rows: Int { (entries.count + perRow - 1) / perRow }

  func width(_ metrics: TextMetrics) -> Double {
    Double(perRow) * entryWidth + Double(perRow - 1) * metrics.entryGap
  }

  func height(_ metrics: TextMetrics) -> Double { metrics.height(metrics.small, lines: rows) }

  /// The named marks of a panel, one entry a name; nil where there are none.
  static func entries(of panel: Panel) -> [Entry]? {
    guard panel.legend != .none else { return nil }
    var seen: Set<String> = []
    let all = panel.marks.enumerated().compactMap { index, mark -> Entry? in
      guard let label = PlainText.clean(mark.label), seen.insert(label).inserted else { return nil }
      return Entry(text: label, mark: index)
    }
    return all.isEmpty ? nil : all
  }

  /// The block of entries at its natural size, as a list or in rows of a width.
  init(entries all: [Entry], inside: Bool, available: Double, metrics: TextMetrics) {
    var entries = all
    let lead = metrics.sample + metrics.sampleGap
    for index in entries.indices {
      entries[index].text = metrics.shorten(
        entries[index].text, size: metrics.small, width: max(available - lead, metrics.small * 3))
    }
    if entries.count > Self.capacity {
      let hidden = entries.count - Self.capacity + 1
      entries.removeLast(hidden)
      entries.append(Entry(text: "… and \(hidden) more", mark: all[Self.capacity - 1].mark))
    }
    self.entries = entries
    isInside = inside
    entryWidth = lead + (entries.map { metrics.width($0.text, size: metrics.small) }.max() ?? 0)
    let fitting = Int((available + metrics.entryGap) / (entryWidth + metrics.entryGap))
    perRow = inside ? 1 : max(1, min(entries.count, fitting))
    // Even rows look better than a long one and a rest.
    if !inside { perRow = (entries.count + rows - 1) / rows }
  }
}
