/// Finding what was meant by a misspelt word.
public enum Suggestion {
  /// The candidates nearest to `word`, best first, at most `limit`, none farther than a typing error or two.
  public static func nearest(to word: String, among candidates: some Sequence<String>, limit: Int = 3) -> [String] {
    let typed = Array(word.lowercased())
    guard !typed.isEmpty else { return [] }
    // One slip in a short word, two in a longer one, three in a very long one; a single letter is never misspelt.
    let tolerance = typed.count < 2 ? 0 : typed.count < 4 ? 1 : typed.count < 9 ? 2 : 3
    var found: [(word: String, distance: Int)] = []
    var seen: Set<String> = []
    for candidate in candidates where seen.insert(candidate).inserted {
      let other = Array(candidate.lowercased())
      guard abs(other.count - typed.count) <= tolerance else {
        // A word cut short is still a hint: `epoch_count` for `epoch`, but not `e` for everything.
        if typed.count >= 4, candidate.lowercased().hasPrefix(word.lowercased()) {
          found.append((candidate, tolerance + 1))
        }
        continue
      }
      let distance = distance(typed, other)
      if distance <= tolerance, distance < max(other.count, 1) { found.append((candidate, distance)) }
    }
    // Beside a word that is one slip away, those farther off only distract.
    let farthest = found.contains { $0.distance <= 1 } ? 1 : Int.max
    return found.filter { $0.distance <= farthest }.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
      .prefix(limit).map(\.word)
  }

  /// ``did you mean `a`?`` or ``did you mean `a`, `b` or `c`?``; nil without a near candidate.
  public static func hint(for word: String, among candidates: some Sequence<String>, quote: String = "`") -> String? {
    hint(offering: nearest(to: word, among: candidates), quote: quote)
  }

  /// The same of words that have been found already; nil without any.
  public static func hint(offering near: [String], quote: String = "`") -> String? {
    near.isEmpty ? nil : "did you mean \(alternatives(near.map { quote + $0 + quote }))?"
  }

  /// `a`, `a or b`, `a, b or c`.
  public static func alternatives(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each at cost 1.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var best = min(substitution, previous[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforePrevious[j - 2] + 1) }
        row.append(best)
      }
      beforePrevious = previous
      previous = row
    }
    return previous[b.count]
  }
}
