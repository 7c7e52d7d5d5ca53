import Analysis
import Language
import Syntax
import Training

/// What `doctor` found, in the language: a list of records that shows itself in short.
final class DiagnosisHandle: Handle, Sendable {
  static let typeName = "diagnosis"

  let diagnosis: Diagnosis
  /// What was looked at.
  private let subject: String

  init(_ diagnosis: Diagnosis, of subject: String) {
    self.diagnosis = diagnosis
    self.subject = subject
  }

  let fields = [
    HandleField("findings", "every finding, a list of records {check, finding, evidence, change}"),
    HandleField("checked", "names of the checks that were made"),
    HandleField("is_healthy", "whether none of them found anything"),
  ]

  private var records: [Value] {
    diagnosis.entries.map { entry in
      let text = entry.finding.text
      return .record(
        Record([
          ("check", .string(entry.check.name)), ("finding", .string(text.finding)),
          ("evidence", .string(text.evidence)), ("change", .string(text.change)),
        ]))
    }
  }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "findings": .list(records)
    case "checked": .list(diagnosis.checked.map { .string($0.name) })
    case "is_healthy": .bool(diagnosis.entries.isEmpty)
    default: nil
    }
  }

  var count: Int? { diagnosis.entries.count }

  func index(_ indices: [Index]) throws -> Value {
    guard indices.count == 1, indices[0].axis == nil, let number = indices[0].value?.asInteger else {
      throw RefusalError(Message("a finding is chosen by its number", expected: "one whole number"))
    }
    let count = diagnosis.entries.count
    guard (-count..<count).contains(number) else {
      throw RefusalError(
        Message(
          "there is no finding of that number", expected: count == 0 ? nil : "0 to \(count - 1)", found: "\(number)",
          hints: count == 0 ? ["nothing was found: `len(…)` is 0"] : []))
    }
    return records[number < 0 ? number + count : number]
  }

  private var summary: String {
    let count = diagnosis.entries.count, checked = diagnosis.checked.count
    return count == 0
      ? "nothing to mend, \(checked) checks" : "\(count) \(count == 1 ? "finding" : "findings"), \(checked) checks"
  }

  var shortText: StyledText { StyledText("diagnosis of \(subject), \(summary)") }

  func longText(columns: Int) -> StyledText {
    var text = StyledText("diagnosis", .heading)
    text.append(" of \(subject)", .name)
    text.append("  \(summary)")
    let width = diagnosis.entries.map(\.check.name.count).max() ?? 0
    let blank = String(repeating: " ", count: width + 4)
    func add(_ words: String, _ style: StyledText.Style, after first: String, _ firstStyle: StyledText.Style) {
      for (number, line) in words.wrapped(to: max(columns - width - 5, 30)).enumerated() {
        text.append("\n")
        text.append(number == 0 ? first : blank, firstStyle)
        text.append(line, style)
      }
    }
    for entry in diagnosis.entries {
      let words = entry.finding.text
      add(words.finding, .plain, after: "  " + entry.check.name.padding(to: width + 2), .name)
      add(words.evidence, .dim, after: blank, .plain)
      add("try " + words.change, .hint, after: blank, .plain)
    }
    return text
  }
}

extension String {
  /// Its words in lines of at most `width` characters; a longer word has a line of its own.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
