import CEditLine
import Glibc
import Language
import Syntax

/// Reads entries of one or more lines at a terminal, on libedit's own interface.
///
/// One may live at a time, on one thread: libedit keeps the editor that handles signals in a global. What the keys do is
/// in `LineEditor+Keys.swift`; everything that needs no terminal (walking the history, undoing, laying out candidates)
/// is a value of its own.
public final class LineEditor: EntrySource {

  let editor: OpaquePointer
  let support: EditingSupport
  var walk: HistoryWalk
  var undo = UndoStack()
  /// Whether the user chose vi's keys.
  var isVi = false
  /// The signals of the reading under way.
  var signals: ReadingSignals?
  /// Width of the window when the entry was drawn last.
  var drawnColumns = 0
  /// What Tab found, kept until the cursor has been moved out of the way of the list.
  var pendingList: (candidates: [Candidate], cursor: Int)?

  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>
  private let searchable: OpaquePointer
  private let prompt: CText
  private let promptWidth: Int
  private let isColored: Bool
  private var hint = CText("")

  /// Stands around what takes no room on the screen.
  private static let marker: CChar = 1
  /// Entries that Ctrl-R reaches.
  private static let searchDepth: Int32 = 10_000

  /// - Parameters:
  ///   - program: The name lines of `.editrc` may start with.
  ///   - prompt: In ASCII; libedit miscounts the width of anything else.
  ///   - isColored: Whether prompt and hint may be emphasised.
  ///   - history: Earlier entries, oldest first.
  ///   - settings: The text of the user's `.editrc`.
  /// - Returns: nil when libedit cannot work with this terminal.
  public init?(
    program: String, prompt: String, isColored: Bool, history: [String] = [], settings: String? = nil,
    support: EditingSupport
  ) {
    Self.chooseCharacters()
    guard let input = fdopen(STDIN_FILENO, "r"), let output = fdopen(STDOUT_FILENO, "w"),
      let searchable = history_init()
    else { return nil }
    guard let editor = el_init(program, input, output, output) else {
      history_end(searchable)
      return nil
    }
    self.editor = editor
    self.input = input
    self.output = output
    self.searchable = searchable
    self.support = support
    self.isColored = isColored
    self.promptWidth = prompt.utf8.count
    self.prompt = CText(isColored ? "\u{1}\u{1B}[1m\u{1}\(prompt.dropLast())\u{1}\u{1B}[0m\u{1} " : prompt)
    walk = HistoryWalk(entries: history)

    _ = lfads_el_set_owner(editor, Unmanaged.passUnretained(self).toOpaque())
    _ = lfads_el_set_reader(editor) { editor, character in
      character.map { LineEditor.of(editor)?.readCharacter(into: $0) ?? 0 } ?? 0
    }
    // With these, libedit shifts the rest of a wrapped line on the screen and loses what passes the edge.
    for capability in ["ic", "IC", "im", "ei", "dc", "DC", "dm", "ed"] {
      _ = lfads_el_set_capability(editor, capability, "")
    }
    _ = lfads_history_set_size(searchable, Self.searchDepth)
    for entry in history.suffix(Int(Self.searchDepth)) { _ = lfads_history_enter(searchable, entry) }
    _ = lfads_el_use_history(editor, searchable)
    _ = lfads_el_set_prompt(editor, { LineEditor.of($0)?.prompt.pointer }, Self.marker)
    _ = lfads_el_set_right_prompt(editor, { LineEditor.of($0)?.drawnHint() }, Self.marker)
    bindKeys(settings: settings ?? "")
  }

  deinit {
    el_end(editor)
    history_end(searchable)
  }

  /// Waits for an entry.
  public func next() -> EntryInput {
    undo.clear()
    walk.end()
    let signals = ReadingSignals()
    self.signals = signals
    drawnColumns = columns
    takesPastes(true)
    defer {
      takesPastes(false)
      signals.end()
      self.signals = nil
    }
    var count: Int32 = 0
    errno = 0
    guard let line = el_gets(editor, &count) else {
      let wasInterrupted = count < 0 && errno == EINTR
      write(wasInterrupted ? String(repeating: "\n", count: rows(below: true, columns: columns) + 1) : "\n")
      return wasInterrupted ? .interrupted : .endOfInput
    }
    // Beyond `count` bytes lies what an earlier, longer entry left.
    let bytes = UnsafeRawBufferPointer(start: line, count: Int(count))
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return .entry(text)
  }

