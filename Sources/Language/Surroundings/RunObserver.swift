import Syntax

/// Takes note of what a program reads, writes and comes to, and may say where its files really lie: given by who records
/// a run, or repeats one beside the files of the first.
///
/// Called from the thread that evaluates.
public protocol RunObserver: AnyObject, Sendable {
  /// A built-in is called; what it shows from now on comes from there.
  func callBegan(at location: Location?)
  /// A file is about to be read, if it exists.
  /// - Returns: the path to read in its place.
  func willRead(_ path: String) -> String
  /// A file, a directory or several files whose names begin so are about to be written.
  /// - Returns: the path to write in its place.
  func willWrite(_ path: String) -> String
  /// What the program calls a path that it was given in place of another: it is to see the same in every run.
  func original(_ path: String) -> String
  /// Directories in which a name is looked for, in order.
  /// - Returns: those to look in instead.
  func places(_ directories: [String]) -> [String]
  /// Data that come from no file of the user's.
  func didMake(_ name: String, fingerprint: String)
  /// Something came out that is neither shown nor a file.
  func came(_ result: RunResult)
}

/// Something a run came to, to be compared with what another run came to.
public struct RunResult: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Text that was shown.
    case printed
    case figure
    /// A model, as a training left it.
    case model
    /// A file, or a directory with all that is in it.
    case file
    /// The error in which the run ended.
    case error
  }

  public let kind: Kind
  /// What it is: a path, a model's name; empty for text.
  public let name: String
  /// Where in the program it came up: `train.lfs:12`; empty where that is not known.
  public let place: String
  /// What it is made of, a property each: the lines of a text, `name value` of everything else.
  public let lines: [String]

  public init(_ kind: Kind, name: String = "", place: String = "", lines: [String]) {
    self.kind = kind
    self.name = name
    self.place = place
    self.lines = lines
  }
}
