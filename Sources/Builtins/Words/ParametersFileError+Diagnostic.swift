import Interchange
import Language
import Syntax

extension ParametersFileError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .file(let error): error.diagnosticMessage
    case .missingVariable(let name, let available):
      Message(
        "'\(path)' has no '\(name)' among its \(available) variables, which this model needs; check the sizes and the "
          + "names of the sessions")
    case .variableShape(let name, let found, let expected):
      Message(
        "'\(name)' of '\(path)' has the shape \(found), this model's is \(expected); check the hyperparameters")
    }
  }
}
