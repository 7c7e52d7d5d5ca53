import Syntax

/// Every built-in of the program. Lookup, argument checking, help, completion, the reference and the test that runs every
/// example all read it.
public final class BuiltinTable: Sendable {
  /// The rows, in the order given.
  public let rows: [Builtin]
  /// What to type to learn of names that stand for no value, by name: those of hyperparameters, say.
  let topics: [String: String]
  private let byName: [String: Builtin]

  /// - Precondition: names are unique.
  public init(_ rows: [Builtin], topics: [String: String] = [:]) {
    self.rows = rows
    self.topics = topics
    byName = Dictionary(rows.map { ($0.name, $0) }) { first, _ in
      preconditionFailure("two built-ins are called \(first.name)")
    }
  }

  public subscript(name: String) -> Builtin? { byName[name] }

  public var names: [String] { rows.map(\.name) }

  /// The function that alone has a parameter of that label among those in groups, as hyperparameters are; nil where none
  /// or several have one.
  func onlyOwner(of label: String) -> String? {
    let owners = rows.filter { $0.parameters.contains { $0.group != nil && $0.answers(to: label) } }
    return owners.count == 1 ? owners[0].name : nil
  }

  /// The themes in the order of their first row.
  public var themes: [Theme] {
    var seen: Set<Theme> = []
    return rows.map(\.theme).filter { seen.insert($0).inserted }
  }

  /// What is wrong with the rows themselves, each a sentence; empty for a table fit to publish.
  public func problems() -> [String] {
    rows.flatMap { row in
      var found: [String] = []
      func require(_ condition: Bool, _ problem: String) {
        if !condition { found.append("\(row.name): \(problem)") }
      }
      require(row.name.isSnakeCase, "its name is not snake_case")
      require(Keyword(rawValue: row.name) == nil, "its name is a word of the language")
      require(row.summary.isSentence, "its summary is no sentence: \(row.summary)")
      require(!row.examples.isEmpty, "it has no example")
      var labels: Set<String> = []
      for parameter in row.parameters {
        for label in [parameter.label] + parameter.shortNames {
          require(labels.insert(label).inserted, "two parameters answer to \(label)")
          require(label.isSnakeCase, "the label \(label) is not snake_case")
        }
        require(!parameter.summary.isEmpty, "the parameter \(parameter.label) has no summary")
        require(!parameter.summary.hasSuffix("."), "the summary of \(parameter.label) ends in a full stop")
        if case .defaults(let value) = parameter.presence {
          require(value.isNil || parameter.type.accepts(value), "the default of \(parameter.label) is not of its type")
        }
      }
      require(row.parameters.filter(\.isRepeated).count <= 1, "it has two repeated parameters")
      return found
    }
  }
}

extension String {
  /// Lower-case letters, digits and underscores, starting with a letter.
  var isSnakeCase: Bool {
    first?.isLetter == true && allSatisfy { $0 == "_" || $0.isNumber || ($0.isLetter && $0.isLowercase && $0.isASCII) }
  }

  /// Starts with a capital or a digit and ends with a full stop.
  var isSentence: Bool { hasSuffix(".") && first.map { !$0.isLowercase } == true }
}
