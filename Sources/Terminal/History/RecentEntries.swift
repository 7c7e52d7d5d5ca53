/// The last entries of a conversation, oldest first; of a very long one the first are forgotten, so that it takes no more
/// memory the longer it goes on.
struct RecentEntries {
  /// As many as a session keeps with what came of them.
  static let most = 10_000

  private(set) var entries: [String]

  init(_ entries: [String] = []) { self.entries = entries.suffix(Self.most) }

  /// Adds an entry at the end.
  mutating func add(_ entry: String) {
    entries.append(entry)
    if entries.count > Self.most { entries.removeFirst() }
  }

  /// Forgets an entry wherever it stands.
  mutating func remove(_ entry: String) { entries.removeAll { $0 == entry } }
}
