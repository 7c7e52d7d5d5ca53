/// A page of terminal cells: a picture of characters, over which words are set.
struct CellGrid: Equatable {
  /// Colours of a cell as parameters of the terminal's "select graphic rendition".
  struct Style: Equatable {
    var foreground: String?
    var background: String?
    var isBold = false
    var isInverse = false

    static let plain = Style()

    /// The parameters that bring this style about, whatever held before.
    var parameters: String {
      (["0"] + (isBold ? ["1"] : []) + (isInverse ? ["7"] : []) + [foreground, background].compactMap { $0 })
        .joined(separator: ";")
    }
  }

  struct Cell: Equatable {
    /// Empty behind a wide character.
    var text = " "
    var style = Style.plain
  }

  let columns, rows: Int
  private(set) var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  subscript(row: Int, column: Int) -> Cell {
    get { cells[row * columns + column] }
    set {
      guard (0..<rows).contains(row), (0..<columns).contains(column) else { return }
      cells[row * columns + column] = newValue
    }
  }

  /// A page from what a program wrote: lines of characters, with colour sequences among them. Other sequences, such as
  /// those that hide the cursor, are passed over, and so is what lies beyond the page.
  init(_ text: String, columns: Int, rows: Int) {
    self.init(columns: columns, rows: rows)
    var style = Style.plain
    var (row, column) = (0, 0)
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == "\u{1B}" {
        guard rest.first == "[" else { continue }
        rest.removeFirst()
        let parameters = rest.prefix { !("@"..."~").contains($0) }
        rest = rest.dropFirst(parameters.count)
        if rest.popFirst() == "m" { style.apply(parameters) }
      } else if character.isNewline {
        row += 1
        column = 0
      } else {
        if row < rows { self[row, column] = Cell(text: String(character), style: style) }
        column += 1
      }
    }
  }

  /// Sets words from a cell on, over what stands there.
  mutating func set(_ text: String, row: Int, column: Int, style: Style = .plain) {
    var place = column
    for character in text {
      let width = TextMetrics.cells(of: character)
      guard place + width <= columns else { return }
      guard width > 0 else { continue }
      self[row, place] = Cell(text: String(character), style: style)
      if width == 2 { self[row, place + 1] = Cell(text: "", style: style) }
      place += width
    }
  }

  /// The lines to be written, without blank ends.
  var text: String {
    (0..<rows).map { row in
      let line = cells[row * columns..<(row + 1) * columns]
      let end =
        line.lastIndex { $0.text != " " || $0.style.background != nil || $0.style.isInverse }
        .map { $0 + 1 } ?? line.startIndex
      var result = ""
      var style = Style.plain
      for cell in line[line.startIndex..<end] where cell.text != "" {
        if cell.style != style {
          result += "\u{1B}[\(cell.style.parameters)m"
          style = cell.style
        }
        result += cell.text
      }
      return style == .plain ? result : result + "\u{1B}[0m"
    }.joined(separator: "\n")
  }
}

extension CellGrid.Style {
  /// Follows one sequence of parameters.
  mutating func apply(_ text: Substring) {
    var numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }[...]
    while let code = numbers.popFirst() {
      switch code {
      case 0: self = .plain
      case 1: isBold = true
      case 22: isBold = false
      case 7: isInverse = true
      case 27: isInverse = false
      case 30...37, 90...97: foreground = "\(code)"
      case 40...47, 100...107: background = "\(code)"
      case 39: foreground = nil
      case 49: background = nil
      case 38, 48:
        let count = numbers.first == 5 ? 2 : numbers.first == 2 ? 4 : 0
        let color = ([code] + numbers.prefix(count)).map(String.init).joined(separator: ";")
        numbers = numbers.dropFirst(count)
        if code == 38 { foreground = color } else { background = color }
      default: break
      }
    }
  }
}
