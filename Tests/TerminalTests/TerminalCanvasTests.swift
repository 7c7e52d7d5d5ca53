import Language
import Testing

@testable import Terminal

@Suite("What a terminal shows of pictures")
struct TerminalCanvasTests {
  @Test(
    "Pixels are for terminals known by name, characters for all others",
    arguments: [
      (["TERM": "xterm-256color"], TerminalCanvas.Graphics.symbols), (["TERM": "xterm-kitty"], .kitty),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .iterm), (["TERM": "foot"], .sixel),
      (["TERM": "tmux-256color", "TERM_PROGRAM": "tmux"], .symbols), ([:], .symbols),
    ])
  func graphics(environment: [String: String], graphics: TerminalCanvas.Graphics) {
    #expect(TerminalCanvas(environment: environment).graphics == graphics)
  }

  @Test(
    "Colours are as many as the terminal promises, none where they are refused",
    arguments: [
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], TerminalCanvas.Colors.full),
      (["TERM": "screen-256color"], .palette), (["TERM": "linux"], .sixteen), (["TERM": "dumb"], .none), ([:], .none),
      (["TERM": "xterm-256color", "NO_COLOR": "1"], .none),
    ])
  func colors(environment: [String: String], colors: TerminalCanvas.Colors) {
    #expect(TerminalCanvas(environment: environment).colors == colors)
  }

  @Test("Light backgrounds and letters beyond ASCII are as the environment says")
  func pages() {
    #expect(TerminalCanvas(environment: [:]).isDark)
    #expect(!TerminalCanvas(environment: ["COLORFGBG": "0;15"]).isDark)
    #expect(TerminalCanvas(environment: ["LANG": "de_DE.UTF-8"]).isUnicode)
    #expect(!TerminalCanvas(environment: ["LANG": "de_DE.UTF-8", "LC_ALL": "C"]).isUnicode)
  }
}
