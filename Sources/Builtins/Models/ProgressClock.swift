import Synchronization

/// Lets progress through at most ten times a second, from any thread, and always the last.
public final class ProgressClock: Sendable {
  private let start = SteadyClock.seconds()
  private let last = Mutex<Double>(0)

  public init() {}

  /// Seconds since the start if a report is due.
  public func due(done: Int, total: Int) -> Double? {
    let elapsed = SteadyClock.seconds() - start
    return last.withLock { last in
      guard done == total || elapsed - last >= 0.1 else { return nil }
      last = elapsed
      return elapsed
    }
  }
}
