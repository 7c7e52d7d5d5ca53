import Experiments
import Builtins
import Datasets
import Interchange
import LFADSModel
import Language
import Syntax
import Training

/// One run whose data is loaded: what its kinds have in common.
struct RunJob {
  let command: RunCommand
  let run: RunSettings
  let data: Dataset
  let directory: ModelDirectory

  var hyper: Hyperparameters { run.hyperparameters }

  var description: DataDescription { data.description(withChannelMeans: hyper.initial_rates == .data) }

  /// The path of a file of results.
  func resultPath(_ name: String) -> String { directory.file(run.output_filename_stem + name) }

  /// The model the directory holds, found to fit the data; nil where it holds none.
  func storedModel() throws -> StoredModel? {
    let description = description
    guard
      let stored = try directory.model(
        index: run.checkpoint_pb_load_name, hyperparameters: hyper, for: description, seed: RunCommand.seed)
    else { return nil }
    switch stored.origin {
    case .checkpoint(let path, let instead):
      if instead {
        command.note(
          "there is no '\(run.checkpoint_pb_load_name)' in '\(directory.path)' yet; the newest checkpoint serves")
      }
      command.say("read \(path), epoch \(stored.state.epoch), step \(stored.state.step)")
    case .parameters(let path):
      command.say("read the parameters of \(path), step \(stored.state.step); there is no checkpoint beside it")
    }
    try Model(stored.state).bind(description)
    if let fingerprint = stored.dataFingerprint, fingerprint != data.fingerprint {
      command.note("this model was trained on other data, '\(stored.dataName ?? "?")'")
    }
    return stored
  }

  /// The model to be read; an error where there is none, as reading fresh parameters would be of no use.
  func trainedModel() throws -> Model {
    guard let stored = try storedModel() else {
      throw StoredModelError(path: directory.path, cause: .empty)
    }
    let changes = stored.changes.filter(\.changesReading)
    if !changes.isEmpty {
      command.note(
        Message(
          "the model was trained with other flags: "
            + changes.map { "--\($0.name)=\($0.before.text), now \($0.now.text)" }.joined(separator: "; "),
          hints: ["give the flags of the training, or the results are of another model"]))
    }
    let model = Model(stored.state)
    try settingsFile(stored.state.layout.shape).write(to: directory.file(SettingsFile.name(step: stored.state.step)))
    return model
  }

  /// Every flag and what the data adds, as the reference keeps it.
  func settingsFile(_ shape: ModelShape) -> SettingsFile {
    var file = SettingsFile(shape)
    let others = Flag.all.filter { HyperparameterTable.row(named: $0.name) == nil && $0.name != "epochs" }
    let own = others.map { flag -> (name: String, value: SettingsFile.Entry) in (flag.name, flag.entry(run)) }
    file.entries = own + file.entries
    return file
  }
}

extension Flag {
  /// Its value for the file of settings.
  fileprivate func entry(_ run: RunSettings) -> SettingsFile.Entry {
    switch value(run) {
    case .number(let number): .integer(number >= 0x1p63 ? .max : Int(number))
    case .flag(let flag): .flag(flag)
    case .word(let word): .text(word)
    }
  }
}
