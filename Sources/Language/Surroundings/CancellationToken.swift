import Synchronization
import Syntax

/// A request to stop, raised from another thread or a signal handler and polled by whoever works.
///
/// A first request lets work end at its next consistent point and return what it has; a second one abandons the call.
public final class CancellationToken: Sendable {
  private let requests = Atomic<Int>(0)

  public init() {}

  /// Asks for a stop. Safe to call from a signal handler.
  public func cancel() { requests.wrappingAdd(1, ordering: .relaxed) }

  /// Forgets all requests; called before the next statement runs.
  public func reset() { requests.store(0, ordering: .relaxed) }

  /// Whether a stop has been asked for.
  public var isCancelled: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Whether a stop has been asked for twice: leave at once.
  public var isAborted: Bool { requests.load(ordering: .relaxed) > 1 }
}

/// The user asked to stop.
public struct InterruptionError: Error {
  /// How to go on, where there is something to say of it.
  public let advice: String?

  public init(advice: String? = nil) { self.advice = advice }
}

extension InterruptionError: DiagnosticCause {
  public var diagnosticMessage: Message { Message("interrupted", hints: advice.map { [$0] } ?? []) }
}
