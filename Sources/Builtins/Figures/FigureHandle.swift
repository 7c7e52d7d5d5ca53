import Language
import Plotting
import Syntax

/// A figure in the language: a value that is drawn when somebody looks at it or keeps it.
final class FigureHandle: Handle, Sendable {
  static let typeName = "figure"

  let figure: Figure
  let renderer: Renderer

  init(_ figure: Figure, renderer: Renderer) {
    self.figure = figure
    self.renderer = renderer
  }

  private static let summaries: [(String, String)] = [
    ("title", "words above it, nil without"), ("panels", "number of panels"), ("columns", "panels a row"),
    ("width", "width in points"), ("height", "height in points"),
  ]

  var fields: [HandleField] { Self.summaries.map { HandleField($0.0, $0.1) } }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "title": (figure.title ?? figure.panels.first??.title).map(Value.string) ?? .nil
    case "panels": .integer(figure.panels.count { $0 != nil })
    case "columns": .integer(figure.columns)
    case "width": .number(figure.size.width)
    case "height": .number(figure.size.height)
    default: nil
    }
  }

  var shortText: StyledText { StyledText("figure: \(figure.summary)") }
}

extension FigureHandle: Presentable {
  func text(columns: Int) -> StyledText {
    StyledText("figure", .heading) + StyledText("  " + figure.summary)
  }

  func png(width: Int, height: Int) throws -> [UInt8]? {
    let size = figure.size
    let scale = min(Double(width) / size.width, Double(height) / size.height)
    return try renderer.png(figure, scale: max(scale, 0.25))
  }

  func svg(isDark: Bool) throws -> String? { try renderer.svg(figure, theme: isDark ? .dark : .light) }

  func picture(in canvas: TerminalCanvas) throws -> String? {
    try renderer.terminal(figure, window: TerminalWindow(canvas))
  }
}

extension TerminalWindow {
  fileprivate init(_ canvas: TerminalCanvas) {
    let graphics: Graphics =
      switch canvas.graphics {
      case .symbols: .symbols
      case .sixel: .sixel
      case .kitty: .kitty
      case .iterm: .iterm
      }
    let colors: Colors =
      switch canvas.colors {
      case .none: .none
      case .sixteen: .sixteen
      case .palette: .palette
      case .full: .full
      }
    self.init(
      columns: canvas.columns, rows: canvas.rows, graphics: graphics, colors: colors, isDark: canvas.isDark,
      isUnicode: canvas.isUnicode)
  }
}