  /// Makes an entry one that Up, Down and Ctrl-R find.
  public func remember(_ entry: String) {
    walk.add(entry)
    _ = lfads_history_enter(searchable, entry)
  }

  /// The editor that a call from libedit is about.
  static func of(_ editor: OpaquePointer?) -> LineEditor? {
    lfads_el_owner(editor).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: The text

  /// What is in the editor.
  var entry: EntryText {
    guard let line = el_line(editor)?.pointee, let start = line.buffer, let end = line.lastchar else {
      return EntryText("", cursor: 0)
    }
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: end - start), as: UTF8.self)
    return EntryText(text, cursor: line.cursor - start)
  }

  /// Puts another text into the editor.
  func show(_ entry: EntryText) {
    el_cursor(editor, Int32.max / 2)
    el_deletestr(editor, Int32(self.entry.text.unicodeScalars.count))
    if !entry.text.isEmpty { el_insertstr(editor, entry.text) }
    el_cursor(editor, -Int32(entry.afterCursor.unicodeScalars.count))
  }

  /// Moves the cursor.
  func move(to cursor: Int) {
    let entry = entry
    let target = EntryText(entry.text, cursor: cursor)
    el_cursor(
      editor, Int32(target.beforeCursor.unicodeScalars.count - entry.beforeCursor.unicodeScalars.count))
  }

  // MARK: The screen

  var columns: Int { TerminalSize.current(of: STDOUT_FILENO)?.columns ?? 80 }

  func write(_ text: String) {
    fputs(text, output)
    fflush(output)
  }

  /// What libedit shows at the right edge; asked at every redrawing, which is also when undoing takes note.
  private func drawnHint() -> UnsafeMutablePointer<CChar> {
    let entry = entry
    undo.observe(UndoStack.State(text: entry.text, cursor: entry.cursor))
    let room = columns - promptWidth - DisplayWidth.of(entry.text) - 3
    let isOneLine = !entry.text.utf8.contains(UInt8(ascii: "\n"))
    let text = isOneLine && room > 0 ? support.hint(entry.text, entry.cursor, room) : nil
    hint = CText(text.map(emphasised) ?? "")
    return hint.pointer
  }

  /// A hint for libedit: dim, what it marks underlined. A code takes no room but belongs to the character after it, so that
  /// none may stand last.
  private func emphasised(_ hint: StyledText) -> String {
    guard isColored else { return hint.plain }
    let runs = hint.runs.map { "\u{1}\u{1B}[\($0.style == .marker ? "0;4" : "0;2")m\u{1}\($0.text)" }
    return runs.joined() + "\u{1}\u{1B}[0m\u{1} "
  }

  /// Rows of the entry below the one in which the cursor stands, or above it, in a window of that width.
  func rows(below: Bool, columns: Int) -> Int {
    let entry = entry
    func row(after text: String) -> Int {
      let widths = text.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayWidth.of($0) }
      let rows = widths.enumerated().map { ($0.element + ($0.offset == 0 ? promptWidth : 0)) / columns }
      return rows.reduce(0, +) + widths.count - 1
    }
    let above = row(after: entry.beforeCursor)
    return below ? row(after: entry.text) - above : above
  }

  /// libedit drops what is no character of the locale, and in the C locale that is everything beyond ASCII.
  private static func chooseCharacters() {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}

/// A text that C may keep a pointer to.
final class CText {
  let pointer: UnsafeMutablePointer<CChar>

  init(_ text: String) {
    let bytes = text.utf8CString
    pointer = .allocate(capacity: bytes.count)
    for (offset, byte) in bytes.enumerated() { pointer[offset] = byte }
  }

  deinit { pointer.deallocate() }
}
