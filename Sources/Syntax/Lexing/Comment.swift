/// A comment, kept because documentation and cells live in them.
public struct Comment: Sendable {
  public enum Kind: Sendable, Equatable {
    /// `#` to the end of the line.
    case plain
    /// `##`: documents the function below.
    case documentation
    /// `# %%`: starts a cell, with the words after it.
    case cell(title: String)
    /// `# %% [markdown]`.
    case markdownCell(title: String)
  }

  public let kind: Kind
  public let span: Span
  /// Whether nothing else stands before it on its line.
  public let isAlone: Bool

  /// - Parameter text: the comment with its `#`.
  static func kind(of text: String) -> Kind {
    let body = text.dropFirst().drop { $0 == " " }
    if body.hasPrefix("%%") {
      let title = body.dropFirst(2).drop { $0 == " " }
      let trimmed = String(title).trimmed
      guard trimmed.hasPrefix("[markdown]") else { return .cell(title: trimmed) }
      return .markdownCell(title: String(trimmed.dropFirst("[markdown]".count)).trimmed)
    }
    return text.hasPrefix("##") ? .documentation : .plain
  }
}

extension String {
  /// Without blanks at both ends.
  public var trimmed: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" }
    var rest = self[...].drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(rest)
  }
}
