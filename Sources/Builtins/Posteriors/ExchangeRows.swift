import Experiments
import Datasets
import Interchange
import Language
import Training

/// Trained parameters and posteriors in the files of other programs.
enum ExchangeRows {
  static let rows: [Builtin] = [saveParameters, loadParameters, savePosterior]

  private static let exampleModel = """
    data = dataset(zeros(10, 20, 5), dt: 0.01)
    m = bind(lfads(gen_dim: 8, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1), data)

    """

  private static let saveParameters = Builtin(
    "save_parameters", .models, "Writes a model's parameters as the reference does with `--kind=write_model_params`.",
    details: """
      One HDF5 array for every variable of the reference's graph, under its name with "/" replaced by "_":
      `LFADS_gen_GenGRU_Gates_h_2_ru_W:0`, and the step and learning rate beside them. To keep a model for this
      program, with its optimiser and history, there is `save`.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, once it has met data"),
      Parameter("path", .path, .required, "Where to"),
    ],
    result: nil,
    examples: [Example(exampleModel + "save_parameters(m, \"model_params\")")]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let state = try call.blaming("m") { try handle.state() }
    try call.checkHDF5Name("path", for: "a file of parameters")
    try call.blaming("path") { try ModelParametersFile.write(state, to: try call.outputPath("path")) }
    return .nil
  }

  private static let loadParameters = Builtin(
    "load_parameters", .models, "Takes a model's parameters from a file of the reference, in place.",
    details: """
      The file is a `model_params` of the reference or one of `save_parameters`. It says neither sizes nor other
      hyperparameters: give `lfads(…)` those of the training. Sessions must be called as there. The ramps and the
      learning rate stand where the file says; the optimiser starts afresh.
      """,
    parameters: [
      Parameter("m", .model, .required, "A model with the hyperparameters of the training"),
      Parameter("data", .dataset, .required, "Data of the sizes it was trained on"),
      Parameter("path", .path, .required, "The file"),
      Parameter("group", .string, .defaults(.string("/")), "Where in the file the parameters stand"),
    ],
    result: "model, the same one",
    examples: [
      Example(
        exampleModel + """
          save_parameters(m, "model_params")
          n = lfads(gen_dim: 8, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 2)
          load_parameters(n, data, "model_params")
          all(push_mean(n, data).rates == push_mean(m, data).rates)
          """, shows: "true")
    ]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let data: DatasetHandle = call.handle("data")
    let fresh = try handle.bind(data, call)
    let state = try call.blaming("path") {
      try ModelParametersFile(reading: call.foundPath("path") ?? call.inputPath("path"), group: call.string("group"))
        .state(like: fresh)
    }
    handle.model.take(state)
    return .handle(handle)
  }

  private static let savePosterior = Builtin(
    "save_posterior", .reading, "Writes a model's posterior under the names of another LFADS program.",
    details: """
      `"lfads-torch"`: a file `lfads_output_<session>.h5` for every session with `train_…` and `valid_…` of
      `output_params factors ic_mean ic_std co_means co_stds gen_states gen_init gen_inputs con_states`, and the data and
      numbers of the trials beside them. `"lfads"`: the reference's `model_runs_<session>_<split>_<kind>`, as `lfads-repl
      run --kind=posterior_sample_and_average` writes it. To keep a posterior for this program, there is `save`.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      Parameter("data", .dataset, .required, "The data to read it on"),
      Parameter("directory", .path, .required, "Where to; made where it is missing"),
      Parameter(
        "layout", .choice(PosteriorLayout.allCases.map(\.rawValue)), .defaults(.string("lfads-torch")), "Whose names"),
      Parameter("split", .split, .defaults(.string("all")), "Which trials"),
      Parameter("samples", .size, .defaults(.number(50)), "Posterior samples to average for each trial"),
      Parameter("means", .bool, .defaults(.bool(false)), "Push the means through instead"),
      Parameter("seed", .integer, .optional("the session's stream"), "Where the samples come from"),
      Parameter("threads", .size, .optional("all cores"), "Threads; the result does not depend on them"),
    ],
    result: "list of the paths written",
    examples: [
      Example(
        exampleModel + "save_posterior(m, data, \"results\", samples: 2)", shows: "[\"results/lfads_output_data.h5\"]")
    ]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let data: DatasetHandle = call.handle("data")
    try handle.bind(data, call)
    let directory = ModelDirectory(try call.outputPath("directory"))
    try call.blaming("directory") { try directory.make() }
    let means = call.bool("means")
    guard let layout = PosteriorLayout(rawValue: call.string("layout")) else {
      preconditionFailure("the row lets through only layouts there are")
    }
    let export = PosteriorExport(
      layout, prefix: directory.file(""), kind: means ? "posterior_push_mean" : "posterior_sample_and_average",
      hyperparameters: handle.model.hyperparameters)
    let splits = try ReadingRows.splits(call.string("split"), data.dataset, call)
    let seed = means ? 0 : call.seed(), reading = PosteriorReading(handle, data.dataset, call)
    var paths: [Value] = []
    for part in export.parts(of: splits) {
      let posterior = try reading.read(
        part, samples: means ? nil : call.integer("samples"), seed: seed,
        keepsControllerStates: export.needsControllerStates)
      let written = try call.blaming("directory") { try export.write(posterior, of: data.dataset) }
      paths += written.map { .string(call.shown($0.path)) }
    }
    return .list(paths)
  }
}
