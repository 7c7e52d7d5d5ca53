import Experiments
import Datasets
import Interchange
import Language

/// Data sets whose truth is known.
enum SyntheticRows {
  static let rows: [Builtin] = [synthetic, saveSynthetic]

  private static let names = SyntheticName.allCases.map(\.rawValue)

  private static let synthetic = Builtin(
    "synthetic", .data, "Makes a synthetic data set by the reference's rules, with other sizes if wanted.",
    details: """
      \(SyntheticName.allCases.map { "`\($0.rawValue)`: \($0.summary)" }.joined(separator: "; ")). Left as they are,
      the parameters give the reference's own data, to the last spike; of `itb_rnn` the inputs alone, as the network
      that sums them is one trained anew.
      """,
    parameters: [
      Parameter("name", .choice(names), .required, "Which one"),
      Parameter(
        "seed", .integer(.within(0...Double(UInt32.max))), .defaults(.number(5)), "Where its draws come from"),
      Parameter("conditions", .size, .optional("the reference's"), "Initial states, each of several trials"),
      Parameter("replications", .size, .optional("the reference's"), "Trials of each condition"),
      Parameter("steps", .size, .optional("100"), "Time steps of 10 ms"),
      Parameter("units", .size, .optional("50, or 100 for several sessions"), "Units of the network"),
      Parameter("gain", .number(.nonNegative), .optional("the reference's"), "Strength of the recurrence"),
      Parameter("input_magnitude", .number, .optional("the reference's"), "Strength of the pulse"),
      Parameter("max_rate", .number(.positive), .optional("30"), unit: "spikes/s", "Rate of a unit at its most active"),
    ],
    result: "dataset",
    examples: [
      Example(
        "data = synthetic(\"chaotic_rnn_no_inputs\", conditions: 4, replications: 5)\ndata.trials", shows: "20")
    ]
  ) { call in
    guard let name = SyntheticName(rawValue: call.string("name")) else {
      preconditionFailure("the row lets through only names there are")
    }
    var parameters = SyntheticParameters(name)
    parameters.seed = UInt32(call.integer("seed"))
    if let value = call.integerOrNil("conditions") { parameters.conditions = value }
    if let value = call.integerOrNil("replications") { parameters.replications = value }
    if let value = call.integerOrNil("steps") { parameters.steps = value }
    if let value = call.integerOrNil("units") { parameters.units = value }
    if let value = call.numberOrNil("gain") { parameters.gain = value }
    if let value = call.numberOrNil("input_magnitude") { parameters.inputMagnitude = value }
    if let value = call.numberOrNil("max_rate") { parameters.maxRate = value }
    return DataRows.keep(DatasetHandle(try call.interruptibly("name") { try generate(name, parameters, call) }), call)
  }

  private static func generate(
    _ name: SyntheticName, _ parameters: SyntheticParameters, _ call: Call
  ) throws -> Dataset {
    let cancellation = call.cancellation
    return try Synthetic(
      name, parameters: parameters, integratorPath: call.libraryFile("data", "integrator.h5"),
      isCancelled: { cancellation.isCancelled }
    ).generate()
  }

  private static let saveSynthetic = Builtin(
    "save_synthetic", .data, "Writes the synthetic data sets into a directory, under the reference's file names.",
    details: """
      What the reference's `run_generate_synth_data.sh` does, for `lfads-repl run` and other programs: each session is a
      file `<name>_dataset_N…`, eleven of them for the seven data sets. With `conditions:` they are small ones to try
      things on.
      """,
    parameters: [
      Parameter(
        "directory", .path, .defaults(.string("/tmp/rnn_synth_data_v1.0")), "Where to; made where it is missing"),
      Parameter("name", .choice(names), .optional("all seven"), "Only this one"),
      Parameter("conditions", .size, .optional("the reference's"), "Initial states, each of several trials"),
    ],
    result: "list of the paths written",
    examples: [
      Example("len(save_synthetic(\"synth\", name: \"chaotic_rnn_multisession\", conditions: 3))", shows: "5")
    ]
  ) { call in
    let directory = ModelDirectory(try call.outputPath("directory"))
    try call.blaming("directory") { try directory.make() }
    let chosen = SyntheticName.allCases.filter { [nil, $0.rawValue].contains(call.stringOrNil("name")) }
    var paths: [Value] = []
    for (number, name) in chosen.enumerated() {
      let data = try call.interruptibly("name") { try dataset(name, call) }
      for session in data.sessions {
        let path = directory.file("\(name.rawValue)_\(session.name)")
        try call.blaming("directory") { try DatasetWriter.write(session, to: path) }
        paths.append(.string(call.shown(path)))
      }
      guard !call.settings.isQuiet else { continue }
      call.sink.progress(
        ProgressUpdate(
          activity: name.rawValue, completed: number + 1, total: chosen.count, unit: "data set",
          isLast: number + 1 == chosen.count))
    }
    return .list(paths)
  }

  private static func dataset(_ name: SyntheticName, _ call: Call) throws -> Dataset {
    guard let conditions = call.integerOrNil("conditions") else {
      let cancellation = call.cancellation
      return try call.datasetLoader().load(name, isCancelled: { cancellation.isCancelled })
    }
    var parameters = SyntheticParameters(name)
    parameters.conditions = conditions
    return try generate(name, parameters, call)
  }
}
