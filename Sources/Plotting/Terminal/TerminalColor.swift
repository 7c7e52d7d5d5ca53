extension TerminalWindow.Colors {
  /// The parameter that selects a colour, or the nearest the terminal has; nil without colours.
  func parameter(_ color: RGB, background: Bool = false) -> String? {
    switch self {
    case .none: nil
    case .full: "\(background ? 48 : 38);2;\(color.red);\(color.green);\(color.blue)"
    case .palette: "\(background ? 48 : 38);5;\(Self.paletteIndex(color))"
    case .sixteen: "\((background ? 40 : 30) + Self.nearestOfEight(color))"
    }
  }

  /// The nearest of the 6 × 6 × 6 cube and the 24 greys of a terminal's 256 colours.
  private static func paletteIndex(_ color: RGB) -> Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ channel: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(channel)) < abs(levels[$1] - Int(channel)) } ?? 0
    }
    let (r, g, b) = (nearest(color.red), nearest(color.green), nearest(color.blue))
    let grey = max(0, min(23, (Int(color.red) + Int(color.green) + Int(color.blue) - 24 + 15) / 30))
    let level = grey * 10 + 8
    let cube = distance(color, levels[r], levels[g], levels[b])
    return distance(color, level, level, level) < cube ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  private static func nearestOfEight(_ color: RGB) -> Int {
    let full = (0..<8).map { index in
      distance(color, index & 1 != 0 ? 205 : 0, index & 2 != 0 ? 205 : 0, index & 4 != 0 ? 205 : 0)
    }
    return full.indices.min { full[$0] < full[$1] } ?? 7
  }

  private static func distance(_ color: RGB, _ r: Int, _ g: Int, _ b: Int) -> Int {
    let (dr, dg, db) = (Int(color.red) - r, Int(color.green) - g, Int(color.blue) - b)
    return dr * dr + dg * dg + db * db
  }
}
