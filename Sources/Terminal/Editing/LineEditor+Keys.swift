import CEditLine
import Glibc

/// What a key is for: a name for `.editrc`, what it does, and the keys it is on.
private struct KeyCommand {
  let name: String
  let help: String
  let keys: [String]
  /// Keys in vi's command mode, which has no insert mode's escape before them.
  var commandModeKeys: [String] = []
  let body: @convention(c) (OpaquePointer?, Int32) -> UInt8
}

extension LineEditor {
  // Keys nobody types, through which a command of ours has another done after it: libedit draws the cursor where it then
  // is before it takes up what was pushed. They do not begin with an escape, which vi's insert mode could not tell from
  // the key of that name.
  private static let submitKey = "\u{1E}s"
  private static let listKey = "\u{1E}l"

  // libedit adds a letter at the end of the line without asking for the hint; after these it may have changed. (All letters
  // cannot be ours: the search of Ctrl-R takes only what libedit itself inserts.)
  private static let askingKeys = ["(", ",", ")", " ", ":"]

  private static let commands: [KeyCommand] = [
    KeyCommand(
      name: "lfads-enter", help: "Run the entry if it is complete, else begin another line", keys: ["^J", "^M"],
      commandModeKeys: ["^J", "^M"]
    ) { editor, _ in LineEditor.of(editor)?.enter() ?? UInt8(CC_ERROR) },
    KeyCommand(name: "lfads-new-line", help: "Begin another line", keys: ["\\e^J", "\\e^M"]) { editor, _ in
      LineEditor.of(editor)?.insert("\n") ?? UInt8(CC_ERROR)
    },
    KeyCommand(
      name: "lfads-up", help: "Line above, or older entry that begins like this one",
      keys: ["\\e[A", "\\eOA", "^P"], commandModeKeys: ["[A", "OA", "k", "^P"]
    ) { editor, _ in LineEditor.of(editor)?.up() ?? UInt8(CC_ERROR) },
    KeyCommand(
      name: "lfads-down", help: "Line below, or newer entry", keys: ["\\e[B", "\\eOB", "^N"],
      commandModeKeys: ["[B", "OB", "j", "^N"]
    ) { editor, _ in LineEditor.of(editor)?.down() ?? UInt8(CC_ERROR) },
    KeyCommand(
      name: "lfads-line-start", help: "Start of the line", keys: ["^A", "\\e[H", "\\eOH", "\\e[1~", "\\e[7~"]
    ) { editor, _ in LineEditor.of(editor)?.moveWithinLine(toStart: true) ?? UInt8(CC_ERROR) },
    KeyCommand(
      name: "lfads-line-end", help: "End of the line", keys: ["^E", "\\e[F", "\\eOF", "\\e[4~", "\\e[8~"]
    ) { editor, _ in LineEditor.of(editor)?.moveWithinLine(toStart: false) ?? UInt8(CC_ERROR) },
    KeyCommand(name: "lfads-complete", help: "Complete the word, or list what could stand here", keys: ["^I"]) {
      editor, _ in LineEditor.of(editor)?.complete() ?? UInt8(CC_ERROR)
    },
    KeyCommand(
      name: "lfads-list", help: "List what the last completion found", keys: [listKey], commandModeKeys: [listKey]
    ) { editor, _ in
      LineEditor.of(editor)?.listCandidates() ?? UInt8(CC_ERROR)
    },
    KeyCommand(
      name: "lfads-paste", help: "Take what the terminal pastes as one piece", keys: ["\\e[200~"]
    ) { editor, _ in LineEditor.of(editor)?.paste() ?? UInt8(CC_ERROR) },
    KeyCommand(name: "lfads-undo", help: "Take back the last change", keys: ["^_", "^X^U"]) { editor, _ in
      LineEditor.of(editor)?.undoChange() ?? UInt8(CC_ERROR)
    },
    KeyCommand(name: "lfads-insert", help: "Insert and look again", keys: LineEditor.askingKeys) { editor, key in
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: key)) else { return UInt8(CC_ERROR) }
      return LineEditor.of(editor)?.insert(String(Character(scalar))) ?? UInt8(CC_ERROR)
    },
  ]

  /// libedit's own commands on keys where it leaves none or another than people expect.
  private static let standardKeys = [
    ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"), ("^U", "vi-kill-line-prev"),
    ("\\e[3~", "ed-delete-next-char"), ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
    ("\\e[5C", "em-next-word"), ("\\e[5D", "ed-prev-word"), ("\\e[1;3C", "em-next-word"),
    ("\\e[1;3D", "ed-prev-word"), ("\\e[3;5~", "em-delete-next-word"),
  ]

  /// Binds the keys, with the user's settings: a choice of the editing mode first, since it clears all keys, everything
  /// else after ours, so that it wins.
  func bindKeys(settings: String) {
    for command in Self.commands { _ = lfads_el_add_function(editor, command.name, command.help, command.body) }
    _ = lfads_el_set_editor(editor, "emacs")
    let lines = settings.split(separator: "\n").map(SettingsLine.init)
    for line in lines where line.choosesMode { line.apply(to: editor) }
    isVi = lfads_el_editor(editor).map { String(cString: $0) == "vi" } ?? false
    for command in Self.commands {
      for key in command.keys { bind(key, to: command.name) }
      if isVi { for key in command.commandModeKeys { _ = lfads_el_bind_command_mode(editor, key, command.name) } }
    }
    for (key, name) in Self.standardKeys { bind(key, to: name) }
    bind(Self.submitKey, to: "ed-newline")
    if isVi { _ = lfads_el_bind_command_mode(editor, Self.submitKey, "ed-newline") }
    for line in lines where !line.choosesMode { line.apply(to: editor) }
  }

  /// Vi's insert mode keeps the escape key for itself, so that nothing may begin with it there.
  private func bind(_ key: String, to command: String) {
    if isVi, key.hasPrefix("\\e") { return }
    _ = lfads_el_bind(editor, key, command)
  }

  // MARK: Commands, each giving libedit what is to be drawn

  private func enter() -> UInt8 {
    let text = entry.text
    guard support.isComplete(text) else { return insert("\n") }
    move(to: text.utf8.count)
    el_push(editor, Self.submitKey)
    return UInt8(CC_REFRESH)
  }

  private func insert(_ text: String) -> UInt8 {
    el_insertstr(editor, text)
    return UInt8(CC_REFRESH)
  }

  private func up() -> UInt8 {
    let entry = entry
    if let place = entry.above {
      move(to: place)
      return UInt8(CC_CURSOR)
    }
    guard let older = walk.older(text: entry.text, prefix: entry.beforeCursor) else { return UInt8(CC_ERROR) }
    show(EntryText(older, cursor: older.utf8.count))
    return UInt8(CC_REFRESH)
  }

  private func down() -> UInt8 {
    let entry = entry
    if let place = entry.below {
      move(to: place)
      return UInt8(CC_CURSOR)
    }
    guard let newer = walk.newer(text: entry.text) else { return UInt8(CC_ERROR) }
    show(EntryText(newer, cursor: newer.utf8.count))
    return UInt8(CC_REFRESH)
  }

  private func moveWithinLine(toStart: Bool) -> UInt8 {
    let entry = entry
    move(to: toStart ? entry.lineStart : entry.lineEnd)
    return UInt8(CC_CURSOR)
  }

  private func undoChange() -> UInt8 {
    let present = entry
    guard let state = undo.undo(from: UndoStack.State(text: present.text, cursor: present.cursor)) else {
      return UInt8(CC_ERROR)
    }
    show(EntryText(state.text, cursor: state.cursor))
    return UInt8(CC_REFRESH)
  }

  private func complete() -> UInt8 {
    let entry = entry
    let candidates = support.complete(entry.text, entry.cursor)
    guard let first = candidates.items.first else { return UInt8(CC_ERROR) }
    let isOnly = candidates.items.count == 1
    let word = isOnly ? first.text + first.ending : candidates.commonPrefix
    let typed = String(decoding: entry.text.utf8.prefix(entry.cursor).dropFirst(candidates.start), as: UTF8.self)
    if isOnly || (word.hasPrefix(typed) && word.utf8.count > typed.utf8.count) {
      el_deletestr(editor, Int32(typed.unicodeScalars.count))
      return insert(word)
    }
    pendingList = (candidates.items, entry.cursor)
    move(to: entry.text.utf8.count)
    el_push(editor, Self.listKey)
    return UInt8(CC_CURSOR)
  }

  /// Writes the list below the entry, and the entry again below the list.
  private func listCandidates() -> UInt8 {
    guard let list = pendingList else { return UInt8(CC_ERROR) }
    pendingList = nil
    let lines = CandidateList(candidates: list.candidates).lines(columns: columns)
    write("\r\n" + lines.map { $0 + "\r\n" }.joined())
    move(to: list.cursor)
    _ = lfads_el_refresh(editor)
    return UInt8(CC_NORM)
  }

  /// Reads up to the mark that ends a paste and inserts it, with line breaks but without other control characters.
  private func paste() -> UInt8 {
    var scalars = String.UnicodeScalarView()
    let end = "\u{1B}[201~".unicodeScalars
    var character: wchar_t = 0
    while el_wgetc(editor, &character) == 1, let scalar = Unicode.Scalar(UInt32(bitPattern: character)) {
      scalars.append(scalar)
      if scalar == "~", scalars.suffix(end.count).elementsEqual(end) {
        scalars.removeLast(end.count)
        break
      }
    }
    let lines = String(scalars).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    var text = String(
      String.UnicodeScalarView(
        lines.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }))
    while text.hasSuffix("\n") { text.removeLast() }
    return text.isEmpty ? UInt8(CC_NORM) : insert(text)
  }
}
