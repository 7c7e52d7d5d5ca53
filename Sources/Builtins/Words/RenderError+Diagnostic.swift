import Language
import Plotting
import Syntax

extension RenderError: DiagnosticCause {
  public var diagnosticMessage: Message { Message(description) }
}
