import Experiments
import Language
import LFADSModel
import Syntax

extension DirectoryError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .system(let words): Message("'\(path)': \(words)")
    case .inUse(let process):
      Message(
        "another training works in '\(path)'\(process.map { " (process \($0))" } ?? ""); wait for it, or take another "
          + "directory")
    case .damagedIndex: Message("'\(path)' is damaged: it names no checkpoint; put it back or remove it")
    case .lost(let checkpoint):
      Message(
        "'\(path)' names the checkpoint '\(checkpoint)', which is not there; put it back, or remove the index file to "
          + "begin anew")
    case .foreign(let checkpoint):
      Message(
        "'\(checkpoint)' is a checkpoint of TensorFlow, which is not read; let the program that wrote it run with "
          + "--kind=write_model_params and start from the file 'model_params' it leaves")
    }
  }
}

extension StoredModelError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .empty: Message("there is no trained model in '\(path)'; train one there first")
    case .otherModel(let changes):
      Message(
        "'\(path)' is a model of other sizes: "
          + changes.map { "\($0.name) was \($0.before.text), is \($0.now.text)" }.joined(separator: ", ")
          + "; give the flags it was trained with, or take another directory")
    case .otherSeed(let seed, let asked):
      Message(
        "'\(path)' holds a training from seed \(seed), this model's is \(asked); take another directory, or that seed")
    }
  }
}
