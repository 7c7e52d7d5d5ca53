import Foundation
import Testing

@Suite("Names") struct NameTests {
  /// Ways out of a loop or function, thrown because Swift has no other from within an expression.
  private let exceptions: Set<String> = ["Jump"]

  @Test("What can be thrown has a name that ends in Error")
  func errors() throws {
    let root = try Manifest().root.appending(path: "Sources")
    let declaration = try Regex(#"(?:struct|enum|class) (\w+): [^{]*\b(?:Error|DiagnosticCause)\b"#)
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    var found = 0
    for path in paths where path.hasSuffix(".swift") {
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for match in text.matches(of: declaration) {
        let name = String(match[1].substring ?? "")
        found += 1
        #expect(name.hasSuffix("Error") || exceptions.contains(name), "\(name) in \(path)")
      }
    }
    #expect(found > 20)
  }
}
