import Syntax

extension Interpreter {
  /// What `help()` shows: every function by theme, the modules that can be imported, the words of the
  /// language.
  ///
  /// - Parameter columns: width of the text.
  public func overview(columns: Int) -> StyledText {
    let table = machine.table
    var entries = table.themes.map { theme in
      (theme.title, table.rows.filter { $0.theme == theme }.map(\.name))
    }
    entries.append(("Standard library", offeredFunctions))
    entries.append(("Modules, after `import`", moduleNames))
    entries.append(("Words of the language", Keyword.allCases.map(\.rawValue)))
    let paragraphs = entries.filter { !$0.1.isEmpty }.map { title, names in
      StyledText(title, .heading) + "\n" + .joined(Self.lines(of: names, columns: columns), separator: "\n")
    }
    let ending = StyledText(
      "help(fit) shows a function, help(fit, page: true) its whole page,\n"
        + "help(\"for\") a word of the language; at the prompt ?fit and ??fit", .dim)
    return .joined(paragraphs + [ending], separator: "\n\n")
  }

  /// Names side by side, broken into indented lines.
  private static func lines(of names: [String], columns: Int) -> [StyledText] {
    var lines: [[String]] = [[]]
    var width = 0
    for name in names {
      if width > 0, 2 + width + name.count > columns {
        lines.append([])
        width = 0
      }
      lines[lines.count - 1].append(name)
      width += name.count + 1
    }
    return lines.map { StyledText("  ") + .joined($0.map { StyledText($0, .name) }, separator: " ") }
  }
}
