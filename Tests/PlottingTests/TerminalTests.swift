import Testing

@testable import Plotting

@Suite("Terminal pictures") struct TerminalTests {
  private let figure = Figure(
    Panel(
      "Rates", x: Axis("time", unit: "ms"), y: Axis("rate", unit: "spikes/s"),
      marks: [.line(Line(x: [0, 50, 100], y: [0, 10, 0], label: "inferred"))]))

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("Words stand as words in a picture of symbols, within the window")
  func symbols() throws {
    let window = TerminalWindow(columns: 70, rows: 24)
    let text = try renderer.terminal(figure, window: window)
    #expect(lines(text).count <= 23)
    let plain = CellGrid(text, columns: 70, rows: 24).cells.map(\.text).joined()
    for word in ["Rates", "time (ms)", "rate (spikes/s)", "inferred", "└", "100"] {
      #expect(plain.contains(word), "\(word)")
    }
    #expect(text.contains("\u{1B}["))
  }

  @Test("Without chafa, or without colours, gnuplot's characters are used", arguments: [nil, "/usr/bin/chafa"])
  func characters(_ chafa: String?) throws {
    let window = TerminalWindow(columns: 60, rows: 20, colors: chafa == nil ? .full : .none, isUnicode: false)
    let text = try Renderer(gnuplot: renderer.gnuplot, chafa: chafa).terminal(figure, window: window)
    #expect(!text.contains("\u{1B}") && text.allSatisfy(\.isASCII))
    #expect(text.contains("**") && text.contains("Rates") && text.contains("|"))
    #expect(lines(text).allSatisfy { $0.count <= 60 })
  }

  @Test("Powers of ten can be read without Unicode")
  func powers() throws {
    let line = Mark.line(Line(x: [0, 3e6], y: [1e-6, 1]))
    let window = TerminalWindow(columns: 70, rows: 24, graphics: .text, isUnicode: false)
    let text = try renderer.terminal(Figure(Panel(y: Axis(scale: .log), marks: [line])), window: window)
    #expect(text.contains("x 1e6") && text.contains("1e-6") && !text.contains("?"))
  }

  @Test("A heat map in characters is dark where its values are large")
  func shades() throws {
    let map = HeatMap(values: [0, 1, 1, 0], rows: 2, columns: 2)
    let window = TerminalWindow(columns: 40, rows: 16, graphics: .text, isUnicode: false)
    let text = try renderer.terminal(Figure(Panel(y: Axis(isReversed: true), marks: [.heatMap(map)])), window: window)
    let rows = lines(text).filter { $0.contains("@@@@") }
    #expect(rows.count >= 4)
    let first = try #require(rows.first?.firstIndex(of: "@").map { rows[0].distance(from: rows[0].startIndex, to: $0) })
    let last = try #require(
      rows.last?.firstIndex(of: "@").map {
        rows[rows.count - 1].distance(from: rows[rows.count - 1].startIndex, to: $0)
      })
    #expect(first > last)
  }

  @Test(
    "Pixel protocols begin as their terminals expect",
    arguments: [(TerminalWindow.Graphics.sixel, "\u{1B}P"), (.kitty, "\u{1B}_G"), (.iterm, "\u{1B}]1337")])
  func pixels(_ graphics: TerminalWindow.Graphics, _ start: String) throws {
    let text = try renderer.terminal(figure, window: TerminalWindow(columns: 60, rows: 20, graphics: graphics))
    #expect(text.contains(start))
  }

  @Test("Colour sequences are followed and written back")
  func grid() {
    let grid = CellGrid(
      "\u{1B}[?25l\u{1B}[31;1mab\u{1B}[0m c\u{1B}[38;5;9;48;2;1;2;3md\n\u{1B}[0;7me", columns: 6, rows: 2)
    #expect(grid[0, 0] == .init(text: "a", style: .init(foreground: "31", isBold: true)))
    #expect(grid[0, 4] == .init(text: "d", style: .init(foreground: "38;5;9", background: "48;2;1;2;3")))
    #expect(grid[1, 0] == .init(text: "e", style: .init(isInverse: true)))
    #expect(CellGrid(grid.text, columns: 6, rows: 2) == grid)
  }

  @Test("Words end at the edge of the page; wide characters take two cells")
  func edges() {
    var grid = CellGrid(columns: 5, rows: 1)
    grid.set("神経x", row: 0, column: 0)
    #expect(grid.text == "神経x")
    grid.set("abc", row: 0, column: 3)
    #expect(grid.text.hasSuffix("ab"))
    let before = grid
    grid.set("z", row: 9, column: 0)
    #expect(grid == before)
  }

  @Test("Colours become the nearest the terminal has")
  func colors() {
    #expect(TerminalWindow.Colors.full.parameter(RGB(0x0072B2)) == "38;2;0;114;178")
    #expect(TerminalWindow.Colors.palette.parameter(RGB(0xFF0000)) == "38;5;196")
    #expect(TerminalWindow.Colors.palette.parameter(RGB(0x808080), background: true) == "48;5;244")
    #expect(TerminalWindow.Colors.sixteen.parameter(RGB(0xD00000)) == "31")
    #expect(TerminalWindow.Colors.none.parameter(RGB(0)) == nil)
  }
}
