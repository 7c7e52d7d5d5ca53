/// Walking through earlier entries with Up and Down: those that begin with what was typed left of the cursor.
///
/// A walk goes on while the text stays as it was recalled; any change to it starts a new one.
struct HistoryWalk {
  private var recent: RecentEntries
  private var walk: Walk?

  private struct Walk {
    var prefix: String
    /// What was there before the walk, to which Down returns at last.
    var draft: String
    /// Position of the entry shown; `entries.count` stands for the draft.
    var position: Int
    var shown: String
  }

  init(entries: [String] = []) { recent = RecentEntries(entries) }

  /// Oldest first.
  var entries: [String] { recent.entries }

  /// Adds an entry at the end, once: an equal one before is forgotten.
  mutating func add(_ entry: String) {
    recent.remove(entry)
    recent.add(entry)
    walk = nil
  }

  /// The next older entry for an editor that holds `text` with the cursor after `prefix`; nil when there is none.
  mutating func older(text: String, prefix: String) -> String? {
    var current = walk(for: text, prefix: prefix)
    guard
      let position = entries[..<current.position].lastIndex(where: {
        $0.hasPrefix(current.prefix) && $0 != current.shown
      })
    else { return nil }
    current.position = position
    current.shown = entries[position]
    walk = current
    return current.shown
  }

  /// The next newer entry, the draft after the newest; nil when no walk is under way.
  mutating func newer(text: String) -> String? {
    guard var current = walk, current.shown == text, current.position < entries.count else { return nil }
    let position = entries[(current.position + 1)...].firstIndex { $0.hasPrefix(current.prefix) && $0 != text }
    current.position = position ?? entries.count
    current.shown = position.map { entries[$0] } ?? current.draft
    walk = current
    return current.shown
  }

  mutating func end() { walk = nil }

  private func walk(for text: String, prefix: String) -> Walk {
    if let walk, walk.shown == text { return walk }
    return Walk(prefix: prefix, draft: text, position: entries.count, shown: text)
  }
}
