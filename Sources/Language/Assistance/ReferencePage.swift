/// The reference of the language as Markdown, from the table of built-ins and the modules of the standard library.
public struct ReferencePage {
  /// A module with its functions.
  public struct ModuleEntry {
    let name: String
    let signatures: [Signature]

    public init(name: String, signatures: [Signature]) {
      self.name = name
      self.signatures = signatures
    }
  }

  private let table: BuiltinTable
  private let modules: [ModuleEntry]

  public init(table: BuiltinTable, modules: [ModuleEntry]) {
    self.table = table
    self.modules = modules
  }

  /// The page.
  public var markdown: String {
    var lines = ["# Reference", "", "Generated from the table of built-ins; `?name` shows the same at the prompt.", ""]
    for theme in table.themes {
      let rows = table.rows.filter { $0.theme == theme }
      lines.append(
        "- [\(theme.title)](#\(Self.anchor(theme.title))): " + rows.map { "`\($0.name)`" }.joined(separator: " "))
    }
    for module in modules {
      let names = module.signatures.map { "`\($0.name)`" }.joined(separator: " ")
      lines.append("- [Module `\(module.name)`](#module-\(module.name)): \(names)")
    }
    for theme in table.themes {
      lines += ["", "## \(theme.title)", "", theme.summary]
      for row in table.rows where row.theme == theme { lines += Self.entry(row) }
    }
    for module in modules {
      lines += ["", "## Module `\(module.name)`"]
      for signature in module.signatures { lines += Self.entry(signature, heading: signature.text) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func anchor(_ title: String) -> String { title.lowercased().replacing(" ", with: "-") }

  private static func entry(_ row: Builtin) -> [String] {
    guard let constant = row.constant else { return entry(Signature(row), heading: Signature(row).text) }
    return entry(Signature(row), heading: "\(row.name) = \(constant.printed)")
  }

  private static func entry(_ signature: Signature, heading: String) -> [String] {
    var lines = ["", "### `\(heading)`", "", signature.summary]
    if !signature.details.isEmpty { lines += ["", signature.details] }
    if !signature.parameters.isEmpty { lines.append("") }
    var group: String?
    for parameter in signature.parameters {
      if let heading = parameter.group, heading != group { lines += ["", "*\(heading)*", ""] }
      group = parameter.group
      lines.append(item(parameter))
    }
    if let result = signature.result { lines += ["", "Gives: \(result)"] }
    for example in signature.examples {
      lines += ["", "```", example.code + (example.shows.map { "  # \($0)" } ?? ""), "```"]
    }
    return lines
  }

  private static func item(_ parameter: Parameter) -> String {
    var notes: [String] = []
    if parameter.type != .any { notes.append(parameter.type.description) }
    if let unit = parameter.unit { notes.append("in \(unit)") }
    switch parameter.presence {
    case .required: break
    case .repeated: notes.append("any number of them")
    case .defaults(let value): notes.append("default `\(value.codeText ?? value.printed)`")
    case .computed(let code): notes.append("default `\(code)`")
    case .optional(let note): notes.append("left out: \(note)")
    }
    let names = ([parameter.label] + parameter.shortNames).map { "`\($0)`" }.joined(separator: ", ")
    let note = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    return "- \(names): \(parameter.summary)\(note)"
  }
}
