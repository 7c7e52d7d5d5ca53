/// Numbers and texts as the language writes them.
public enum LiteralText {
  /// The shortest text that reads back as the same number; whole numbers without `.0`, `1e-5` for 0.00001.
  ///
  /// - Precondition: `x` is finite and not negative, as the number of a token is.
  static func number(_ x: Double) -> String {
    precondition(x.isFinite && x >= 0, "\(x) is no number of a token")
    let text = x.description
    guard let e = text.firstIndex(of: "e") else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
    let exponent = text[text.index(after: e)...]
    let sign = exponent.first == "-" ? "-" : ""
    let mantissa = text[..<e]
    return (mantissa.hasSuffix(".0") ? mantissa.dropLast(2) : mantissa) + "e" + sign
      + exponent.drop { $0 == "-" || $0 == "+" || $0 == "0" }
  }

  /// A field's name: bare where it is a word, quoted elsewhere.
  public static func key(_ key: String) -> String { Lexer.isWord(key) ? key : quoted(key) }

  /// `text` as a string on one line.
  public static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

  /// What stands between the quotes of a string that says `text`.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\t": escaped += "\\t"
      default:
        if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
          escaped += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }
}
