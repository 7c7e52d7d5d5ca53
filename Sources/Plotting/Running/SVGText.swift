/// gnuplot's SVG made fit for a page of ours.
enum SVGText {
  /// - Parameters:
  ///   - svg: as gnuplot's `svg` terminal writes it.
  ///   - title: what a screen reader says of the picture.
  static func finish(_ svg: String, title: String) -> String {
    var result = ""
    result.reserveCapacity(svg.utf8.count)
    for line in svg.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("<title>Gnuplot</title>") {
        result += "<title>\(PlainText.xml(title))</title>\n"
      } else if line.hasPrefix("<desc>") {
        continue
      } else if line.contains("<g id=\"gnuplot_plot_") {
        // Its title would pop up as "gnuplot_plot_1" under the pointer, and its id stand twice in a page of figures.
        result += "\t<g>\n"
      } else if line.hasPrefix("<g id=\"gnuplot_canvas\">") {
        result += "<g>\n"
      } else if line.hasPrefix("<image ") {
        // Cells of a heat map stay cells when the picture is enlarged.
        result += "<image style='image-rendering:pixelated' \(line.dropFirst("<image ".count))\n"
      } else if line.contains("font-family=\"Sans") {
        result += withOurFonts(line) + "\n"
      } else {
        result += line + "\n"
      }
    }
    return result
  }

  /// The line with our fonts in its tags. Words between them, in which no `<` stands, stay as they are.
  private static func withOurFonts(_ line: Substring) -> String {
    line.split(separator: "<", omittingEmptySubsequences: false).map { part -> String in
      guard let end = part.firstIndex(of: ">") else { return String(part) }
      let tag = part[..<end].replacing("font-family=\"Sans\"", with: "font-family=\"\(fonts)\"")
        .replacing("font-family=\"Sans:Bold\"", with: "font-family=\"\(fonts)\" font-weight=\"bold\"")
      return String(tag) + part[end...]
    }.joined(separator: "<")
  }

  private static let fonts = "Helvetica, Arial, 'DejaVu Sans', sans-serif"
}
