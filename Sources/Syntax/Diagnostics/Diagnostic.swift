/// An error or warning with its place: everything needed to draw it.
public struct Diagnostic: Sendable {
  public enum Severity: String, Sendable {
    case error, warning
  }

  public let severity: Severity
  public let message: Message
  public let location: Location?
  /// The calls that led there, innermost first.
  public let chain: CallChain

  public init(severity: Severity, message: Message, location: Location?, chain: CallChain = CallChain()) {
    self.severity = severity
    self.message = message
    self.location = location
    self.chain = chain
  }
}

/// A call on the way to an error: which function was called, and where.
public struct CallSite: Sendable {
  /// The function's name; nil for one written in place.
  public let function: String?
  public let location: Location?

  public init(function: String?, location: Location?) {
    self.function = function
    self.location = location
  }
}

/// The calls that led to an error, innermost first. Of a long chain only both ends are kept: a recursion that went too deep
/// leaves thousands.
public struct CallChain: Sendable {
  /// Calls kept at each end.
  private static let kept = 4
  public private(set) var inner: [CallSite] = []
  public private(set) var outer: [CallSite] = []
  /// Calls between the two ends.
  public private(set) var hiddenCount = 0

  public init() {}

  /// Adds the call around all so far.
  public mutating func append(_ call: CallSite) {
    guard inner.count == Self.kept else { return inner.append(call) }
    if outer.count == Self.kept {
      outer.removeFirst()
      hiddenCount += 1
    }
    outer.append(call)
  }
}

/// Why a program did not go on: the cause, its place, and the calls that led there.
public struct LocatedError: Error {
  /// When it came up.
  public enum Phase: Sendable {
    /// The text does not parse.
    case syntax
    /// A name or label is unknown; found before anything runs.
    case names
    /// While running.
    case running
    /// The user interrupted.
    case interrupted
  }

  public let phase: Phase
  public let cause: any Error
  public let location: Location?
  public var chain: CallChain

  public init(_ cause: any Error, at location: Location?, phase: Phase = .running) {
    self.cause = cause
    self.location = location
    self.phase = phase
    chain = CallChain()
  }

  public var message: Message { Message(describing: cause) }

  public var diagnostic: Diagnostic {
    Diagnostic(severity: .error, message: message, location: location, chain: chain)
  }
}
