import Language

/// The files that show what a session or a script came to.
public enum PageFormat: String, Sendable, CaseIterable {
  /// One page for any browser.
  case html
  /// A notebook of Jupyter.
  case ipynb

  /// What a transcript is in this format.
  ///
  /// - Parameters:
  ///   - stamp: words on when and with what it was made.
  ///   - isCancelled: asked before every entry, whose figures may take a while.
  /// - Throws: `Interruption` once it is so, or why a figure could not be encoded.
  public func text(
    of transcript: Transcript, stamp: String, isCancelled: () -> Bool = { false }
  ) throws -> String {
    switch self {
    case .html: try HTMLReport.page(transcript, stamp: stamp, isCancelled: isCancelled)
    case .ipynb: try JupyterNotebook.json(transcript, isCancelled: isCancelled)
    }
  }

  /// The format that the ending of a file's name asks for; nil where it asks for none.
  public static func asked(by path: String) -> PageFormat? {
    switch ending(of: path) {
    case "html", "htm": .html
    case "ipynb": .ipynb
    default: nil
    }
  }

  /// Makes sure that a file's name does not promise something else.
  public func check(_ path: String) throws(WrongEnding) {
    let asked = Self.asked(by: path)
    guard asked == self || asked == nil && !Self.others.contains(Self.ending(of: path)) else {
      throw WrongEnding(path: path, format: self)
    }
  }

  /// Endings of what readers open otherwise.
  private static let others: Set<String> = [
    "pdf", "svg", "png", "gp", "npy", "csv", "h5", "hdf5", "lfs", "md", "txt", "json",
  ]

  private static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }
}

/// A page or notebook under a name that promises something else.
public struct WrongEnding: DiagnosticCause, Equatable {
  let path: String
  let format: PageFormat

  public var diagnosticMessage: Message {
    let (kind, other) =
      format == .html ? ("a page", "`export` makes notebooks") : ("a notebook", "`report` makes pages")
    return Message(
      "'\(path)' is no name for \(kind)", expected: "a name that ends in .\(format.rawValue)", hints: [other])
  }
}
