import LFADSModel
import Language
import Syntax
import Training

extension CheckpointError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .file(let error): error.diagnosticMessage
    case .notAModel: Message("'\(path)' is no model", hints: ["models are written by `save(m, path)`"])
    case .version(let version):
      Message(
        "'\(path)' was written by a later version of the program (format \(version))",
        expected: "format \(Checkpoint.versions.upperBound) or earlier", hints: ["update the program"])
    case .contradiction(let object, let expected):
      Message("'\(object)' of '\(path)' does not fit the rest of the file", expected: expected)
    case .hyperparameter(let error): error.diagnosticMessage
    case .unknownHyperparameter(let name):
      Message(
        "'\(path)' was trained with `\(name)`, which this version of the program does not know",
        hints: ["update the program"])
    }
  }
}
