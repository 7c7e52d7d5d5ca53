extension StringProtocol {
  /// The lines between line breaks, of which that of Windows is one character.
  public var textLines: [SubSequence] {
    split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }
}
