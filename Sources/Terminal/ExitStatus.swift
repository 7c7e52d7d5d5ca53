import Language
import Syntax

/// The program's exit statuses.
public enum ExitStatus {
  public static let fine: Int32 = 0
  /// The script failed; a misspelt name too, even where it is found before running.
  public static let failed: Int32 = 1
  /// Wrong flags, or text that does not parse.
  public static let usage: Int32 = 2
  public static let interrupted: Int32 = 130

  /// The status that tells of a failure.
  public static func of(_ failure: LocatedError) -> Int32 {
    switch failure.phase {
    case .syntax: usage
    case .names, .running: failed
    case .interrupted: interrupted
    }
  }
}
