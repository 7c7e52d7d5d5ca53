import Syntax

/// Help on the words and operators of the language itself.
enum LanguageHelp {
  /// What `?for` shows; nil when `word` is none of them.
  static func text(_ word: String) -> StyledText? {
    guard let entry = entries.first(where: { $0.words.contains(word) }) else { return nil }
    return StyledText(entry.form, .heading) + "\n" + StyledText(entry.meaning)
  }

  /// Those of the words that could be misspelt.
  static var words: [String] { entries.flatMap(\.words).filter { Lexer.isWord($0) } }

  private static let entries: [(words: [String], form: String, meaning: String)] = [
    (
      ["if", "else"], "if c { … } else if d { … } else { … }",
      "Chooses by a bool; its value is that of the block chosen."
    ),
    (
      ["for", "in"], "for i in 0..<10 { … }",
      "Runs over a range, list, tensor (along its first axis), record (its names) or string."
    ),
    (["while"], "while c { … }", "Repeats as long as the condition is true."),
    (["break", "continue"], "break, continue", "Leaves the loop; goes on to its next round."),
    (
      ["fn"], "fn name(x, width: 5) { … }",
      "Defines a function; `fn(x) { x^2 }` is one without a name. `##` lines above document it."
    ),
    (["return"], "return x", "Leaves the function with a value; without one, the last expression is the value."),
    (
      ["import"], "import textbook", "Loads textbook.lfs: textbook.gru(…). `import textbook: gru` binds the name alone."
    ),
    (["and", "or", "not"], "a and b, a or b, not a", "Join bools, and masks element by element."),
    (["true", "false"], "true, false", "The two bools."),
    (["nil"], "nil", "Nothing: what a function gives that gives nothing."),
    (
      ["by", "..<", "..."], "0..<10, 0...9, 0...1 by 0.1",
      "Ranges, without and with their end; open ones in an index: x[3...]."
    ),
    (["|>"], "x |> f(a)", "The same as f(x, a)."),
    (["@"], "a @ b", "The matrix product."),
    (["^"], "a ^ b", "The power; 2^3^2 is 2^(3^2)."),
    (["%"], "a % b", "What is left of a division rounded down; it has the sign of b."),
    (
      ["+", "-", "*", "/"], "a + b, a - b, a * b, a / b", "Arithmetic, element by element on tensors; + joins strings."
    ),
    (["≈", "~="], "a ≈ b", "One bool: equal shapes, and every pair of elements within 1e-6 of the larger, or of 1."),
    (
      ["==", "!=", "<", "<=", ">", ">="], "a == b, a < b",
      "Comparisons; on tensors they give a mask. They do not chain: a < b and b < c."
    ),
  ]
}
