/// What there is to say of one hyperparameter, cost term or parameter.
struct Explanation: Sendable {
  enum Kind: String, Sendable { case hyperparameter, cost = "cost term", parameter }

  /// A hyperparameter's or cost term's name, or the path of a parameter with `*` for a session or direction.
  let name: String
  let kind: Kind
  /// What it is and what it is for.
  let what: String
  /// The equation it stands in.
  let equation: String
  /// What a larger value does; of a flag, true; of a choice, its second word.
  let more: String
  /// What a smaller value does; of a flag, false; of a choice, its first word.
  let less: String
  /// What to look at.
  let look: String

  init(
    _ kind: Kind, _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) {
    self.kind = kind
    self.name = name
    self.what = what
    self.equation = equation
    self.more = more
    self.less = less
    self.look = look
  }

  /// Whether it is about the parameter at `path`.
  func covers(_ path: String) -> Bool {
    guard kind == .parameter else { return false }
    // A session's name may hold slashes of its own.
    guard let star = name.firstIndex(of: "*") else { return name == path }
    let before = name[..<star], after = name[name.index(after: star)...]
    return path.count > before.count + after.count && path.hasPrefix(before) && path.hasSuffix(after)
  }
}

/// Every explanation there is: the texts stand by theme in `Texts/`.
enum ExplanationTable {
  static let rows: [Explanation] =
    sizes + cells + distributions + gamma + controller + optimisation + regularisation + costs + parameters

  /// What to type about every name that has an explanation, for help on it.
  static let topics: [String: String] = {
    let names = rows.map(\.name).filter { !$0.contains("*") } + ExplainRows.synonyms.keys
    return Dictionary(names.map { ($0, "`explain(\"\($0)\")` says what it is") }) { first, _ in first }
  }()

  /// The explanation of a hyperparameter or cost term, or of the parameter at a path.
  static func row(_ name: String) -> Explanation? {
    rows.first { $0.name == name } ?? rows.first { $0.covers(name) }
  }
}
