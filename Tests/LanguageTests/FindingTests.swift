import Foundation
import Language
import Syntax
import Testing

/// Texts that once broke the parser or the evaluator, in `Findings`: each must come to an end and, where it parses, print
/// as a program that prints so again.
@Suite("Findings")
struct FindingTests {
  @Test("what once broke the program no longer does", arguments: try Self.files)
  func finding(_ file: URL) throws {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    if let printed = try? Interpreter.normalized(SourceText(name: "finding", text: text)) {
      #expect(try Interpreter.normalized(SourceText(name: "printed", text: printed)) == printed)
    }
    _ = Interpreter.isIncomplete(text)
    _ = Interpreter.cells(of: SourceText(name: "finding", text: text))
    let test = TestSession(isInteractive: true, limits: Limits(callDepth: 500, steps: 5_000, elements: 20_000))
    let result = test.run(text, showing: .every)
    _ = result.failure?.diagnostic.drawn().plain
    _ = test.session.completions(text, at: text.utf8.count)
  }

  private static var files: [URL] {
    get throws {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Findings")
      return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .sorted { $0.path < $1.path }
    }
  }
}
