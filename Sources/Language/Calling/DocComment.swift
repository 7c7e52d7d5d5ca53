import Syntax

/// The `##` lines above a function, read: the first paragraph is the summary, list items describe parameters, the result and
/// examples, everything else is details.
///
///     ## Fano factor of spike counts: variance over mean.
///     ##
///     ## - counts: one count a trial, tensor [trial, neuron]
///     ## - returns: tensor [neuron]
///     ## - example: fano_factor([[1, 2], [3, 4]]) => [1, 0.6666666666666666]
struct DocComment: Sendable {
  private(set) var summary = ""
  private(set) var details = ""
  private(set) var parameters: [String: String] = [:]
  private(set) var result: String?
  private(set) var examples: [Example] = []

  init(_ lines: [String]) {
    var paragraphs: [String] = [""]
    for line in lines {
      let text = line.trimmed
      if text.hasPrefix("- "), let colon = text.firstIndex(of: ":") {
        let label = String(text[text.index(text.startIndex, offsetBy: 2)..<colon]).trimmed
        read(label, String(text[text.index(after: colon)...]).trimmed)
      } else if text.isEmpty {
        if paragraphs.last != "" { paragraphs.append("") }
      } else if line.hasPrefix("    ") {
        // Indented lines are formulas: they keep their line breaks.
        paragraphs[paragraphs.count - 1] += (paragraphs.last == "" ? "" : "\n") + line.trimmedEnd
      } else {
        paragraphs[paragraphs.count - 1] += (paragraphs.last == "" ? "" : " ") + text
      }
    }
    summary = paragraphs[0]
    details = paragraphs.dropFirst().filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private mutating func read(_ label: String, _ text: String) {
    switch label {
    case "returns": result = text
    case "example":
      let parts = text.components(around: " => ")
      examples.append(Example(parts.0, shows: parts.1))
    default: parameters[label] = text
    }
  }
}

extension String {
  /// What stands before and after the last `separator`; all of it and nil where there is none.
  fileprivate func components(around separator: String) -> (String, String?) {
    guard let range = ranges(of: separator).last else { return (self, nil) }
    return (String(self[..<range.lowerBound]).trimmed, String(self[range.upperBound...]).trimmed)
  }
}

extension FunctionSyntax {
  /// What help, completion and errors know of the function.
  func signature(in source: SourceText) -> Signature {
    let comment = DocComment(documentation)
    let parameters = parameters.map { parameter -> Parameter in
      let presence: Parameter.Presence = parameter.initial.map { .computed(source.slice($0.span)) } ?? .required
      return Parameter(parameter.name, .any, presence, comment.parameters[parameter.name] ?? "")
    }
    return Signature(
      name: name ?? "fn", parameters: parameters, summary: comment.summary, details: comment.details,
      result: comment.result, examples: comment.examples)
  }
}
