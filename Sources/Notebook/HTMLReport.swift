import Language
import Syntax

/// A transcript as one page that needs nothing beside itself.
public struct HTMLReport {
  private let transcript: Transcript
  private let title: String
  private var contents: [(level: Int, anchor: String, text: String)] = []
  private var body = ""

  /// - Parameters:
  ///   - stamp: words on when and with what it was made, under the title.
  ///   - isCancelled: asked before every entry, whose figures may take a while.
  /// - Throws: `InterruptionError` once it is so.
  public static func page(
    _ transcript: Transcript, stamp: String, isCancelled: () -> Bool = { false }
  ) throws -> String {
    var report = HTMLReport(transcript)
    try report.write(isCancelled)
    return report.page(stamp: stamp)
  }

  private init(_ transcript: Transcript) {
    self.transcript = transcript
    title = transcript.name.split(separator: "/").last.map(String.init) ?? transcript.name
  }

  private mutating func write(_ isCancelled: () -> Bool) throws {
    for entry in transcript.entries {
      if isCancelled() { throw InterruptionError() }
      switch entry.content {
      case .markdown(let text):
        heading(entry.title)
        var found = contents
        body += "<section class=\"text\">\n"
        body += Markdown(text).anchored { level, text in
          found.append((level, "h\(found.count + 1)", text))
          return "h\(found.count)"
        }
        body += "</section>\n"
        contents = found
      case .code(let code, let number, let result):
        heading(entry.title)
        cell(code, number, result)
      }
    }
  }

  private mutating func heading(_ title: String) {
    guard !title.isEmpty else { return }
    let text = HTMLText.escaped(title)
    contents.append((2, "h\(contents.count + 1)", text))
    body += "<h2 id=\"h\(contents.count)\">\(text)</h2>\n"
  }

  private mutating func cell(_ code: String, _ number: Int, _ result: CellResult?) {
    let styled = SourceText(name: "", text: code).styled(knowing: transcript.table)
    let time = result.map { Self.duration($0.seconds) } ?? "not run"
    body += "<section class=\"cell\">\n<div class=\"tag\"><span>[\(number)]</span><span>\(time)</span></div>\n"
    body += "<pre class=\"code\"><code>\(HTMLText.styled(styled))</code></pre>\n"
    for output in result?.outputs ?? [] {
      switch output {
      case .text(let text): body += "<pre class=\"output\">\(HTMLText.styled(text))</pre>\n"
      case .value(let text): body += "<pre class=\"output value\">\(HTMLText.styled(text))</pre>\n"
      case .warning(let diagnostic): body += "<pre class=\"output warn\">\(HTMLText.styled(diagnostic.drawn()))</pre>\n"
      case .figure(let figure): body += Self.picture(figure)
      }
    }
    if let failure = result?.failure {
      body += "<pre class=\"output fail\">\(HTMLText.styled(failure.diagnostic.drawn()))</pre>\n"
    }
    body += "</section>\n"
  }

  /// A figure for light and dark pages. As images of their own, so that nothing in one can meet another or the page.
  private static func picture(_ figure: any Presentable) -> String {
    let words = HTMLText.escaped(figure.text(columns: 200).plain)
    func source(_ svg: String) -> String { "data:image/svg+xml;base64,\(HTMLText.base64(svg.utf8))" }
    do {
      guard let light = try figure.svg(isDark: false), let dark = try figure.svg(isDark: true) else {
        return "<pre class=\"output\">\(words)</pre>\n"
      }
      return """
        <figure><picture><source media="screen and (prefers-color-scheme: dark)" srcset="\(source(dark))">\
        <img src="\(source(light))" alt="\(words)"></picture></figure>

        """
    } catch {
      let diagnostic = Diagnostic(severity: .warning, message: Message(describing: error), location: nil)
      return "<pre class=\"output warn\">\(words)\n\(HTMLText.styled(diagnostic.drawn()))</pre>\n"
    }
  }

  /// `3 ms`, `0.21 s`, `3 min 20 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 0.1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 60 { return "\((seconds * 100).rounded() / 100) s" }
    let whole = Int(min(seconds, 1e9).rounded())
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  private func page(stamp: String) -> String {
    let lowest = contents.map(\.level).min() ?? 1
    let items = contents.map { entry in
      "<li class=\"level\(min(entry.level - lowest, 3))\"><a href=\"#\(entry.anchor)\">\(entry.text)</a></li>\n"
    }
    let list = items.count < 2 ? "" : "<nav><ul>\n\(items.joined())</ul></nav>\n"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>\(HTMLText.escaped(title))</title>
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      \(list)<main>
      <header><p>\(HTMLText.escaped(title))</p><p>\(HTMLText.escaped(stamp)), \
      run in \(Self.duration(transcript.seconds))</p></header>
      \(body)</main>
      </body>
      </html>

      """
  }
}
