/// What the line editor asks about the text in it; it knows nothing of any language itself.
///
/// Places in a text are offsets into its UTF-8 bytes.
public struct EditingSupport {
  /// Whether Enter is to hand the text over; otherwise it begins another line.
  public var isComplete: (_ text: String) -> Bool
  /// What could stand at the cursor.
  public var complete: (_ text: String, _ cursor: Int) -> Completion
  /// What to show at the right edge while typing, in at most `room` cells.
  public var hint: (_ text: String, _ cursor: Int, _ room: Int) -> String?

  public init(
    isComplete: @escaping (_ text: String) -> Bool,
    complete: @escaping (_ text: String, _ cursor: Int) -> Completion = { _, cursor in Completion(start: cursor) },
    hint: @escaping (_ text: String, _ cursor: Int, _ room: Int) -> String? = { _, _, _ in nil }
  ) {
    self.isComplete = isComplete
    self.complete = complete
    self.hint = hint
  }
}

/// The words that could stand where the cursor is.
public struct Completion: Sendable, Equatable {
  /// One of them.
  public struct Candidate: Sendable, Equatable {
    /// What is to stand from the completion's start to the cursor.
    public var text: String
    /// What it is, for the list.
    public var note: String
    /// What else is typed when it is the only candidate: the closing quote of a string.
    public var ending: String

    public init(_ text: String, note: String = "", ending: String = "") {
      self.text = text
      self.note = note
      self.ending = ending
    }
  }

  /// Where the word begins that is being completed.
  public var start: Int
  public var candidates: [Candidate]

  public init(start: Int, candidates: [Candidate] = []) {
    self.start = start
    self.candidates = candidates
  }

  /// What every candidate begins with.
  public var commonPrefix: String {
    guard var prefix = candidates.first?.text[...] else { return "" }
    for candidate in candidates.dropFirst() {
      let shared = zip(prefix, candidate.text).prefix { $0 == $1 }.count
      prefix = prefix.prefix(shared)
    }
    return String(prefix)
  }
}
