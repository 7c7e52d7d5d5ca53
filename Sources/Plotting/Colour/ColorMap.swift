/// A way from numbers to colours, given by evenly spaced anchors between which channels run linearly.
public struct ColorMap: Sendable, Hashable {
  let anchors: [RGB]
  /// Where the first anchor is the page's own colour and the last its text's: such a map is turned over on dark pages.
  let followsPage: Bool
  /// Whether the middle means "none", so that limits chosen automatically lie evenly about zero.
  public let isDiverging: Bool

  private init(_ anchors: [UInt32], followsPage: Bool = false, isDiverging: Bool = false) {
    self.anchors = anchors.map { RGB($0) }
    self.followsPage = followsPage
    self.isDiverging = isDiverging
  }

  /// Viridis (Smith and van der Walt 2015, CC0) at every sixteenth of its range: even steps in value look like even
  /// steps in lightness, in grey and to colour-blind readers too.
  public static let viridis = ColorMap([
    0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C, 0x1F9F88, 0x27AD81,
    0x3DBC74, 0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725,
  ])

  /// Blue through white to red (ColorBrewer's RdBu, turned over), for what has a sign.
  public static let diverging = ColorMap(
    [
      0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F,
    ], isDiverging: true)

  /// From the page's colour to that of ink, for counts of spikes.
  public static let ink = ColorMap([0xFFFFFF, 0xBDBDBD, 0x737373, 0x3A3A3A, 0x111111], followsPage: true)

  /// The map for numbers of which nothing else is known: diverging where they have both signs.
  public static func suiting(_ values: [Double]) -> ColorMap {
    let finite = values.filter(\.isFinite)
    return finite.contains { $0 < 0 } && finite.contains { $0 > 0 } ? .diverging : .viridis
  }

  /// The anchors as they are on a page.
  func anchors(on theme: Theme) -> [RGB] {
    guard followsPage, theme.isDark else { return anchors }
    return anchors.map { RGB(red: 255 - $0.red, green: 255 - $0.green, blue: 255 - $0.blue) }
  }

  /// The colour at a fraction of the range; fractions outside 0…1 take the nearest end, NaN the first.
  public func color(at fraction: Double, on theme: Theme = .light) -> RGB {
    let anchors = anchors(on: theme)
    let place = max(0, min(1, fraction.isNaN ? 0 : fraction)) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    return anchors[index].mixed(with: anchors[index + 1], fraction: place - Double(index))
  }
}
