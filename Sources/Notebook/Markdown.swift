import CCMark
import Glibc

/// Markdown as HTML by CommonMark's own library. Raw HTML and links that run scripts are left out.
struct Markdown {
  let html: String

  init(_ text: String) {
    var text = text
    let rendered = text.withUTF8 { bytes -> UnsafeMutablePointer<CChar>? in
      guard let start = bytes.baseAddress else { return nil }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        cmark_markdown_to_html($0, bytes.count, CMARK_OPT_VALIDATE_UTF8)
      }
    }
    guard let rendered else {
      html = ""
      return
    }
    defer { free(rendered) }
    html = String(cString: rendered)
  }

  /// Headings of the text, each with its level, and the HTML with the anchors `name` gives them.
  func anchored(_ name: (_ level: Int, _ text: String) -> String) -> String {
    var result = ""
    var rest = html[...]
    while let open = rest.firstRange(of: #/<h([1-6])>/#), let digit = rest[open].dropFirst(2).first,
      let level = digit.wholeNumberValue, let close = rest[open.upperBound...].firstRange(of: "</h\(level)>")
    {
      result += rest[..<open.lowerBound]
      let inner = rest[open.upperBound..<close.lowerBound]
      result += "<h\(level) id=\"\(name(level, String(inner.replacing(#/<[^>]*>/#, with: ""))))\">\(inner)</h\(level)>"
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
