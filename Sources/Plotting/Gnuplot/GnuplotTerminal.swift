/// What gnuplot is asked to write.
enum GnuplotTerminal: Equatable {
  case svg
  /// With so many pixels a point, and strokes so much wider than they are meant.
  case png(scale: Double, boldness: Double = 1)
  case pdf
  /// A page of characters.
  case dumb(columns: Int, rows: Int)

  /// The `set terminal` command. The scales, found by measuring what each terminal draws, are such that a point of a
  /// font, a stroke, a dash or a symbol is one point in all of them.
  func command(width: Double, height: Double, theme: Theme) -> String {
    let background = theme.background.map { " background '\($0.hex)'" }
    switch self {
    case .svg:
      return
        "set terminal svg standalone noenhanced size \(Int(width.rounded())),\(Int(height.rounded())) font 'Sans,12'"
        + (background ?? "")
    case .png(let scale, let boldness):
      return
        "set terminal pngcairo noenhanced size \(Int((width * scale).rounded())),\(Int((height * scale).rounded()))"
        + " font 'Sans,12' fontscale \(scale * 0.75) linewidth \(scale * boldness) dashlength 2"
        + " pointscale \(scale * 4 / 3)"
        + (background ?? " transparent")
    case .pdf:
      return
        "set terminal pdfcairo noenhanced size \(width / 72)in,\(height / 72)in font 'Sans,12' fontscale 0.75"
        + " linewidth 2 dashlength 2 pointscale 1.4"
        + (background ?? "")
    case .dumb(let columns, let rows):
      return "set terminal dumb noenhanced nofeed mono size \(columns),\(rows)"
    }
  }
}
