import Language
import Syntax

/// What the line editor asks about the text in it; it knows nothing of any language itself.
///
/// Places in a text are offsets into its UTF-8 bytes.
public struct EditingSupport {
  /// Whether Enter is to hand the text over; otherwise it begins another line.
  public var isComplete: (_ text: String) -> Bool
  /// What could stand at the cursor.
  public var complete: (_ text: String, _ cursor: Int) -> Candidates
  /// What to show at the right edge while typing, in at most `room` cells.
  public var hint: (_ text: String, _ cursor: Int, _ room: Int) -> StyledText?

  public init(
    isComplete: @escaping (_ text: String) -> Bool,
    complete: @escaping (_ text: String, _ cursor: Int) -> Candidates = { _, cursor in Candidates(start: cursor) },
    hint: @escaping (_ text: String, _ cursor: Int, _ room: Int) -> StyledText? = { _, _, _ in nil }
  ) {
    self.isComplete = isComplete
    self.complete = complete
    self.hint = hint
  }
}
