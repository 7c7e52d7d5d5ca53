import Language

extension Theme {
  static let language = Theme("The session", "Show values, ask for help, check, measure.")
  static let collections = Theme("Lists and records", "Make, search, sort and change lists and records.")
  static let text = Theme("Text", "Take strings apart and put them together.")
}
