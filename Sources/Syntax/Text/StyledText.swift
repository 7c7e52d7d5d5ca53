/// Text whose runs say what they mean; a terminal turns meanings into colours, a page into classes, a pipe into nothing.
///
/// No escape code ever stands in a run: control characters other than newline and tab are replaced when text is appended,
/// so that neither a script nor a data file can steer the terminal.
public struct StyledText: Sendable, Equatable {
  /// What a run of text is.
  public enum Style: String, Sendable, CaseIterable {
    case plain, heading, name, number, string, keyword, comment, dim, error, warning, hint, place, marker, axis
  }

  public struct Run: Sendable, Equatable {
    public var text: String
    public var style: Style
  }

  public private(set) var runs: [Run] = []

  public init() {}

  public init(_ text: String, _ style: Style = .plain) { append(text, style) }

  /// The text without its styles.
  public var plain: String { runs.map(\.text).joined() }

  public var isEmpty: Bool { runs.isEmpty }

  public mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    let safe = Self.withoutControlCharacters(text)
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += safe
    } else {
      runs.append(Run(text: safe, style: style))
    }
  }

  public mutating func append(_ other: StyledText) {
    for run in other.runs { append(run.text, run.style) }
  }

  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.append(right)
    return sum
  }

  public static func += (left: inout StyledText, right: StyledText) { left.append(right) }

  /// Pieces one after another with `separator` between them.
  public static func joined(_ pieces: [StyledText], separator: String) -> StyledText {
    var whole = StyledText()
    for (index, piece) in pieces.enumerated() {
      if index > 0 { whole.append(separator) }
      whole.append(piece)
    }
    return whole
  }

  /// `text` with control characters shown as their picture (`␛` for escape), newline and tab kept.
  static func withoutControlCharacters(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard isControl(scalar) else {
        safe.append(scalar)
        continue
      }
      // U+2400 … U+2421 are the pictures of the C0 controls and of delete; the C1 controls have none.
      let picture = scalar.value < 0x20 ? 0x2400 + scalar.value : scalar.value == 0x7F ? 0x2421 : 0xFFFD
      safe.append(Unicode.Scalar(picture) ?? "?")
    }
    return String(safe)
  }
}

extension StyledText: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}
