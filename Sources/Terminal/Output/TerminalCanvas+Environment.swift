import Language

extension TerminalCanvas {
  /// What a terminal promises by its environment, for pictures; its size is another matter.
  init(environment: [String: String]) {
    func value(_ name: String) -> String { environment[name] ?? "" }
    let terminal = value("TERM")
    let program = value("TERM_PROGRAM")
    let locale = [value("LC_ALL"), value("LC_CTYPE"), value("LANG")].first { !$0.isEmpty } ?? ""
    self.init(
      columns: 80, rows: 24, graphics: Self.graphics(terminal, program),
      colors: Self.colors(terminal, value("COLORTERM"), isRefused: !value("NO_COLOR").isEmpty),
      isDark: Self.isDark(value("COLORFGBG")),
      isUnicode: locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8"))
  }

  /// Pixels only where the terminal is known by name: elsewhere their protocol would be printed as letters.
  private static func graphics(_ terminal: String, _ program: String) -> Graphics {
    if terminal == "xterm-kitty" || terminal == "xterm-ghostty" { return .kitty }
    if program == "iTerm.app" || program == "WezTerm" { return .iterm }
    let sixels = ["mlterm", "foot", "sixel", "contour"]
    return sixels.contains { terminal.hasPrefix($0) || terminal.hasSuffix("-" + $0) } ? .sixel : .symbols
  }

  private static func colors(_ terminal: String, _ depth: String, isRefused: Bool) -> Colors {
    if isRefused || terminal.isEmpty || terminal == "dumb" { return .none }
    if depth == "truecolor" || depth == "24bit" { return .full }
    return terminal.contains("256color") || terminal.hasPrefix("xterm-") ? .palette : .sixteen
  }

  /// By `COLORFGBG`, `text;background`, where 7 and 9 to 15 are light; dark where nothing is said, as most are.
  private static func isDark(_ pair: String) -> Bool {
    guard let background = pair.split(separator: ";").last.flatMap({ Int($0) }) else { return true }
    return !(background == 7 || background >= 9)
  }
}
