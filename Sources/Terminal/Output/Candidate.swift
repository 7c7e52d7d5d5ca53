/// One word that could stand where the cursor is.
public struct Candidate: Sendable, Equatable {
  /// What is to stand from the start of the word to the cursor.
  public var text: String
  /// What it is, for the list.
  public var note: String
  /// What else is typed when it is the only one: the closing quote of a string.
  public var ending: String

  public init(_ text: String, note: String = "", ending: String = "") {
    self.text = text
    self.note = note
    self.ending = ending
  }
}

/// The words that could stand where the cursor is.
public struct Candidates: Sendable, Equatable {
  /// Where the word begins that is being completed.
  public var start: Int
  public var items: [Candidate]

  public init(start: Int, items: [Candidate] = []) {
    self.start = start
    self.items = items
  }

  /// What all of them begin with.
  public var commonPrefix: String {
    guard var prefix = items.first?.text[...] else { return "" }
    for item in items.dropFirst() {
      let shared = zip(prefix, item.text).prefix { $0 == $1 }.count
      prefix = prefix.prefix(shared)
    }
    return String(prefix)
  }
}
