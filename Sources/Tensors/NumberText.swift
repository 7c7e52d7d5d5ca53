import Glibc

/// Numbers as people read them.
public enum NumberText {
  /// The shortest text that reads back as the same number; whole numbers without `.0`, `1e-5` for 0.00001, and `nan`,
  /// `inf`, `-inf`. The two zeros are equal and both `0`.
  public static func shortest(_ x: Double) -> String { tidied(x.description) }

  /// The shortest text that reads back as the same Float.
  public static func shortest(_ x: Float) -> String { tidied(x.description) }

  /// The number rounded to `digits` significant digits; whole numbers below 2⁵³ keep all of theirs.
  public static func rounded(_ x: Double, digits: Int = 6) -> String {
    if !x.isFinite || (x == x.rounded() && x.magnitude < 0x1p53) { return shortest(x) }
    // Rounded once in decimal; its shortest text then has at most that many digits.
    return shortest(strtod(fixed(x, digits: max(digits, 1) - 1, format: "e"), nil))
  }

  /// The number with exactly `digits` digits after the point; with an exponent when `format` is `e`.
  ///
  /// - Precondition: 0 ≤ `digits` ≤ 300.
  public static func fixed(_ x: Double, digits: Int, format: Character = "f") -> String {
    precondition((0...300).contains(digits), "\(digits) digits")
    if !x.isFinite { return shortest(x) }
    // 309 digits before the point at most, the sign, the point and the end.
    var bytes = [CChar](repeating: 0, count: 320 + digits)
    let length = withVaList([Int32(digits), x]) {
      vsnprintf(&bytes, bytes.count, "%.*\(format)", $0)
    }
    return String(decoding: bytes[..<Int(length)].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func tidied(_ text: String) -> String {
    if text == "-0.0" { return "0" }
    guard let e = text.firstIndex(of: "e") else {
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text == "-nan" ? "nan" : text
    }
    var exponent = text[text.index(after: e)...]
    let sign = exponent.first == "-" ? "-" : ""
    exponent = exponent.drop { $0 == "-" || $0 == "+" || $0 == "0" }
    let mantissa = text[..<e]
    return (mantissa.hasSuffix(".0") ? mantissa.dropLast(2) : mantissa) + "e" + sign + exponent
  }
}
