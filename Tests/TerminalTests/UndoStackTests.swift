import Testing

@testable import Terminal

@Suite struct `Undoing` {
  /// A stack that has seen `texts` one after another, the cursor at each end.
  func seen(_ texts: [String]) -> UndoStack {
    var stack = UndoStack()
    for text in texts { stack.observe(UndoStack.State(text: text, cursor: text.utf8.count)) }
    return stack
  }

  /// What undoing gives again and again, from `text`.
  func undone(_ stack: UndoStack, from text: String) -> [String] {
    var stack = stack
    var steps: [String] = []
    var present = UndoStack.State(text: text, cursor: text.utf8.count)
    while let state = stack.undo(from: present) {
      steps.append(state.text)
      stack.observe(state)
      present = state
    }
    return steps
  }

  @Test func `letters of a word are one step`() {
    #expect(undone(seen(["", "a", "ab", "ab ", "ab c", "ab cd"]), from: "ab cd") == ["ab ", "ab", ""])
  }

  @Test func `what was never drawn is taken back too`() {
    #expect(undone(seen(["", "x"]), from: "xé") == ["x", ""])
  }

  @Test func `a deletion comes back`() {
    #expect(undone(seen(["", "a", "ab", ""]), from: "") == ["ab", ""])
  }

  @Test func `moving the cursor is no step but is remembered`() {
    var stack = seen(["", "ab"])
    stack.observe(UndoStack.State(text: "ab", cursor: 0))
    stack.observe(UndoStack.State(text: "(ab", cursor: 1))
    #expect(stack.undo(from: UndoStack.State(text: "(ab", cursor: 1)) == UndoStack.State(text: "ab", cursor: 0))
  }

  @Test func `a long session keeps a bounded number of steps`() {
    let stack = seen((0..<2000).map { "\($0) " })
    #expect(undone(stack, from: "1999 ").count == 499)
  }

  @Test func `nothing is left to undo at the start`() {
    #expect(undone(seen([""]), from: "").isEmpty)
    #expect(undone(UndoStack(), from: "").isEmpty)
  }
}
