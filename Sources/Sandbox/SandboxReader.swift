/// What a process apart can read: one row of the table that the program's `main` gives to `Sandbox.begin`.
public struct SandboxReader: Sendable {
  /// The word by which a process is started as this reader.
  public let kind: String
  /// The life of that process: answers what comes through the channel until the other side hangs up, then returns.
  let serve: @Sendable (Channel) -> Void

  public init(kind: String, serve: @escaping @Sendable (Channel) -> Void) {
    self.kind = kind
    self.serve = serve
  }
}
