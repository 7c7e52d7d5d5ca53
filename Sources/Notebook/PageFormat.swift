import Files
import Language
import Syntax

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
  /// - Throws: `InterruptionError` once it is so, or why a figure could not be encoded.
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
    let ending = FileName.ending(of: path)
    return allCases.first { $0.endings.contains(ending) }
  }

  /// Makes sure that a file's name does not promise something else.
  ///
  /// - Parameter others: how files in the other formats are made.
  public func check(_ path: String, others: String) throws(FileEndingError) {
    let ending = FileName.ending(of: path)
    guard endings.contains(ending) || !FileName.knownEndings.contains(ending) else {
      throw FileEndingError(path: path, format: self, others: others)
    }
  }

  private var endings: [String] { self == .html ? ["html", "htm"] : ["ipynb"] }
}

/// A page or notebook under a name that promises something else.
public struct FileEndingError: DiagnosticCause, Equatable {
  let path: String
  let format: PageFormat
  let others: String

  public var diagnosticMessage: Message {
    Message(
      "'\(path)' is no name for a \(format == .html ? "page" : "notebook")",
      expected: "a name that ends in .\(format.rawValue)", hints: [others])
  }
}
