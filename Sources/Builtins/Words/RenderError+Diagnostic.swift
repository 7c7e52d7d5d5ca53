import Language
import Plotting
import Syntax

extension RenderError: DiagnosticCause {
  public var diagnosticMessage: Message { Message(words) }
}

extension RenderError {
  /// One or two sentences: what happened, what to do.
  var words: String {
    switch self {
    case .missing(let program):
      "pictures are drawn by \(program.rawValue), which was not found; install it: \(program.installation)"
    case .unstartable(let program, let reason): "\(program.rawValue) could not be started: \(reason)"
    case .failed(let program, let complaint):
      complaint.isEmpty
        ? "\(program.rawValue) failed without saying why" : "\(program.rawValue) failed: \(complaint)"
    case .timedOut(let program, let limit):
      "\(program.rawValue) was still drawing after \(Self.seconds(limit)) and was stopped; plot fewer points"
    case .cancelled: "drawing was stopped"
    case .malformed(let program):
      "\(program.rawValue) wrote something that is not a picture; is the \(program.rawValue) found in PATH the real one?"
    case .unknownFormat(let name):
      name.isEmpty
        ? "the file name has no extension that says what to write; \(Self.offer)"
        : "figures are not written as '.\(name)'; \(Self.offer)"
    case .unwritable(let path, let reason): "'\(path)' cannot be written: \(reason)"
    }
  }

  private static let offer =
    "there are " + PictureFormat.allCases.map { "." + $0.fileExtension }.joined(separator: ", ")

  private static func seconds(_ duration: Duration) -> String {
    let value = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    return value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
  }
}

extension RenderError.Program {
  /// The command that brings the program on Debian and its kin.
  var installation: String {
    switch self {
    case .gnuplot: "apt install gnuplot-nox"
    case .chafa: "apt install chafa"
    }
  }
}
