import Syntax

/// What is known of a name, as text: `?name` in short, `??name` the whole page.
extension Interpreter {
  public enum HelpLength: Sendable {
    /// Signature, summary, the first parameters, one example.
    case short
    /// Everything; the source of a function written in the language.
    case page
  }

  /// Help on a name, a dotted name (`textbook.gru`) or a word or operator of the language.
  /// - Throws: `LocatedError` of phase `names` that suggests what was meant.
  public func help(_ name: String, _ length: HelpLength) throws -> StyledText {
    if let text = LanguageHelp.text(name) { return text }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1, self[name] == nil, let row = machine.table[name], let constant = row.constant {
      return StyledText(name, .heading) + StyledText(" is \(constant.printed)\n\(row.summary)")
    }
    guard var value = try meaning(of: parts[0]) else {
      if let advice = machine.table.topics[name] {
        throw LocatedError(NameError.topic(name, advice: advice), at: nil, phase: .names)
      }
      throw LocatedError(NameError.unknown(parts[0], near: visibleNames + LanguageHelp.words), at: nil, phase: .names)
    }
    for part in parts.dropFirst() {
      do { value = try value.field(part) } catch { throw LocatedError(error, at: nil, phase: .names) }
    }
    return help(on: value, name: name, length)
  }

  /// Help on a value: a function's page, or what kind of value it is and which fields it has.
  public func help(on value: Value, name: String?, _ length: HelpLength) -> StyledText {
    switch value {
    case .function(.builtin(let builtin)): return HelpPage(Signature(builtin)).text(length)
    case .function(.closure(let closure)):
      let page = HelpPage(closure.code.signature).text(length)
      guard length == .page else { return page }
      let source = closure.definition.source.slice(closure.definition.span)
      return page + "\n\n" + StyledText("# \(closure.definition.text)", .comment) + "\n" + StyledText(source)
    case .handle(let handle):
      var lines = [
        StyledText("\(name ?? "it") is \(ParameterType.handle(value.typeName).description): ") + handle.shortText
      ]
      let width = handle.fields.map(\.name.count).max() ?? 0
      for field in handle.fields {
        let gap = String(repeating: " ", count: width - field.name.count + 2)
        lines.append(StyledText("  .") + StyledText(field.name, .name) + StyledText(gap + field.summary, .dim))
      }
      return .joined(lines, separator: "\n")
    default:
      return StyledText("\(name ?? "it") is ") + value.shortText(columns: 60)
    }
  }
}

/// A function's help, laid out.
struct HelpPage {
  private let signature: Signature
  /// Parameters that the short form lists.
  private static let shownParameters = 10

  init(_ signature: Signature) { self.signature = signature }

  func text(_ length: Interpreter.HelpLength) -> StyledText {
    var paragraphs = [[StyledText(signature.text, .heading)]]
    if !signature.summary.isEmpty { paragraphs[0].append(StyledText(signature.summary)) }
    if length == .page, !signature.details.isEmpty { paragraphs.append([StyledText(signature.details)]) }
    paragraphs.append(parameterLines(length))
    if let result = signature.result { paragraphs.append([StyledText("gives  ", .dim) + StyledText(result)]) }
    let examples = length == .page ? signature.examples : Array(signature.examples.prefix(1))
    paragraphs.append(
      examples.map { example in
        let shown = example.shows.map { StyledText("  # \($0)", .comment) } ?? StyledText()
        return StyledText("  " + example.code.replacing("\n", with: "\n  ")) + shown
      })
    return .joined(
      paragraphs.filter { !$0.isEmpty }.map { .joined($0, separator: "\n") }, separator: length == .page ? "\n\n" : "\n"
    )
  }

  private func parameterLines(_ length: Interpreter.HelpLength) -> [StyledText] {
    let all = signature.parameters.filter { length == .page || !$0.summary.isEmpty || $0.type != .any }
    let shown = length == .page ? all : Array(all.prefix(Self.shownParameters))
    let width = shown.map { Self.name($0).count }.max() ?? 0
    var lines: [StyledText] = []
    var group: String?
    for parameter in shown {
      if parameter.group != group, let heading = parameter.group {
        lines.append(StyledText("  \(heading)", .dim))
      }
      group = parameter.group
      lines.append(Self.line(parameter, width: width))
    }
    if shown.count < all.count {
      lines.append(StyledText("  … \(all.count - shown.count) more: ??\(signature.name)", .dim))
    }
    return lines
  }

  private static func name(_ parameter: Parameter) -> String {
    ([parameter.label] + parameter.shortNames).joined(separator: ", ")
  }

  private static func line(_ parameter: Parameter, width: Int) -> StyledText {
    let name = name(parameter)
    var notes: [String] = []
    if parameter.type != .any {
      notes.append(parameter.type.shortDescription + (parameter.unit.map { " (\($0))" } ?? ""))
    }
    switch parameter.presence {
    case .required: break
    case .repeated: notes.append("any number of them")
    case .defaults(let value): notes.append("default \(value.codeText ?? value.printed)")
    case .computed(let code): notes.append("default \(code)")
    case .optional(let note): notes.append(note)
    }
    let gap = String(repeating: " ", count: width - name.count + 2)
    let note = notes.isEmpty ? StyledText() : StyledText("  [\(notes.joined(separator: "; "))]", .dim)
    return StyledText("  ") + StyledText(name, .name) + StyledText(gap + parameter.summary) + note
  }
}
