import LFADSModel
import Tensors
import Training

extension DirectoryError: CustomStringConvertible {
  /// One or two sentences: what is wrong and what to do.
  public var description: String {
    switch cause {
    case .system(let words): "'\(path)': \(words)"
    case .inUse(let process):
      "another training works in '\(path)'\(process.map { " (process \($0))" } ?? ""); wait for it, or take another "
        + "directory"
    case .empty: "there is no trained model in '\(path)'; train one there first"
    case .damagedIndex:
      "'\(path)' is damaged: it names no checkpoint; put it back or remove it"
    case .lost(let checkpoint):
      "'\(path)' names the checkpoint '\(checkpoint)', which is not there; put it back, or remove the index file to begin "
        + "anew"
    case .foreign(let checkpoint):
      "'\(checkpoint)' is a checkpoint of TensorFlow, which is not read; let the program that wrote it run with "
        + "--kind=write_model_params and start from the file 'model_params' it leaves"
    case .checkpoint(let error): Self.words(error)
    case .file(let error): error.description
    case .otherModel(let changes):
      "'\(path)' is a model of other sizes: "
        + changes.map { "\($0.name) was \($0.before.text), is \($0.now.text)" }.joined(separator: ", ")
        + "; give the flags it was trained with, or take another directory"
    case .otherSeed(let seed, let asked):
      "'\(path)' holds a training from seed \(seed), this model's is \(asked); take another directory, or that seed"
    case .missingVariable(let name, let available):
      "'\(path)' has no '\(name)' among its \(available) variables, which this model needs; check the sizes and the "
        + "names of the sessions"
    case .variableShape(let name, let found, let expected):
      "'\(name)' of '\(path)' has the shape \(found), this model's is \(expected); check the hyperparameters"
    }
  }

  private static func words(_ error: CheckpointError) -> String {
    switch error.cause {
    case .file(let error): error.description
    case .notAModel: "'\(error.path)' is no checkpoint"
    case .version(let version):
      "'\(error.path)' was written by a later version of the program (format \(version)); update the program"
    case .contradiction(let object, let expected):
      "'\(object)' of '\(error.path)' does not fit the rest of the file, expected \(expected)"
    case .hyperparameter:
      "'\(error.path)' holds hyperparameters that cannot be; it is damaged, or of another version of the program"
    case .unknownHyperparameter(let name):
      "'\(error.path)' was trained with '\(name)', which this version of the program does not know; update the program"
    }
  }
}

extension HyperparameterValue {
  /// As it could be typed.
  public var text: String {
    switch self {
    case .number(let number): number >= 0x1p63 ? "unlimited" : NumberText.shortest(number)
    case .flag(let flag): flag ? "true" : "false"
    case .word(let word): word.isEmpty ? "\"\"" : word
    }
  }
}
