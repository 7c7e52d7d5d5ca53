import LFADSModel
import Language
import Tensors
import Training

/// A model taken apart: every number of a pass, its gradient, its noise.
enum OpenedRows {
  static let rows: [Builtin] = [trace, encode, costs, gradient, noise]

  static let exampleModel = """
    data = dataset(zeros(10, 20, 5), dt: 0.01)
    m = bind(lfads(gen_dim: 8, factors: 3, ic_dim: 4, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1), data)

    """
  private static let noiseParameter = Parameter(
    "noise", .record, .optional("none: posterior means, no dropout"), "The random numbers, as `noise` draws them")
  private static let ramps = [
    Parameter(
      "kl_weight", .number(.nonNegative), .optional("where the model's ramp stands"), "How much of the KL cost counts"),
    Parameter(
      "l2_weight", .number(.nonNegative), .optional("where the model's ramp stands"), "How much of the L2 cost counts"),
  ]
  static let threads = Parameter(
    "threads", .size, .optional("all cores"), "Threads; the result does not depend on them")
  /// Numbers a trace may hold; one trial of a large model has a few hundred thousand.
  private static let largestTrace = 1 << 28

  private static let trace = Builtin(
    "trace", .opened,
    "Every number a model computes on its way through a trial; of a square matrix, the sum of its diagonal.",
    details: """
      The record has the names of `m.params`: `ic_encoder.forward` and `.backward`, `ci_encoder`, `controller` and
      `generator` each hold their states `h`, reset gates `r`, update gates `u` and candidates `c` [time, unit];
      `g0_posterior` and `u_posterior` a `mean` and `logvar`. Besides: `data`, `noise`, `encoder_input`, `g0` and
      `inputs` (the samples), `initial_state`, `states`, `factors`, `log_rates`, `rates`; of Gaussian models `rates` are
      the means, and there are `logvars`. In nats, before any weight: `log_likelihood` [time], `kl_g0` [code],
      `kl_inputs` [time, input]; `costs` has the trial's costs, KL with their weights. Without `noise:` it is the pass of
      the posterior means.
      `data` may be a data set, a split of one (`data.valid`), a tensor of counts, or a record {data, ext_input,
      session}. Without `trial:` all trials are traced and the axis `trial` comes first.
      """,
    parameters: [
      Parameter("x", .oneOf([.model, .matrix]), "The model, or a square matrix"),
      .batch("data", "The trials", .optional("none, for a matrix")),
      Parameter("trial", .integer, .optional("all"), "Which trial, counted from 0 within what is given"),
      Parameter("split", .split, .defaults(.string("all")), "Which trials of a data set"), .session,
      noiseParameter, threads,
    ],
    result: "record of tensors; a number for a matrix",
    examples: [
      Example(exampleModel + "shape(trace(m, data, trial: 0).generator.h)", shows: "[20, 8]"),
      Example("trace([[1, 9], [9, 2]])", shows: "3"),
    ]
  ) { call in
    guard call["x"].asHandle is ModelHandle else {
      for label in ["data", "trial", "noise", "session"] where call.wasGiven(label) {
        throw call.fault(
          label, "the trace of a matrix takes nothing else", hint: "`trace(m, data, trial: 0)` is of a model")
      }
      return .number(try call.blaming("x") { try call.tensor("x").trace() })
    }
    guard call.wasGiven("data") else {
      throw call.fault("x", "a model is traced on data", hint: "`trace(m, data, trial: 0)`")
    }
    let chosen = call.integerOrNil("trial")
    let opened = try OpenedModel(
      call, model: "x", trials: "data", split: call.string("split"), chosen: chosen,
      noise: call.recordOrNil("noise"))
    let count = opened.trials.trials, size = traceSize(opened.shape, opened.trials.session)
    guard count <= max(largestTrace / size, 1) else {
      throw call.fault(
        "data", "a trace of \(count) trials is too large", expected: "at most \(max(largestTrace / size, 1)) trials",
        hint: "choose one with `trial:`")
    }
    let recorder = ActivationRecorder(trials: count)
    let costs = opened.evaluate(record: recorder).trials
    let (data, external) = opened.trials.tensors(opened.shape)
    let record = TraceRecord(shape: opened.shape, recorder: recorder, isSingle: chosen != nil).record(
      data: data, externalInput: external, noise: opened.noiseRecord, costs: costs,
      prior: priorRecord(opened.state.parameters))
    return .record(record)
  }

