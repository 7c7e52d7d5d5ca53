import Language
import Syntax
import Tensors
import Training

/// How a call of `fit` went, in the language.
final class FitReportHandle: Handle, Sendable {
  static let typeName = "fit report"

  let report: FitReport
  /// What there is to know besides, a sentence each.
  let remarks: [String]

  /// That the training ended ill, until somebody asks how it ended.
  private let pending: PendingFailure?

  init(_ report: FitReport, remarks: [String], pending: PendingFailure? = nil) {
    self.report = report
    self.remarks = remarks
    self.pending = pending
  }

  private static let summaries: [(String, String)] = [
    ("epochs", "epochs of this call"), ("steps", "training steps of the model's whole life"),
    ("stopped", "why it ended: learning_rate, epochs, cancelled or not_finite"),
    ("seconds", "how long it took"), ("best_epoch", "epoch of the lowest validation cost since the ramps were done"),
    ("best_cost", "that cost"), ("history", "costs, ramps and learning rate of every epoch, as a record of tensors"),
  ]

  var fields: [HandleField] { Self.summaries.map { HandleField($0.0, $0.1) } }

  func field(_ name: String) throws -> Value? {
    if name == "stopped" { pending?.hear() }
    return switch name {
    case "epochs": .integer(report.epochs.count)
    case "steps": .integer(report.steps)
    case "stopped": .string(reason)
    case "seconds": .number(report.seconds)
    case "best_epoch": report.bestEpoch.map(Value.integer) ?? .nil
    case "best_cost": .optional(report.bestCost)
    case "history": .record(EpochTable.record(report.epochs))
    default: nil
    }
  }

  private var reason: String {
    switch report.stopped {
    case .learningRate: "learning_rate"
    case .epochs: "epochs"
    case .cancelled: "cancelled"
    case .notFinite: "not_finite"
    }
  }

  var shortText: StyledText { StyledText("fit report, \(report.epochs.count) epochs, \(reason)") }

  func longText(columns: Int) -> StyledText {
    var text = StyledText("fit report", .heading)
    text.append("  \(report.epochs.count) epochs in \(Self.duration(report.seconds)), \(report.steps) steps in all\n")
    if let first = report.epochs.first, let last = report.epochs.last {
      text.append("  train  " + Self.cost(first.train.total) + " → " + Self.cost(last.train.total) + "  ")
      text.append(Self.curve(report.epochs.map(\.train.total), width: min(40, columns - 40)), .number)
      text.append("\n")
      if let from = first.valid, let to = last.valid {
        text.append("  valid  " + Self.cost(from.total) + " → " + Self.cost(to.total) + "  ")
        text.append(Self.curve(report.epochs.compactMap(\.valid?.total), width: min(40, columns - 40)), .number)
        text.append("\n")
      }
    }
    if let epoch = report.bestEpoch, let cost = report.bestCost {
      text.append("  best   " + Self.cost(cost) + " at epoch \(epoch), as `m.best`\n")
    }
    text.append("  \(sentence)")
    for remark in remarks { text.append("\n  \(remark)", .hint) }
    return text
  }

  private var sentence: String {
    switch report.stopped {
    case .learningRate: "stopped by the learning-rate rule"
    case .epochs: "all epochs asked for are done"
    case .cancelled: "interrupted; \(Self.advice)"
    case .notFinite(let stop):
      "the \(stop.quantity) was not a finite number at step \(stop.step); \(stop.keptText)"
    }
  }

  /// What to do after an interruption.
  static let advice = "`fit(m, data)` goes on from here, to the bit"

  static func cost(_ value: Double) -> String { NumberText.fixed(value, digits: 1) }

  /// `41 s`, `3 min 20 s`, `2 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 10 { return "\(NumberText.fixed(seconds, digits: 1)) s" }
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// A curve in one line of block characters, its values averaged into as many columns.
  static func curve(_ values: [Double], width: Int) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), width > 0 else { return "" }
    let blocks = Array("▁▂▃▄▅▆▇█")
    let columns = min(width, values.count)
    let characters = (0..<columns).map { column -> Character in
      let part = values[(values.count * column / columns)..<(values.count * (column + 1) / columns)].filter(\.isFinite)
      guard !part.isEmpty else { return " " }
      let mean = part.reduce(0, +) / Double(part.count)
      let level = high > low ? (mean - low) / (high - low) * Double(blocks.count - 1) : 0
      return blocks[Int(level.rounded())]
    }
    return String(characters)
  }
}
