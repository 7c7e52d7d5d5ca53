import Datasets
import HDF5
import Interchange
import Language
import Training

/// Taking up what a file holds: data, a model, a posterior.
enum LoadRow {
  static let rows: [Builtin] = [load]

  private static let load = Builtin(
    "load", .data,
    "Loads a data set, a model or a posterior: a file, several sessions, or a built-in data set by name.",
    details: """
      In this order: an existing file; `dir/stem` with every file whose name begins so, each a session; the name of a
      synthetic data set, generated and kept for the next time. Files are looked for beside the script, then in the
      working directory. Data sets are HDF5 with `train_data` and `valid_data` [trial, time, neuron]; the layouts of
      lfads-torch (`train_encod_data`, …), autolfads-tf2 and the MATLAB run manager are recognised, also in MATLAB's own
      files (`save(…, '-v7.3')`), and `data.layout` says which it was.
      """,
    parameters: [
      Parameter(
        "name", .string(.pathOr(SyntheticName.allCases.map(\.rawValue))), .required,
        "File, `dir/stem`, or name of a synthetic data set"),
      Parameter(
        "dt", .binWidth, .optional("as the file says"), unit: "s", "Bin width where the file has none"),
    ],
    result: "dataset, model or posterior",
    examples: [Example("data = load(\"chaotic_rnn_inputs_g2p5\")\ndata.trials", shows: "4000")]
  ) { call in
    let loader = call.datasetLoader()
    let name = call.observed(call.string("name"), by: loader)
    let found = try? loader.resolve(name)
    if case .file(let path)? = found, let kept = try kept(path, call) { return kept }
    try TrainingDirectory.refuse(name, found: found, by: loader, call)
    let cancellation = call.cancellation
    let data = try call.interruptibly("name") {
      try loader.load(name, dt: call.numberOrNil("dt"), isCancelled: { cancellation.isCancelled })
    }
    if case .synthetic(let known)? = try? loader.resolve(name) {
      call.machine.observer?.didMake(known.rawValue, fingerprint: data.fingerprint)
    }
    return DataRows.keep(DatasetHandle(data), call)
  }

  /// A model or posterior kept in a file, nil where the file is something else.
  private static func kept(_ path: String, _ call: Call) throws -> Value? {
    guard let file = try? HDF5File(reading: path) else { return nil }
    if Checkpoint.isModel(file) {
      let checkpoint = try call.blaming("name") { try Checkpoint(reading: path) }
      return .handle(
        ModelHandle(
          checkpoint.model, dataName: checkpoint.dataName, dataFingerprint: checkpoint.dataFingerprint))
    }
    if PosteriorFile.isPosterior(file) {
      return .handle(PosteriorHandle(try call.blaming("name") { try PosteriorFile(reading: path) }))
    }
    guard ModelParametersFile.isOne(file) else { return nil }
    let name = call.string("name")
    throw call.fault(
      "name", "'\(name)' holds the parameters of a model, but not its hyperparameters",
      hint: "give them to a model of the same ones: `load_parameters(m, data, \(Value.quoted(name)))`")
  }
}
