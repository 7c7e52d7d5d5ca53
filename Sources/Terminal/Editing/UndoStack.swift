/// The states of an entry that undoing returns to.
///
/// The editor shows it each state it draws. Letters typed one after another make one step, so that undoing takes back a
/// word rather than a letter.
struct UndoStack {
  struct State: Equatable {
    var text: String
    var cursor: Int
  }

  /// The last state is the present one as far as it is known.
  private var states: [State] = []
  /// More than anybody goes back; keeps a long session's memory bounded.
  private let limit = 500

  /// Whether the last state came from the one before it by typing within a word.
  private var isTyping = false

  /// Notes a state; one that only moves the cursor, or types on in a word, renews the last.
  mutating func observe(_ state: State) {
    if let last = states.last {
      let typesOn = Self.isTyped(from: last, to: state)
      if last.text == state.text || (typesOn && isTyping) { states.removeLast() }
      if last.text != state.text { isTyping = typesOn }
    }
    states.append(state)
    if states.count > limit { states.removeFirst() }
  }

  /// The newest noted state with another text than `present`, which becomes the last.
  mutating func undo(from present: State) -> State? {
    while let last = states.last, last.text == present.text { states.removeLast() }
    isTyping = false
    return states.last
  }

  mutating func clear() { self = UndoStack() }

  /// Whether `state` is `last` with one more letter or digit before the cursor.
  private static func isTyped(from last: State, to state: State) -> Bool {
    let before = state.text.utf8.prefix(state.cursor)
    guard state.cursor == last.cursor + 1, state.text.utf8.count == last.text.utf8.count + 1, let letter = before.last,
      letter == UInt8(ascii: "_") || Character(UnicodeScalar(letter)).isLetter
        || Character(UnicodeScalar(letter)).isNumber
    else { return false }
    return before.dropLast().elementsEqual(last.text.utf8.prefix(last.cursor))
  }
}
