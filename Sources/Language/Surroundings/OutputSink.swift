import Syntax

/// Where everything goes that a program shows; the caller gives one, so that terminal, report and test are equals.
///
/// The evaluator calls it from the thread it runs on, one call at a time.
public protocol OutputSink: AnyObject, Sendable {
  /// Text of `print`, of `help` and of shown values; a newline is to follow it.
  func text(_ text: StyledText)
  /// Something to know that stops nothing.
  func warning(_ diagnostic: Diagnostic)
  /// A value that is more than text: a figure.
  func present(_ value: any Presentable)
  /// How far long work has come; a sink may drop any but the last of an activity.
  func progress(_ update: ProgressUpdate)
}

/// One report of work that takes a while.
public struct ProgressUpdate: Sendable, Equatable {
  /// What is being done, usually the built-in's name: `fit`.
  public var activity: String
  /// Steps done, of `total` when that is known.
  public var completed: Int
  public var total: Int?
  /// What one step is: `epoch`, `trial`.
  public var unit: String
  /// Named figures of this step as they are to be shown: `("train", "412.3")`.
  public var details: [(name: String, value: String)]
  /// Estimated seconds until the end.
  public var secondsLeft: Double?
  /// Whether this is the activity's last report.
  public var isLast: Bool
  /// Whether it tells how far the step under way has come, which is of use only in a line that renews itself.
  public var isPartial: Bool

  public init(
    activity: String, completed: Int, total: Int? = nil, unit: String, details: [(name: String, value: String)] = [],
    secondsLeft: Double? = nil, isLast: Bool = false, isPartial: Bool = false
  ) {
    self.activity = activity
    self.completed = completed
    self.total = total
    self.unit = unit
    self.details = details
    self.secondsLeft = secondsLeft
    self.isLast = isLast
    self.isPartial = isPartial
  }

  public static func == (left: ProgressUpdate, right: ProgressUpdate) -> Bool {
    left.activity == right.activity && left.completed == right.completed && left.total == right.total
      && left.unit == right.unit && left.secondsLeft == right.secondsLeft && left.isLast == right.isLast
      && left.isPartial == right.isPartial
      && left.details.elementsEqual(right.details, by: ==)
  }
}
