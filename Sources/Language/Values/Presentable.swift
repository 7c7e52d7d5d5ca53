import Syntax

/// What can be shown as text, as a raster picture, as a vector picture and in a terminal; pictures are made when asked for.
public protocol Presentable: AnyObject, Sendable {
  /// A form that fits `columns` characters a line.
  func text(columns: Int) -> StyledText
  /// PNG bytes of a picture that fits into `width` × `height` pixels, or nil when it has none.
  func png(width: Int, height: Int) throws -> [UInt8]?
  /// SVG source for a light or a dark page, or nil when it has none.
  func svg(isDark: Bool) throws -> String?
  /// What to write to a terminal to show its picture, without a final newline, or nil when it has none.
  func picture(in canvas: TerminalCanvas) throws -> String?
}

/// What a terminal can show.
public struct TerminalCanvas: Sendable, Equatable {
  public enum Graphics: Sendable {
    /// Characters that stand for pixels.
    case symbols
    /// Pixels, in one of three protocols.
    case sixel, kitty, iterm
  }

  public enum Colors: Sendable {
    case none, sixteen, palette, full
  }

  public var columns, rows: Int
  public var graphics: Graphics
  public var colors: Colors
  /// Whether its background is dark.
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
}
