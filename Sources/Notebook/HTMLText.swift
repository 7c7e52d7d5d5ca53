import Language
import Syntax

/// Text made safe to stand in a page.
enum HTMLText {
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Runs of text with their meaning as class.
  static func styled(_ text: StyledText) -> String {
    text.runs.map { run in
      run.style == .plain ? escaped(run.text) : "<span class=\"\(run.style.rawValue)\">\(escaped(run.text))</span>"
    }.joined()
  }

  /// Bytes as a text of 64 characters.
  static func base64(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var iterator = bytes.makeIterator()
    while let a = iterator.next() {
      let b = iterator.next()
      let c = b == nil ? nil : iterator.next()
      let word = UInt32(a) << 16 | UInt32(b ?? 0) << 8 | UInt32(c ?? 0)
      result.append(digits[Int(word >> 18)])
      result.append(digits[Int(word >> 12 & 63)])
      result.append(b == nil ? UInt8(ascii: "=") : digits[Int(word >> 6 & 63)])
      result.append(c == nil ? UInt8(ascii: "=") : digits[Int(word & 63)])
    }
    return String(decoding: result, as: UTF8.self)
  }
}
