/// Why a figure could not be drawn.
public enum RenderError: Error, Equatable, Sendable {
  /// A program that draws; each is a package of its own name.
  public enum Program: String, Sendable { case gnuplot, chafa }

  /// The program is not installed, or not where it was said to be.
  case missing(Program)
  /// The program could not be started: the system's reason.
  case unstartable(Program, reason: String)
  /// The program ended with a complaint: what it wrote, at most some lines of it.
  case failed(Program, complaint: String)
  /// The program did not finish in time and was ended.
  case timedOut(Program, after: Duration)
  /// The caller asked to stop.
  case cancelled
  /// The program ended well, but what it wrote is not what was asked for.
  case malformed(Program)
  /// No picture format has this file name extension (without its dot).
  case unknownFormat(String)
  /// The file could not be written: the system's reason.
  case unwritable(path: String, reason: String)
}
