/// What a function is called with and what is known of it: the same for built-ins and for functions written in the language.
public struct Signature: Sendable {
  public let name: String
  public let parameters: [Parameter]
  public let summary: String
  public let details: String
  public let result: String?
  public let examples: [Example]

  public init(
    name: String, parameters: [Parameter], summary: String, details: String, result: String?, examples: [Example]
  ) {
    self.name = name
    self.parameters = parameters
    self.summary = summary
    self.details = details
    self.result = result
    self.examples = examples
  }

  public init(_ builtin: Builtin) {
    self.init(
      name: builtin.name, parameters: builtin.parameters, summary: builtin.summary, details: builtin.details,
      result: builtin.result, examples: builtin.examples)
  }

  /// `fit(m, data, epochs: …, seed: …)`: required arguments by place, the others by label.
  public var text: String { Self.text(name, parameters) }

  static func text(_ name: String, _ parameters: [Parameter]) -> String {
    let shown = parameters.count > 12 ? Array(parameters.prefix(6)) : parameters
    let items = shown.map { parameter -> String in
      switch parameter.presence {
      case .required: parameter.label
      case .repeated: "\(parameter.label), …"
      case .defaults(let value): "\(parameter.label): \(value.codeText ?? "…")"
      case .computed(let code): "\(parameter.label): \(code)"
      case .optional: "\(parameter.label): …"
      }
    }
    return "\(name)(" + (items + (shown.count < parameters.count ? ["…"] : [])).joined(separator: ", ") + ")"
  }
}
