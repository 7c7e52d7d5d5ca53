/// What a terminal can show, as found out by the caller.
public struct TerminalWindow: Sendable, Equatable {
  public enum Graphics: Sendable {
    /// Pictures of pixels, in one of three protocols.
    case sixel, kitty, iterm
    /// Pictures of coloured block characters.
    case symbols
    /// Plain characters only.
    case text
  }

  public enum Colors: Int, Sendable {
    case none = 0
    case sixteen = 16
    case palette = 256
    case full = 16_777_216
  }

  public var columns, rows: Int
  public var graphics: Graphics
  public var colors: Colors
  /// Whether the terminal's own background is dark.
  public var isDark: Bool
  /// Whether more than ASCII may be written.
  public var isUnicode: Bool

  public init(
    columns: Int, rows: Int, graphics: Graphics = .symbols, colors: Colors = .palette, isDark: Bool = true,
    isUnicode: Bool = true
  ) {
    self.columns = columns
    self.rows = rows
    self.graphics = graphics
    self.colors = colors
    self.isDark = isDark
    self.isUnicode = isUnicode
  }

  /// Columns and rows a figure takes: the window's width, up to a size beyond which it is only larger, and the height
  /// that keeps the figure's shape, leaving a row for the prompt.
  func size(for figure: Figure) -> (columns: Int, rows: Int) {
    let columns = max(24, min(self.columns, 160))
    let (width, height) = figure.size
    let natural = Double(columns) * TextMetrics.cell.width * height / width / TextMetrics.cell.height
    return (columns, max(8, min(max(self.rows - 1, 8), Int(natural.rounded()))))
  }
}
