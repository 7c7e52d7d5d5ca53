import Datasets
import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// Reading trained models.
enum ReadingRows {
  static let rows: [Builtin] = [posterior, posteriorMean, pushMean, priorSample]

  private static let common: [Parameter] = [
    Parameter("m", .model, .required, "The model, as it is"),
    Parameter("data", .dataset, .required, "The data to read it on"),
    Parameter("split", .split, .defaults(.string("all")), "Which trials"),
  ]
  private static let sampling: [Parameter] = [
    Parameter("samples", .size, .defaults(.number(50)), "Posterior samples to average for each trial"),
    Parameter("seed", .integer, .optional("the session's stream"), "Where the samples come from"),
  ]
  private static let threads = Parameter(
    "threads", .size, .optional("all cores"), "Threads; the result does not depend on them")
  private static let exampleModel = """
    data = dataset(zeros(10, 20, 5), dt: 0.01)
    m = bind(lfads(gen_dim: 8, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1), data)

    """

  private static let posterior = Builtin(
    "posterior", .reading, "Everything a model infers of every trial: rates, factors, inputs, states, costs.",
    details: """
      Each trial is encoded once; `samples` samples of its posterior are decoded and averaged. Trials come in the order
      of the recording where the data knows it, else training before validation. Of several sessions it is a record of
      posteriors by session name. Rates are spikes per bin; `hz(post.rates, data)` turns them into spikes per second.
      """,
    parameters: common + sampling + [threads], result: "posterior, or a record of them by session",
    examples: [
      Example(exampleModel + "shape(posterior(m, data, samples: 2, seed: 1).factors)", shows: "[10, 20, 3]")
    ]
  ) { call in
    try read(call, samples: call.integer("samples"), keepsStates: true) { .handle($0) }
  }

  private static let posteriorMean = Builtin(
    "posterior_mean", .reading, "Denoised rates: the mean over posterior samples, in spikes per bin.",
    parameters: common + sampling + [threads], result: "tensor [trial, time, neuron], or a record of them by session",
    examples: [
      Example(exampleModel + "shape(posterior_mean(m, data, samples: 2, seed: 1))", shows: "[10, 20, 5]")
    ]
  ) { call in
    try read(call, samples: call.integer("samples"), keepsStates: false) {
      .tensor($0.tensor(named: "rates") ?? Tensor([Double](), shape: [0]))
    }
  }

  private static let pushMean = Builtin(
    "push_mean", .reading, "The posterior's means pushed through the model, without any noise.",
    details: "Faster than averaging samples and a little less accurate: the mean of rates is not the rate of the mean.",
    parameters: common + [threads], result: "posterior, or a record of them by session",
    examples: [Example(exampleModel + "shape(push_mean(m, data).inputs)", shows: "[10, 20, 1]")]
  ) { call in
    try read(call, samples: nil, keepsStates: true) { .handle($0) }
  }

  /// Reads the splits asked for; one value, or one a session.
  private static func read(
    _ call: Call, samples: Int?, keepsStates: Bool, _ value: (PosteriorHandle) -> Value
  ) throws -> Value {
    let handle: ModelHandle = call.handle("m")
    let data: DatasetHandle = call.handle("data")
    let dataset = data.dataset
    try handle.bind(data, call)
    let splits = try self.splits(call.string("split"), dataset, call)
    let seed = samples == nil ? 0 : call.seed()
    let posterior = try PosteriorReading(handle, dataset, call).read(
      splits, samples: samples, seed: seed, keepsGeneratorStates: keepsStates)
    let handles = zip(posterior.sessions, dataset.sessions).map { PosteriorHandle(posterior, session: $0, data: $1) }
    if handles.count == 1, let only = handles.first { return value(only) }
    return .record(Record(handles.map { ($0.file.session, value($0)) }))
  }

  /// The splits that a word stands for, as far as the data has them.
  static func splits(_ word: String, _ dataset: Dataset, _ call: Call) throws -> [SplitName] {
    guard let split = SplitName(rawValue: word) else { return dataset.splitNames }
    guard dataset.splitNames.contains(split) else {
      throw call.fault(
        "split", "'\(dataset.name)' has no \(word) trials",
        hint: "read those it has: "
          + dataset.splitNames.map { "`split: \"\($0.rawValue)\"`" }.joined(separator: ", "))
    }
    return [split]
  }

  private static let priorSample = Builtin(
    "prior_sample", .reading, "Trials the model makes up: initial conditions and inputs drawn from their priors.",
    details: """
      The generator runs from draws of g0's prior, with inputs drawn from their autoregressive prior in place of the
      controller. Where external input is injected into the generator, that of the first training trials is used, so
      `data:` is needed.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      Parameter("n", .size, .defaults(.number(100)), "How many trials"),
      Parameter("session", .string, .optional("the first"), "Whose read-out to use"),
      Parameter("data", .dataset, .optional("none"), "Where injected external input comes from"),
      Parameter("seed", .integer, .optional("the session's stream"), "Where the draws come from"),
    ],
    result: "record of rates, factors, states, initial_states, inputs, g0",
    examples: [Example(exampleModel + "shape(prior_sample(m, n: 4, seed: 1).rates)", shows: "[4, 20, 5]")]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let state = try call.blaming("m") { try handle.state() }
    let shape = state.layout.shape, names = shape.sessions.map(\.name)
    var session = 0
    if let name = call.stringOrNil("session") {
      guard let found = names.firstIndex(of: name) else {
        throw call.fault(
          "session", "the model has no session \"\(name)\"",
          hint: Suggestion.hint(for: name, among: names, quote: "\"") ?? "there are \(names.joined(separator: ", "))")
      }
      session = found
    }
    let samples = try call.trials("n", size: PriorSampler.size(shape, session: session))
    let external = try externalInput(call, shape, session: session, samples: samples)
    let cancellation = call.cancellation
    let arrays = PriorSampler(state.layout).sample(
      state.parameters, session: session, samples: samples, noise: .drawn(seed: call.seed()),
      externalInput: external, isCancelled: { cancellation.isCancelled })
    guard let arrays else { throw InterruptionError(advice: InterruptionError.nothingChanged) }
    let outputs = arrays.outputs.map { ($0.name, $0.values as Tensor?) }
    let columns: [(String, Tensor?)] =
      outputs + [
        ("factors", arrays.factors),
        ("states", arrays.generatorStates), ("initial_states", arrays.generatorInitialStates),
        ("inputs", arrays.inputs), ("g0", arrays.g0),
      ]
    return .record(Record(columns.compactMap { name, tensor in tensor.map { (name, .tensor($0)) } }))
  }

  private static func externalInput(
    _ call: Call, _ shape: ModelShape, session: Int, samples: Int
  ) throws -> [Float] {
    let width = shape.hyperparameters.injectedInputs
    guard width > 0 else { return [] }
    guard let data: DatasetHandle = call.handleOrNil("data") else {
      throw call.fault(
        "m", "external input is injected into this model's generator",
        hint: "say where it comes from: `prior_sample(m, n: …, data: data)`")
    }
    let number = min(session, data.dataset.sessions.count - 1)
    guard let input = data.dataset.sessions[number].train.externalInput, input.inputs == width,
      input.bins == shape.steps, input.trials > 0
    else { throw call.fault("data", "it has no external input of \(width) channels over \(shape.steps) bins") }
    return input.firstTrials(samples)
  }
}
