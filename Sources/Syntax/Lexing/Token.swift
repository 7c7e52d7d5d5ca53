/// A piece of program text that the grammar does not divide.
public struct Token: Sendable {
  public enum Kind: Sendable, Equatable {
    case name(String)
    case keyword(Keyword)
    case number(Double)
    /// An opening quote; text and interpolations follow up to `stringEnd`.
    case stringStart
    case stringText(String)
    /// `\(`; the tokens of an expression follow up to `interpolationEnd`.
    case interpolationStart
    case interpolationEnd
    case stringEnd
    case symbol(Symbol)
    /// Text that is no token; parsing stops when it gets there.
    case invalid(SyntaxError)
    case end
  }

  /// Operators and punctuation.
  public enum Symbol: String, CaseIterable, Sendable {
    case leftParenthesis = "(", rightParenthesis = ")", leftBracket = "[", rightBracket = "]"
    case leftBrace = "{", rightBrace = "}"
    case comma = ",", semicolon = ";", colon = ":", dot = "."
    case plus = "+", minus = "-", times = "*", divide = "/", remainder = "%", matmul = "@", power = "^"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case approximately = "≈", tilde = "~="
    case assign = "=", plusAssign = "+=", minusAssign = "-=", timesAssign = "*=", divideAssign = "/="
    case remainderAssign = "%=", matmulAssign = "@=", powerAssign = "^="
    case rangeTo = "..<", rangeThrough = "...", pipe = "|>"
    // Not ours; recognised so that an error can say what to write.
    case doubleStar = "**", doubleAmpersand = "&&", doubleBar = "||", bang = "!", arrow = "->", fatArrow = "=>"
    case leftArrow = "<-", colonAssign = ":=", doubleSlash = "//", increment = "++", question = "?"
    case dotTimes = ".*", dotDivide = "./", dotPower = ".^", ampersand = "&", bar = "|", unequal = "<>"
    case tildeAlone = "~", dollar = "$", backslash = "\\"
  }

  public let kind: Kind
  public let span: Span
  /// Whether a line break stands between it and the token before.
  public let startsLine: Bool
  /// Whether it stands against the token before, without a space.
  public let isAdjacent: Bool
}
