/// The words that are no names. (`by`, between the ends of a range and its step, is a name everywhere else.)
public enum Keyword: String, CaseIterable, Sendable {
  case and, or, not
  case `if`, `else`, `for`, `in`, `while`, fn, `return`, `break`, `continue`, `import`, `try`
  case `true`, `false`, `nil`
}
