/// One parameter of a built-in or of a function written in the language.
public struct Parameter: Sendable {
  public let label: String
  /// Other labels it answers to: `factors` for `factors_dim`.
  public let shortNames: [String]
  public let type: ParameterType
  /// Unit of its number, for help and errors: `s`, `bins`.
  public let unit: String?
  public let presence: Presence
  /// One line without a full stop.
  public let summary: String
  /// Heading under which help lists it, where a built-in has many.
  public let group: String?
  /// Whether it is given by its label only: where there are dozens, a place says nothing.
  public private(set) var needsLabel = false

  /// Whether it must be given.
  public enum Presence: Sendable {
    case required
    /// Takes this value when left out.
    case defaults(Value)
    /// Takes the value of this code when left out, worked out in the function itself.
    case computed(String)
    /// May be left out; what happens then is for the body, and help says this.
    case optional(String)
    /// Takes every further value given by place; must stand last among those given by place.
    case repeated
  }

  public init(
    _ label: String, _ type: ParameterType, _ presence: Presence = .required, unit: String? = nil,
    short shortNames: [String] = [], group: String? = nil, _ summary: String
  ) {
    self.label = label
    self.shortNames = shortNames
    self.type = type
    self.unit = unit
    self.presence = presence
    self.summary = summary
    self.group = group
  }

  /// A parameter that must be given.
  public init(_ label: String, _ type: ParameterType, _ summary: String) {
    self.init(label, type, .required, summary)
  }

  /// The same, given by its label only.
  public func byLabelOnly() -> Parameter {
    var parameter = self
    parameter.needsLabel = true
    return parameter
  }

  public var isRequired: Bool {
    if case .required = presence { true } else { false }
  }

  public var isRepeated: Bool {
    if case .repeated = presence { true } else { false }
  }

  /// Whether an argument labelled `label` is meant for it.
  public func answers(to label: String) -> Bool { self.label == label || shortNames.contains(label) }
}

/// A heading of the reference page under which built-ins stand.
public struct Theme: Sendable, Hashable {
  public let title: String
  /// One line under the heading.
  public let summary: String

  public init(_ title: String, _ summary: String) {
    self.title = title
    self.summary = summary
  }

  public static func == (left: Theme, right: Theme) -> Bool { left.title == right.title }
  public func hash(into hasher: inout Hasher) { hasher.combine(title) }
}

/// Lines of code that show a built-in at work; a test runs every one.
public struct Example: Sendable, Equatable {
  public let code: String
  /// What the last value prints as, when it is short and always the same.
  public let shows: String?

  public init(_ code: String, shows: String? = nil) {
    self.code = code
    self.shows = shows
  }
}

/// One row of the table of built-ins: everything lookup, argument checking, help, completion and the reference read.
///
/// A row is a function, or a constant like `pi`.
public final class Builtin: Sendable {
  public let name: String
  public let theme: Theme
  /// One sentence.
  public let summary: String
  /// Further paragraphs for the whole page; may be empty.
  public let details: String
  public let parameters: [Parameter]
  /// What it gives back: `tensor [trial, time, neuron], spikes per bin`; nil when it gives nil.
  public let result: String?
  public let examples: [Example]
  public let body: @Sendable (Call) throws -> Value
  /// What the name stands for where it is no function.
  public let constant: Value?
  /// Places of the parameters that take the name of a file.
  let pathParameters: [Int]

  public init(
    _ name: String, _ theme: Theme, _ summary: String, details: String = "", parameters: [Parameter] = [],
    result: String?, examples: [Example], body: @escaping @Sendable (Call) throws -> Value
  ) {
    self.name = name
    self.theme = theme
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.result = result
    self.examples = examples
    self.body = body
    constant = nil
    pathParameters = parameters.indices.filter { parameters[$0].type.isPath }
  }

  /// A name for a value.
  public init(constant: Value, _ name: String, _ theme: Theme, _ summary: String, examples: [Example]) {
    self.name = name
    self.theme = theme
    self.summary = summary
    self.examples = examples
    self.constant = constant
    details = ""
    parameters = []
    result = nil
    pathParameters = []
    body = { _ in constant }
  }

  /// What the name means in a program.
  public var value: Value { constant ?? .function(.builtin(self)) }
}
