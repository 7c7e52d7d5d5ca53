import Language
import Syntax

/// What `explain` says of one thing, in the language: shown as a page, readable field by field.
final class ExplanationHandle: Handle, Sendable {
  static let typeName = "explanation"

  /// The parts in the order in which they are shown: field, heading, text.
  struct Part: Sendable {
    let field: String
    let heading: String
    let text: String
  }

  private let name: String
  private let kind: String
  private let parts: [Part]

  init(_ name: String, kind: String, _ parts: [Part]) {
    self.name = name
    self.kind = kind
    self.parts = parts.filter { !$0.text.isEmpty }
  }

  var fields: [HandleField] {
    [HandleField("name", "what is explained"), HandleField("kind", "what kind of thing it is")]
      + parts.map { HandleField($0.field, $0.heading.isEmpty ? "what it is and is for" : $0.heading) }
  }

  func field(_ field: String) throws -> Value? {
    switch field {
    case "name": .string(name)
    case "kind": .string(kind)
    default: parts.first { $0.field == field }.map { .string($0.text) }
    }
  }

  var shortText: StyledText { StyledText("explanation of \(name), \(kind)") }

  func longText(columns: Int) -> StyledText {
    var text = StyledText(name, .heading)
    text.append("  \(kind)", .dim)
    let width = parts.map { DisplayWidth.of($0.heading) }.max() ?? 0
    let blank = String(repeating: " ", count: width + 4)
    for part in parts {
      // A text laid out in lines keeps them.
      let lines = part.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
        line.hasPrefix(" ") ? [String(line)] : String(line).wrapped(to: max(columns - width - 4, 40))
      }
      for (number, line) in lines.enumerated() {
        text.append("\n")
        if number == 0 {
          text.append("  " + part.heading.padding(to: width + 2), .name)
        } else {
          text.append(blank)
        }
        text.append(line, part.field == "equation" ? .string : .plain)
      }
    }
    return text
  }
}
