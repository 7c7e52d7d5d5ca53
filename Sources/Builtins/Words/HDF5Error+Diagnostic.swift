import HDF5
import Language
import Syntax

extension HDF5Error: DiagnosticCause {
  public var diagnosticMessage: Message {
    guard case .noSuchObject(let available) = cause, let name = object?.split(separator: "/").last else {
      return Message(description)
    }
    return Message(
      description, hints: [Suggestion.hint(for: String(name), among: available, quote: "\"")].compactMap(\.self))
  }
}
