import Interchange
import Language

extension DirectoryError: DiagnosticCause {
  public var diagnosticMessage: Message { Message(description) }
}
