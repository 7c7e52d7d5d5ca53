import Interchange
import Language
import Syntax

extension DirectoryError: DiagnosticCause {
  public var diagnosticMessage: Message { Message(description) }
}
