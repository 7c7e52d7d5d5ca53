import Language
import Syntax

/// Two runs side by side: what they were made from, what they came to, and the first thing that differs.
struct RunComparison {
  /// Something that is not the same.
  struct Difference: Equatable {
    /// What it is, and where it came up.
    let what: String
    /// What it was and what it is, a few lines of each.
    var then: [String] = []
    var now: [String] = []
  }

  /// What the second run read that the first read otherwise.
  private(set) var inputs: [Difference] = []
  /// Programs and libraries of other versions: no difference by themselves.
  private(set) var versions: [Difference] = []
  /// Results in order, the first that differs first.
  private(set) var results: [Difference] = []

  var isIdentical: Bool { results.isEmpty }

  /// - Parameter missing: names of inputs that are no more.
  init(_ then: RunRecord, _ now: RunRecord, missing: Set<String> = []) {
    let found = Dictionary(now.inputs.map { ($0.name, $0.fingerprint) }) { first, _ in first }
    for input in then.inputs where found[input.name] != input.fingerprint {
      let what =
        missing.contains(input.name) ? "is missing" : found[input.name] == nil ? "was not read" : "has changed"
      inputs.append(Difference(what: "'\(input.name)' \(what)"))
    }
    let known = Set(then.inputs.map(\.name))
    inputs += now.inputs.filter { !known.contains($0.name) }.map { Difference(what: "'\($0.name)' was read anew") }
    for line in then.versions {
      let name = RunVersions.name(of: line)
      if let other = now.versions.first(where: { RunVersions.name(of: $0) == name }), other != line {
        versions.append(Difference(what: String(name), then: [line], now: [other]))
      }
    }
    compare(then.relativeResults, now.results)
  }

  private mutating func compare(_ then: [RunResult], _ now: [RunResult]) {
    for (before, after) in zip(then, now) where before != after {
      guard before.kind == after.kind, before.name == after.name else {
        results.append(Difference(what: Self.words(before), then: [Self.words(before)], now: [Self.words(after)]))
        continue
      }
      results.append(Self.difference(before, after))
    }
    for missing in then.dropFirst(now.count) { results.append(Difference(what: "\(Self.words(missing)) did not come")) }
    for more in now.dropFirst(then.count) { results.append(Difference(what: "\(Self.words(more)) came besides")) }
  }

  /// Lines of a difference that are worth showing.
  private static let shownLines = 3

  /// What differs in a result of one name: text line by line, everything else property by property.
  private static func difference(_ before: RunResult, _ after: RunResult) -> Difference {
    let position = zip(before.lines, after.lines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let first = position ?? min(before.lines.count, after.lines.count)
    if before.kind == .printed || before.kind == .error {
      return Difference(
        what: words(before), then: Array(before.lines[first...].prefix(shownLines)),
        now: Array(after.lines[first...].prefix(shownLines)))
    }
    let properties = Set(after.lines).symmetricDifference(before.lines)
    var names: [String] = []
    for line in before.lines + after.lines where properties.contains(line) {
      let name = line.lastIndex(of: " ").map { String(line[..<$0]) } ?? line
      if !names.contains(name) { names.append(name) }
    }
    let rest = names.count > shownLines ? " and \(names.count - shownLines) more" : ""
    // A fingerprint tells nothing by itself, a hyperparameter or cost does.
    func shown(_ lines: [String]) -> [String] {
      lines.filter { line in
        properties.contains(line) && !(line.split(separator: " ").last.map { $0.count == 64 } ?? false)
      }
      .prefix(shownLines).map(\.self)
    }
    return Difference(
      what: "\(words(before)): \(names.prefix(shownLines).joined(separator: ", "))\(rest)", then: shown(before.lines),
      now: shown(after.lines))
  }

  private static func words(_ result: RunResult) -> String {
    let place = result.place.isEmpty ? "" : ", \(result.place)"
    return switch result.kind {
    case .printed: "printed text\(place)"
    case .figure: "figure\(place)"
    case .model: "\(result.name)\(place)"
    case .file: "file '\(result.name)'\(place)"
    case .error: "the error it ended in\(place)"
    }
  }
}

extension RunComparison {
  /// What to say of it, in lines.
  func text(of then: RunRecord) -> StyledText {
    var text = StyledText()
    func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
    let kinds = RunResult.Kind.allCases.compactMap { kind -> String? in
      let count = then.results.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }
    text.append("run", .heading)
    text.append(" of \(then.script.path), recorded \(then.date): \(counted(then.inputs.count, "input")), ")
    text.append("\(counted(then.results.count, "result")) (\(kinds.joined(separator: ", ")))")
    for version in versions {
      text.append("\n  version   \(version.then.joined()) then, \(version.now.joined()) now", .warning)
    }
    for input in inputs { text.append("\n  input     \(input.what)", .warning) }
    if let first = results.first {
      text.append("\n  first     \(first.what)", .warning)
      for line in first.then { text.append("\n    then    \(line)") }
      for line in first.now { text.append("\n    now     \(line)") }
      for other in results.dropFirst().prefix(Self.shownResults) {
        text.append("\n  also      \(other.what)", .warning)
      }
      if results.count > Self.shownResults + 1 {
        text.append("\n  and \(results.count - Self.shownResults - 1) more results", .warning)
      }
    } else {
      text.append("\nidentical: every result is the same to the bit")
    }
    return text
  }

  private static let shownResults = 8
}
