import Language
import Syntax

/// One entry of a session: what was typed and what came of it.
public struct SessionCell: Sendable {
  /// Number in the session, from 1.
  public let number: Int
  public let text: String
  public let result: CellResult
}

/// What came of running a text.
public struct CellResult: Sendable {
  /// The value of its last statement; nil when it has none or failed.
  public let value: Value
  /// Everything it showed, in order.
  public let outputs: [CellOutput]
  /// Why it did not run to its end.
  public let failure: LocatedError?
  public let seconds: Double

  /// Warnings in order, and the error if it ended in one.
  public var diagnostics: [Diagnostic] {
    let warnings = outputs.compactMap { if case .warning(let diagnostic) = $0 { diagnostic } else { nil } }
    return warnings + [failure?.diagnostic].compactMap(\.self)
  }
}

/// Something a program showed.
public enum CellOutput: Sendable {
  /// Printed text, without its last newline.
  case text(StyledText)
  /// The value of a statement, as the prompt shows it.
  case value(StyledText)
  case figure(any Presentable)
  case warning(Diagnostic)
}
