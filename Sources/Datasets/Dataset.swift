import Synchronization

/// One or more sessions that one model is trained on: equal trials in time, each session with channels of its own.
public final class Dataset: Sendable {
  public let name: String
  /// In the order of their names; at least one.
  public let sessions: [Session]
  private let digest = Mutex<String?>(nil)

  /// - Throws: `extent` and `repeatedSession` where the sessions do not go together.
  public init(name: String, sessions: [Session]) throws(DatasetError) {
    precondition(!sessions.isEmpty, "a data set has a session")
    self.name = name
    self.sessions = sessions
    let first = sessions[0]
    var names: Set<String> = []
    for session in sessions {
      func check(_ axis: String, _ found: Int, _ expected: Int) throws(DatasetError) {
        guard found == expected else {
          throw DatasetError(
            file: name, object: session.name,
            cause: .extent(axis: axis, found: found, expected: expected, of: "session '\(first.name)'"))
        }
      }
      guard names.insert(session.name).inserted else {
        throw DatasetError(file: name, cause: .repeatedSession(session.name))
      }
      try check("time", session.bins, first.bins)
      try check("input", session.inputs, first.inputs)
      if let dt = first.dt, let other = session.dt, abs(dt - other) > 1e-9 * dt {
        throw DatasetError(file: name, object: session.name, cause: .binWidth(given: other, file: dt))
      }
      if let ours = session.alignment, let theirs = first.alignment {
        try check("factor", ours.factors, theirs.factors)
      }
    }
  }

  /// Time steps of a trial, T.
  public var bins: Int { sessions[0].bins }
  /// Width of the external input; 0 without.
  public var inputs: Int { sessions[0].inputs }
  public var trials: Int { sessions.reduce(0) { $0 + $1.trials } }
  /// Seconds of a bin, where known.
  public var dt: Double? { sessions.lazy.compactMap(\.dt).first }
  public var hasValidation: Bool { sessions.contains { $0.valid != nil } }

  /// A session by its name.
  public func session(named name: String) -> Session? { sessions.first { $0.name == name } }

  /// A data set of one of the sessions alone.
  public func only(_ session: Session) -> Dataset {
    // One session always goes together with itself.
    Dataset(unchecked: name, session: session)
  }

  private init(unchecked name: String, session: Session) {
    self.name = name
    sessions = [session]
  }

  /// SHA-256, in hexadecimal, of what a model sees: names and extents of the sessions, observations, external inputs
  /// and alignment. Computed when first asked for.
  public var fingerprint: String {
    digest.withLock { digest in
      if let digest { return digest }
      let made = makeFingerprint()
      digest = made
      return made
    }
  }
}
