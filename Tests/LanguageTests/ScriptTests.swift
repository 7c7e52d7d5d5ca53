import Foundation
import Language
import Notebook
import Testing

/// Runs every script under `Scripts`, in folders by feature, and holds it to the expectations in its comments:
///
///     print(1 + 1)            # expect: 2                  a line of output; all of them, in order
///     x = [1, 2]; x[2]        # expect error: no position  part of the error's sentence; it lies in this line
///     mean = 3                # expect warning: hides      part of a warning's sentence, in order
///     # file helper.lfs: fn double(x) { 2 * x }            a file beside the script
///
/// A script without `expect error` must run to its end.
@Suite("Scripts")
struct ScriptTests {
  @Test("every script does what its comments say", arguments: ScriptFile.all)
  func script(_ file: ScriptFile) throws {
    let text = file.text
    let expected = Expectations(text)
    try #require(!expected.isEmpty, "\(file) expects nothing")
    let test = TestSession(files: expected.files)
    let result = test.run(text, name: file.description)
    #expect(
      test.sink.texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map(String.init)
        == expected.output)
    let warnings = test.sink.warnings.map(\.message.title)
    #expect(warnings.count == expected.warnings.count, "\(warnings)")
    for (warning, part) in zip(warnings, expected.warnings) { #expect(warning.contains(part)) }
    guard let error = expected.error else {
      #expect(result.failure == nil, "\(result.failure?.diagnostic.drawn().plain ?? "")")
      return
    }
    let failure = try #require(result.failure, "\(file) runs to its end")
    #expect(failure.message.title.contains(error.part), "\(failure.diagnostic.drawn().plain)")
    #expect(failure.location?.line == error.line, "\(failure.diagnostic.drawn().plain)")
  }

  @Test("there are enough of them")
  func count() { #expect(ScriptFile.all.count >= 200) }
}

/// A script of the test suite.
struct ScriptFile: Sendable, CustomStringConvertible {
  let url: URL

  /// Folder and name.
  var description: String { url.pathComponents.suffix(2).joined(separator: "/") }

  var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

  static let all: [ScriptFile] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "lfs" }
      .sorted { $0.path < $1.path }.map(ScriptFile.init)
  }()
}

/// What the comments of a script say.
struct Expectations {
  private(set) var output: [String] = []
  private(set) var warnings: [String] = []
  private(set) var error: (part: String, line: Int)?
  private(set) var files: [String: String] = [:]

  var isEmpty: Bool { output.isEmpty && warnings.isEmpty && error == nil }

  init(_ text: String) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let part = Self.rest(of: line, after: "# expect error: ") {
        error = (part, number + 1)
      } else if let part = Self.rest(of: line, after: "# expect warning: ") {
        warnings.append(part)
      } else if let part = Self.rest(of: line, after: "# expect: ") {
        output.append(part)
      } else if line.hasSuffix("# expect:") {
        output.append("")
      } else if let part = Self.rest(of: line, after: "# file ") {
        let halves = part.split(separator: ": ", maxSplits: 1)
        if halves.count == 2 { files[String(halves[0])] = String(halves[1]).replacing("\\n", with: "\n") }
      }
    }
  }

  private static func rest(of line: Substring, after mark: String) -> String? {
    line.range(of: mark).map { String(line[$0.upperBound...]) }
  }
}
