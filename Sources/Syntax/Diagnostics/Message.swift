/// The words of an error or warning, without place: what is wrong, what was expected and found, what to do.
public struct Message: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// One sentence without a full stop: ``there is no function `smoth` ``.
  public var title: String
  public var expected: String?
  public var found: String?
  /// What to type instead, each a line: ``did you mean `smooth`?``.
  public var hints: [String]

  public init(_ title: String, expected: String? = nil, found: String? = nil, hints: [String] = []) {
    self.title = title
    self.expected = expected
    self.found = found
    self.hints = hints
  }

  public init(stringLiteral title: String) { self.init(title) }
}

/// An error that has words. Rooms below throw causes without; their sentences are added by extensions in
/// `*+Diagnostic.swift` files.
public protocol DiagnosticCause: Error {
  var diagnosticMessage: Message { get }
}

/// An error of a kind that programs tell apart: `value`, `argument`, `name`, `file`, `fail`; all others are `other`.
public protocol KindedError: Error {
  var kind: String { get }
}

/// A cause that is nothing but its words, for errors that occur in one place only.
public struct RefusalError: DiagnosticCause, KindedError, Equatable {
  public let diagnosticMessage: Message
  public let kind: String

  public init(_ message: Message, kind: String = "other") {
    diagnosticMessage = message
    self.kind = kind
  }
}

/// A cause that lies in one argument of a call; the evaluator puts the carets under it.
public struct ArgumentFaultError: DiagnosticCause {
  /// The label of the guilty parameter.
  public let label: String
  public let cause: any Error

  public init(label: String, cause: any Error) {
    self.label = label
    self.cause = cause
  }

  public var diagnosticMessage: Message { Message(describing: cause) }
}

extension Message {
  /// The words of any error: its own if it has some.
  public init(describing error: any Error) {
    if let cause = error as? any DiagnosticCause {
      self = cause.diagnosticMessage
    } else {
      self.init(String(describing: error))
    }
  }
}