  /// Numbers that a trial leaves behind, about.
  private static func traceSize(_ shape: ModelShape, _ session: Int) -> Int {
    let hyper = shape.hyperparameters
    let units = 2 * hyper.ic_enc_dim + (hyper.hasController ? 2 * hyper.ci_enc_dim + hyper.con_dim : 0) + hyper.gen_dim
    return shape.steps * (4 * units + hyper.factors_dim + 5 * shape.sessions[session].channels + 5 * hyper.co_dim + 1)
  }

  /// The prior of g0 in force.
  private static func priorRecord(_ parameters: ParameterVector) -> Record? {
    guard let prior = parameters.initialConditionPrior else { return nil }
    return Record([
      ("mean", .tensor(Tensor(prior.mean, shape: [prior.mean.count]))),
      ("logvar", .tensor(Tensor(prior.logVariance, shape: [prior.logVariance.count]))),
    ])
  }

  private static let encode = Builtin(
    "encode", .opened, "What the encoders make of trials: the posterior of g0 and the encoders' states.",
    details: """
      `g0_mean` and `g0_logvar` are the posterior of the initial condition; `ic_encoder` and `ci_encoder` hold the states
      of the `forward` and `backward` encoders. Parts the model does not have are left out.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, as it is"),
      .batch("x", "The trials: a data set, a split of one, a tensor or a record {data, ext_input, session}"), .session,
      threads,
    ],
    result:
      "record: g0_mean, g0_logvar [trial, code], ic_encoder and ci_encoder {forward, backward [trial, time, unit]}",
    examples: [Example(exampleModel + "shape(encode(m, data).g0_mean)", shows: "[10, 4]")]
  ) { call in
    let opened = try OpenedModel(call, model: "m", trials: "x")
    let recorder = ActivationRecorder(
      trials: opened.trials.trials,
      keeping: ["ic_enc_fwd", "ic_enc_rev", "ci_enc_fwd", "ci_enc_rev", "post_g0_mean", "post_g0_logvar"])
    _ = opened.evaluate(record: recorder)
    let made = TraceRecord(shape: opened.shape, recorder: recorder, isSingle: call["x"].asTensor?.rank == 2)
    let hyper = opened.shape.hyperparameters
    var record = Record()
    if hyper.hasInitialConditionCode {
      record["g0_mean"] = made.array("post_g0_mean", [nil])
      record["g0_logvar"] = made.array("post_g0_logvar", [nil])
      record["ic_encoder"] = .record(
        Record([("forward", made.series("ic_enc_fwd", "unit")), ("backward", made.series("ic_enc_rev", "unit"))]))
    }
    if hyper.hasController {
      var encoders = [("forward", made.series("ci_enc_fwd", "unit"))]
      if !hyper.do_causal_controller { encoders.append(("backward", made.series("ci_enc_rev", "unit"))) }
      record["ci_encoder"] = .record(Record(encoders))
    }
    return .record(record)
  }

  private static let costs = Builtin(
    "costs", .opened, "The cost of a batch of trials, term by term, in nats.",
    details: """
      Means over trials of sums over time and neurons: `reconstruction`, `kl` (with `kl_ic_weight` and `kl_co_weight`),
      `l2`, `correlation`; `total` is what training minimises, with the ramps `kl_weight` and `l2_weight`. With the same
      noise it is the function whose gradient `gradient` gives.
      """,
    parameters: [Parameter("m", .model, .required, "The model, as it is"), .batch("batch", "The trials")] + ramps + [
      .session, noiseParameter, threads,
    ],
    result: "record: total, reconstruction, kl, l2, correlation, kl_weight, l2_weight, nll_bound_vae, nll_bound_iwae",
    examples: [Example(exampleModel + "costs(m, data.valid, kl_weight: 1).kl_weight", shows: "1")]
  ) { call in
    let opened = try OpenedModel(call, model: "m", trials: "batch", noise: call.recordOrNil("noise"))
    let cost = opened.evaluate(weights: OpenedModel.weights(call, opened.state)).cost
    return .record(
      Record([
        ("total", .number(cost.total)), ("reconstruction", .number(cost.reconstruction)), ("kl", .number(cost.kl)),
        ("l2", .number(cost.l2)), ("correlation", .number(cost.correlation)),
        ("kl_weight", .number(cost.weights.kl)), ("l2_weight", .number(cost.weights.l2)),
        ("nll_bound_vae", .number(cost.nllBoundVAE)), ("nll_bound_iwae", .number(cost.nllBoundIWAE)),
      ]))
  }

  private static let gradient = Builtin(
    "gradient", .opened, "The gradient of a batch's total cost, tensor by tensor under the names of `m.params`.",
    details: """
      As training computes it, before clipping; parameters that are not trained have zeros. Draw the noise that training
      would have with `noise(m, trials: …, dropout: true)`.
      """,
    parameters: [Parameter("m", .model, .required, "The model, as it is"), .batch("batch", "The trials")] + ramps + [
      .session, noiseParameter, threads,
    ],
    result: "record of records of tensors, as `m.params`",
    examples: [
      Example(exampleModel + "shape(gradient(m, data.train, kl_weight: 1).generator.gates_h_W)", shows: "[8, 16]")
    ]
  ) { call in
    let opened = try OpenedModel(call, model: "m", trials: "batch", noise: call.recordOrNil("noise"))
    let gradient = ParameterVector(opened.state.layout)
    _ = opened.evaluate(weights: OpenedModel.weights(call, opened.state), gradient: gradient)
    return .record(ParameterTree(layout: opened.state.layout).record(gradient))
  }

  private static let noise = Builtin(
    "noise", .opened, "Random numbers for a pass: what `trace`, `costs`, `gradient` and the textbook's `forward` take.",
    details: """
      Standard normal numbers for the sample of the initial condition (`g0`) and of the inferred inputs (`u`); with
      `dropout: true` also `masks`, true where a unit is kept. The numbers of a trial depend on the seed and on its
      number alone: of the first three trials they are the same whatever `trials:` is. They are those of the first sample
      that `posterior` draws for the training trial of that number with the same seed.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model, which has met its data"),
      Parameter("seed", .integer, .optional("the session's stream"), "Where the draws come from"),
      Parameter("trials", .size, .defaults(.number(1)), "For how many trials"),
      Parameter("dropout", .bool, .defaults(.bool(false)), "Whether to draw masks too"), .session,
    ],
    result: "record: g0 [trial, code], u [trial, time, input], masks {data, ext_input, ic_encoder, ci_encoder, "
      + "feedback, generator}, as far as the model has them",
    examples: [Example(exampleModel + "shape(noise(m, seed: 1, trials: 3).u)", shows: "[3, 20, 1]")]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let shape = try call.blaming("m") { try handle.state() }.layout.shape
    let dropout = call.bool("dropout")
    let session = dropout ? try call.sessionNumber(shape) : 0
    let trials = try call.trials("trials", size: Noise.size(shape, session: session, dropout: dropout))
    let noise = Noise.drawn(shape, session: session, trials: trials, seed: call.seed(), dropout: dropout)
    return .record(NoiseRecord(shape: shape, session: session).record(noise, trials: trials))
  }
}
