extension String {
  /// Filled up with blanks to this many characters.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}
