import Syntax

/// `try { … } else(error) { … }`.
final class AttemptCode: Code, @unchecked Sendable {
  private let block: Code
  /// Where the error goes, as a record.
  private let error: Place?
  private let otherwise: Code

  init(_ span: Span, _ block: Code, error: Place?, otherwise: Code) {
    self.block = block
    self.error = error
    self.otherwise = otherwise
    super.init(span)
  }

  override func evaluate(_ frame: Frame) throws -> Value { try attempt(frame) { try $0.evaluate(frame) } }

  override func run(_ frame: Frame) throws -> Signal { try attempt(frame) { try $0.run(frame) } }

  /// Does the block, and on an error what stands for it.
  private func attempt<Result>(_ frame: Frame, _ work: (Code) throws -> Result) throws -> Result {
    do {
      let count = frame.machine.pending.count
      let result = try work(block)
      try hear(since: count, frame)
      return result
    } catch {
      try take(error, frame)
      return try work(otherwise)
    }
  }

  /// What went wrong in the block without ending it is an error of the block.
  private func hear(since count: Int, _ frame: Frame) throws {
    let new = frame.machine.pending.dropFirst(count).filter { !$0.isHeard }
    new.forEach { $0.hear() }
    if let first = new.first { throw first.failure }
  }

  /// Keeps an error as a value. One that nobody may catch goes on: a jump out of a loop or function, Ctrl-C, and the
  /// limits that keep a program within its bounds.
  private func take(_ error: any Error, _ frame: Frame) throws {
    guard let located = error as? LocatedError, located.canBeCaught else { throw error }
    guard let place = self.error else { return }
    frame.store(.record(located.record), in: place)
  }
}

extension LocatedError {
  fileprivate var canBeCaught: Bool {
    if phase == .interrupted { return false }
    switch innermost {
    case is InterruptionError: return false
    case let error as ValueError:
      switch error {
      case .tooDeep, .stepLimit, .nestedTooDeeply, .tooLarge: return false
      default: return true
      }
    default: return true
    }
  }

  /// The cause below faults of arguments.
  private var innermost: any Error {
    var error = cause
    while let fault = error as? ArgumentFaultError { error = fault.cause }
    return error
  }

  /// What a program sees of it: `message`, `file`, `line`, `kind`.
  fileprivate var record: Record {
    let message = Message(describing: cause)
    let kind = (innermost as? any KindedError)?.kind ?? "other"
    return Record([
      ("message", .string(message.title)), ("file", .string(location?.source.name ?? "")),
      ("line", location.map { .integer($0.source.line(at: $0.span.start)) } ?? .nil), ("kind", .string(kind)),
    ])
  }
}
