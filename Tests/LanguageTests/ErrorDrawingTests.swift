import Foundation
import Language
import Testing

/// The exact text of errors, in files of cases:
///
///     === title
///     the script
///     ---
///     the drawing
@Suite("Drawn errors")
struct ErrorDrawingTests {
  @Test("an error is drawn exactly so", arguments: ErrorCase.all)
  func drawing(_ error: ErrorCase) {
    let test = TestSession(files: ["stdlib/tools.lfs": "fn double(x, times: 1) { 2 * x * times }\n"])
    #expect(test.drawing(error.script) == error.drawing)
  }

  @Test("there are enough of them")
  func count() { #expect(ErrorCase.all.count >= 60) }
}

struct ErrorCase: Sendable, CustomStringConvertible {
  let description: String
  let script: String
  let drawing: String

  static let all: [ErrorCase] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Errors")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.sorted { $0.path < $1.path }.flatMap(cases)
  }()

  private static func cases(in file: URL) -> [ErrorCase] {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.components(separatedBy: "=== ").dropFirst().map { block in
      let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
      let cut = lines.firstIndex(of: "---") ?? lines.endIndex
      let drawing = lines.dropFirst(cut + 1).joined(separator: "\n")
      return ErrorCase(
        description: "\(file.deletingPathExtension().lastPathComponent): \(lines[0])",
        script: lines[1..<cut].joined(separator: "\n"),
        drawing: drawing.trimmingCharacters(in: .newlines))
    }
  }
}
