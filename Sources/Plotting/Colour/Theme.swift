/// The colours of a page: what text, axes and categories look like on it.
public struct Theme: Sendable, Equatable {
  /// Text and axes.
  public var foreground: RGB
  /// Greys for what stays behind the data.
  public var muted: RGB
  /// What is painted under the figure; nil leaves it transparent.
  public var background: RGB?
  /// Colours of categories, in order of use.
  public var categories: [RGB]
  /// Whether the page is dark, which colour maps that begin at the page's colour have to know.
  public var isDark: Bool

  /// Black on white. The categories are those of Okabe and Ito (2008), which stay apart for every common kind of
  /// colour blindness; yellow, hard to see on white, comes last.
  public static let light = Theme(
    foreground: RGB(0x222222), muted: RGB(0x8A8A8A), background: RGB(0xFFFFFF),
    categories: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0x555555, 0xF0E442].map { RGB($0) },
    isDark: false)

  /// Light grey on near black; the same hues, the dark ones raised in lightness.
  public static let dark = Theme(
    foreground: RGB(0xDDDDDD), muted: RGB(0x8F8F8F), background: RGB(0x16181D),
    categories: [0x4BA3E0, 0xF07F33, 0x1FC295, 0xE29AC3, 0x8CD3FF, 0xF5B83D, 0xAAAAAA, 0xF0E442].map { RGB($0) },
    isDark: true)

  /// The same colours without a painted background.
  public var transparent: Theme {
    var theme = self
    theme.background = nil
    return theme
  }

  /// The same colours on a painted page.
  var opaque: Theme {
    var theme = self
    theme.background = page
    return theme
  }

  /// The page's colour, assumed where none is painted.
  var page: RGB { background ?? (isDark ? RGB(0x16181D) : RGB(0xFFFFFF)) }

  func category(_ index: Int) -> RGB {
    let count = categories.count
    return count == 0 ? foreground : categories[((index % count) + count) % count]
  }
}
