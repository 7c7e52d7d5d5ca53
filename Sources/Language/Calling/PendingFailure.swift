import Synchronization
import Syntax

/// Something that went wrong without ending the call it happened in, as a training that met numbers that are not finite:
/// a script that takes no notice of it ends in an error.
public final class PendingFailure: Sendable {
  public let failure: LocatedError
  private let heard = Atomic<Bool>(false)

  public init(_ failure: LocatedError) { self.failure = failure }

  /// The program has asked how it went.
  public func hear() { heard.store(true, ordering: .relaxed) }

  public var isHeard: Bool { heard.load(ordering: .relaxed) }
}
