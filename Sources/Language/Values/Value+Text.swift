import Syntax
import Tensors

/// Values as text.
extension Value {
  /// Who reads the text, which decides how precisely numbers are written and how much is shown.
  public enum Reader: Sendable {
    /// `print` and string interpolation: numbers so that they read back, strings bare.
    case output
    /// The prompt: numbers rounded to 6 digits, strings quoted.
    case prompt

    var precision: Tensor.Precision {
      switch self {
      case .output: .exact
      case .prompt: .digits(6)
      }
    }
  }

  /// Items of a list and fields of a record that are shown before the rest becomes a count, and how many of them may
  /// stand within each other.
  private static let shownItems = 24

  /// What may still be written of a value whose parts are values again: a list can hold itself many times over.
  private struct Room {
    var levels = 24
    var pieces = 20_000
  }

  /// The text `print` writes.
  public var printed: String { text(for: .output, columns: 80).plain }

  /// The text for a reader, in lines of about `columns` characters where that can be chosen.
  public func text(for reader: Reader, columns: Int) -> StyledText {
    switch self {
    case .string(let string):
      return reader == .output ? StyledText(string) : StyledText(Self.quoted(string), .string)
    case .tensor(let tensor): return StyledText(tensor.text(reader.precision))
    case .handle(let handle): return reader == .prompt ? handle.longText(columns: columns) : handle.shortText
    case .record(let record):
      let line = inner(reader)
      let fits = !line.contains("\n") && DisplayWidth.of(line) <= columns
      return fits ? StyledText(line) : Self.table(record, reader, columns: columns)
    case .number: return StyledText(inner(reader), reader == .prompt ? .number : .plain)
    case .bool, .nil: return StyledText(inner(reader), reader == .prompt ? .keyword : .plain)
    default: return StyledText(inner(reader))
    }
  }

  /// In one line, as an item of something else.
  private func inner(_ reader: Reader) -> String {
    var room = Room()
    return inner(reader, &room)
  }

  private func inner(_ reader: Reader, _ room: inout Room) -> String {
    room.pieces -= 1
    guard room.pieces > 0, room.levels > 0 else { return "…" }
    room.levels -= 1
    defer { room.levels += 1 }
    switch self {
    case .nil: return "nil"
    case .number(let number):
      return reader == .output ? NumberText.shortest(number) : NumberText.rounded(number)
    case .bool(let bool): return bool ? "true" : "false"
    case .string(let string): return Self.quoted(string)
    case .tensor(let tensor):
      return tensor.isShownWhole ? tensor.literalText(reader.precision) : Self.shortText(tensor)
    case .list(let items):
      let shown = items.prefix(Self.shownItems).map { $0.inner(reader, &room) }
      let rest = items.count > Self.shownItems ? ["… \(items.count - Self.shownItems) more"] : []
      return "[" + (shown + rest).joined(separator: ", ") + "]"
    case .record(let record):
      let shown = record.fields.prefix(Self.shownItems).map { "\(LiteralText.key($0)): \($1.inner(reader, &room))" }
      let rest = record.count > Self.shownItems ? ["… \(record.count - Self.shownItems) more"] : []
      return "{" + (shown + rest).joined(separator: ", ") + "}"
    case .range(let range): return range.text
    case .function(let function): return function.name == nil ? function.signatureText : "fn \(function.signatureText)"
    case .handle(let handle): return handle.shortText.plain
    }
  }

  /// A record too wide for a line: one field a line, names aligned.
  private static func table(_ record: Record, _ reader: Reader, columns: Int) -> StyledText {
    let width = record.keys.map { LiteralText.key($0).count }.max() ?? 0
    var lines = [StyledText("record of \(record.count) fields", .dim)]
    for (key, value) in record.fields {
      let name = LiteralText.key(key)
      var text = value.inner(reader)
      let room = max(columns - width - 4, 20)
      if text.count > room { text = String(text.prefix(room - 1)) + "…" }
      lines.append(
        StyledText("  ") + StyledText(name, .name) + StyledText(String(repeating: " ", count: width - name.count + 2))
          + StyledText(text))
    }
    return .joined(lines, separator: "\n")
  }

  /// `tensor [trial: 200, 100] of float`.
  private static func shortText(_ tensor: Tensor) -> String {
    "tensor \(tensor.layout) of \(tensor.elementType.rawValue)"
  }

  /// A few words for a list of names: the literal where that is short, else type and size.
  public func shortText(columns: Int) -> StyledText {
    switch self {
    case .handle(let handle): return handle.shortText
    case .tensor(let tensor) where !tensor.isShownWhole: return StyledText(Self.shortText(tensor))
    default: break
    }
    let text = inner(.prompt)
    if text.count <= columns, !text.contains("\n") { return StyledText(text) }
    return switch self {
    case .list(let items): StyledText("list of \(items.count)")
    case .record(let record): StyledText("record of \(record.count) fields")
    default: StyledText(String(text.prefix(max(columns - 1, 1))) + "…")
    }
  }

  /// As an error says what it found: `the string "a"`, `a tensor [3, 4]`.
  public var foundText: String {
    switch self {
    case .nil: "nil"
    case .number(let number): "the number \(NumberText.shortest(number))"
    case .bool(let bool): bool ? "true" : "false"
    case .string(let string):
      string.count > 40
        ? "the string \(Self.quoted(String(string.prefix(40)) + "…"))" : "the string \(Self.quoted(string))"
    case .tensor(let tensor):
      tensor.elementType == .bool ? "a mask \(tensor.layout)" : "a tensor \(tensor.layout)"
    case .list(let items): "a list of \(items.count) \(items.count == 1 ? "item" : "items")"
    case .record(let record): "a record of \(record.count) \(record.count == 1 ? "field" : "fields")"
    case .range(let range): "the range \(range.text)"
    case .function(let function): "the function \(function.signatureText)"
    case .handle: typeName.withArticle
    }
  }

  /// As source code that reads back to an equal value; nil where there is none.
  public var codeText: String? {
    switch self {
    case .nil: return "nil"
    case .number(let number): return number.isFinite ? NumberText.shortest(number) : nil
    case .bool(let bool): return bool ? "true" : "false"
    case .string(let string): return Self.quoted(string)
    case .tensor(let tensor):
      let holdsCode = tensor.count > 0 && tensor.rank > 0 && tensor.doubles.allSatisfy(\.isFinite)
      return holdsCode && tensor.elementType != .float ? tensor.literalText() : nil
    case .list(let items):
      let texts = items.compactMap(\.codeText)
      return texts.count == items.count ? "[" + texts.joined(separator: ", ") + "]" : nil
    case .record(let record):
      let texts = record.fields.compactMap { key, value in value.codeText.map { "\(LiteralText.key(key)): \($0)" } }
      return texts.count == record.count ? "{" + texts.joined(separator: ", ") + "}" : nil
    case .range(let range): return range.text
    case .function(.builtin(let builtin)): return builtin.name
    case .function(.closure), .handle: return nil
    }
  }

  /// `text` as a string literal on one line.
  public static func quoted(_ text: String) -> String { LiteralText.quoted(text) }
}

extension RangeValue {
  /// As source: `0..<10`, `0...1 by 0.1`.
  public var text: String {
    let ends =
      (lower.map(NumberText.shortest) ?? "") + (includesUpper ? "..." : "..<")
      + (upper.map(NumberText.shortest) ?? "")
    return step == 1 ? ends : "\(ends) by \(NumberText.shortest(step))"
  }
}
