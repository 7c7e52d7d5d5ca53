import CEditLine
import Glibc

/// Where the editor's characters come from, and what happens while none comes.
extension LineEditor {
  /// Reads the next character, as libedit wants it: 1 for one, 0 at the end, -1 when the reading is to be broken off.
  func readCharacter(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    var bytes: [UInt8] = []
    while true {
      guard awaitInput() else {
        errno = EINTR
        return -1
      }
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count == 1 else { return 0 }
      // A byte that begins a character ends what was none.
      if byte & 0xC0 != 0x80 { bytes = [] }
      bytes.append(byte)
      if let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first {
        character.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      }
    }
  }

  /// Waits for input, meanwhile keeping up with the window and letting the program be stopped.
  /// - Returns: False when the reading is to be broken off.
  private func awaitInput() -> Bool {
    while let signals {
      switch signals.wait() {
      case .input: return true
      case .interrupted: return false
      case .resized: redrawForWindow()
      case .suspended:
        leaveTerminal()
        write("\n")
        signals.suspend()
      case .continued:
        leaveTerminal()
        takeTerminal()
      }
    }
    return false
  }

  private func leaveTerminal() {
    takesPastes(false)
    _ = lfads_el_take_terminal(editor, 0)
  }

  private func takeTerminal() {
    _ = lfads_el_take_terminal(editor, 1)
    takesPastes(true)
    el_resize(editor)
    drawnColumns = columns
    write("\r\u{1B}[J")
    _ = lfads_el_refresh(editor)
  }

  /// Draws the entry anew where it begins. Some windows wrap their lines anew when their width changes, others do not, and
  /// none tells: of both places the lower one is taken, since a leftover is better than a line of results lost.
  private func redrawForWindow() {
    let present = columns
    guard drawnColumns != present else {
      el_resize(editor)
      return
    }
    let above = min(rows(below: false, columns: drawnColumns), rows(below: false, columns: present))
    write("\r" + (above > 0 ? "\u{1B}[\(above)A" : "") + "\u{1B}[J")
    el_resize(editor)
    drawnColumns = present
    _ = lfads_el_refresh(editor)
  }

  /// Has the terminal mark what is pasted, so that its line breaks are not taken for Enter.
  func takesPastes(_ isOn: Bool) {
    if !isVi { write(isOn ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
  }
}
