import Foundation
import FoundationXML
import Plotting
import Testing

/// The real programs, from where a shell would find them.
let renderer = Renderer(searching: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")

/// A directory that is gone after the test.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent("plotting-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try body(directory.path)
}

/// A renderer whose gnuplot is a shell script.
func withFakeGnuplot(_ script: String, timeout: Duration = .seconds(30), _ body: (Renderer) throws -> Void) throws {
  try withTemporaryDirectory { directory in
    let path = directory + "/gnuplot"
    try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    try body(Renderer(gnuplot: path, chafa: nil, timeout: timeout))
  }
}

/// What an SVG says and shows, read by an XML parser, which refuses what is not well-formed.
final class SVGContent: NSObject, XMLParserDelegate {
  var texts: [String] = []
  var elements: [(name: String, attributes: [String: String])] = []
  private var inText = false

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    try #require(parser.parse(), "not XML: \(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
    inText = name == "text" || name == "title"
    if inText { texts.append("") }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    inText = false
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if inText { texts[texts.count - 1] += string }
  }

  func count(_ name: String) -> Int { elements.count { $0.name == name } }
}

/// Width and height of a PNG, from its header.
func pngSize(_ bytes: [UInt8]) -> (width: Int, height: Int) {
  func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
  return (number(16), number(20))
}
