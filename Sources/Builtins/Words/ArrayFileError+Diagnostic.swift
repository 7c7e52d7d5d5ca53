import Interchange
import Language
import Syntax

extension ArrayFileError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .hdf5(let error): error.diagnosticMessage
    case .unknownName(let name, let available):
      Message(
        description, hints: [Suggestion.hint(for: name, among: available, quote: "\"")].compactMap(\.self) + advice)
    default: Message(description, hints: advice)
    }
  }

  /// Whether what is wrong is what was asked for, and not the file.
  var isAboutName: Bool {
    switch cause {
    case .noNames, .unknownName, .columnsUnnamed, .noColumn, .repeatedName, .matlabClass: true
    case .hdf5(let error): error.object != nil
    default: false
    }
  }
}
