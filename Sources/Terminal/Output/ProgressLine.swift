import Language

/// One line about work that takes a while: `fit  epoch 12/50  train 412.3  valid 420.1  3 min left`.
struct ProgressLine {
  let update: ProgressUpdate

  /// The line, cut to `columns` cells where a number is given.
  func text(columns: Int? = nil) -> String {
    var parts = [update.activity]
    parts.append("\(update.unit) \(update.completed)" + (update.total.map { "/\($0)" } ?? ""))
    parts += update.details.map { "\($0.name) \($0.value)" }
    if let seconds = update.secondsLeft, !update.isLast { parts.append(Self.duration(seconds) + " left") }
    let line = parts.joined(separator: "  ")
    return columns.map { CandidateList.clipped(line, to: $0) } ?? line
  }

  /// A duration in the unit that suits it: `8 s`, `3 min`, `1 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "very long" }
    let whole = Int(seconds.rounded(.up))
    if whole < 100 { return "\(whole) s" }
    let minutes = (whole + 30) / 60
    if minutes < 60 { return "\(minutes) min" }
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
