import CEditLine

/// One line of the user's `.editrc`, split into words as libedit splits them.
struct SettingsLine {
  private let words: [String]

  init(_ line: Substring) {
    guard let tokenizer = tok_init(nil) else {
      words = []
      return
    }
    defer { tok_end(tokenizer) }
    var count: Int32 = 0
    var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    guard line.drop(while: { $0 == " " || $0 == "\t" }).first != "#",
      tok_str(tokenizer, String(line), &count, &list) == 0,
      let list
    else {
      words = []
      return
    }
    words = (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
  }

  /// Whether it chooses between Emacs' keys and vi's, which clears every other binding.
  var choosesMode: Bool {
    guard let command = words.first?.split(separator: ":").last, command == "bind" else { return false }
    return words.dropFirst().contains { $0 == "-v" || $0 == "-e" }
  }

  /// Has libedit carry it out; what it cannot read it ignores.
  func apply(to editor: OpaquePointer) {
    guard !words.isEmpty else { return }
    let copies = words.map { CText($0) }
    var list = copies.map { UnsafePointer<CChar>?($0.pointer) }
    list.append(nil)
    _ = withExtendedLifetime(copies) { el_parse(editor, Int32(words.count), &list) }
  }
}
