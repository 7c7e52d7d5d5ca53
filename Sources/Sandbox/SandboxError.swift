/// Why a process apart gives no answer. What was read in it, and what that says of a file, its owner knows.
public enum SandboxError: Error, Equatable, Sendable {
  /// It could not be started: the system's error number.
  case notStarted(Int32)
  /// The user did not wait for the end of the reading.
  case interrupted
  /// It used up the processor time it was granted: it goes in circles.
  case outOfProcessorTime
  /// It took too long, whatever it waited for.
  case outOfTime
  /// It crashed, ended by itself, or answered what makes no sense.
  case crashed
}
