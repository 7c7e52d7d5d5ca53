/// Spellings of text, numbers and colours in a gnuplot script.
///
/// gnuplot runs what stands between backquotes in a double-quoted string as a shell command; in a single-quoted one
/// nothing but the quote itself has a meaning. So text from outside is only ever written between single quotes.
enum GnuplotText {
  /// A string literal, or several joined. Control characters, which would end the line, are gone after
  /// `PlainText.clean`. A single quote stands between double quotes, alone: doubled between single quotes, gnuplot
  /// does not know it at the start of a string.
  static func quoted(_ text: String) -> String {
    PlainText.clean(text).split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
      .joined(separator: ".\"'\".")
  }

  /// A tick's label: gnuplot takes it for a number format.
  static func quotedFormat(_ text: String) -> String {
    quoted(text.reduce(into: "") { $0 += $1 == "%" ? "%%" : String($1) })
  }

  /// A number as gnuplot reads it. What is not finite is missing.
  static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "NaN" }

  /// A datum at the precision of single floats: shorter, and finer than any page whose limits do not need doubles.
  static func datum(_ value: Double) -> String {
    let short = Float(value)
    return short.isFinite ? "\(short)" : number(value)
  }

  /// A fraction of the page, to a hundredth of a point on a large one.
  static func fraction(_ value: Double) -> String {
    let scaled = (value * 1e5).rounded() / 1e5
    return scaled == 0 ? "0" : "\(scaled)"
  }

  /// `#rrggbb`, or gnuplot's `#aarrggbb` with the alpha channel that is 0 for opaque.
  static func color(_ color: RGB, opacity: Double = 1) -> String {
    guard opacity < 1 else { return "'\(color.hex)'" }
    let alpha = Int(((1 - max(opacity, 0)) * 255).rounded())
    return "'#" + (alpha < 16 ? "0" : "") + String(alpha, radix: 16) + color.hex.dropFirst() + "'"
  }
}
