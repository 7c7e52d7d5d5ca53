import Analysis
import Datasets
import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// Judging estimated rates.
enum MeritRows {
  static let rows: [Builtin] = [r2, bitsPerSpike, hz, smooth]

  private static let r2 = Builtin(
    "r2", .merit, "The share of a truth's variance that an estimate explains.",
    details: """
      1 − Σ(estimate − truth)²/Σ(truth − mean)². Pooled over everything it takes one mean of all numbers; with `over:` it
      is taken apart along the other axes, each with a mean of its own. Of two records by session it is pooled over
      the sessions. 1 is perfect, 0 is as good as the mean, below 0 is worse.
      """,
    parameters: [
      Parameter("estimate", .oneOf([.tensor, .record]), .required, "What was estimated"),
      Parameter("truth", .oneOf([.tensor, .record]), .required, "What it should be, of the same shape"),
      Parameter("over", .axes, .optional("everything, pooled"), "Axes to pool over; the others stay apart"),
    ],
    result: "number, or a tensor with `over:`",
    examples: [
      Example("r2([1, 2, 3], [1, 2, 4])", shows: nil),
      Example("r2([[1, 2], [3, 4]], [[1, 2], [3, 5]], over: 0)", shows: nil),
    ]
  ) { call in
    let estimate = call["estimate"], truth = call["truth"]
    if let estimates = estimate.asRecord {
      return .number(Metrics.r2(pairs: try pairs(estimates, truth, call)))
    }
    guard let a = estimate.asTensor else {
      throw call.fault("estimate", "an estimate is a tensor, or a record of tensors by session")
    }
    guard let b = truth.asTensor else {
      throw call.fault("truth", "the truth must be a tensor, as the estimate is", found: truth.typeName)
    }
    guard let axes = try call.axes("over", of: b) else {
      return .number(try call.blaming("truth") { try Metrics.r2(a, b) })
    }
    return .tensor(try call.blaming("truth") { try Metrics.r2(a, b, over: axes) })
  }

  private static func pairs(
    _ estimates: Record, _ truth: Value, _ call: Call
  ) throws -> [(estimate: Tensor, truth: Tensor)] {
    guard let truths = truth.asRecord else {
      throw call.fault("truth", "the truth must be a record by session, as the estimate is", found: truth.typeName)
    }
    return try estimates.fields.map { name, value in
      guard let a = value.asTensor else {
        throw call.fault("estimate", "`\(name)` is no tensor", found: value.typeName)
      }
      guard let b = truths[name]?.asTensor else {
        throw call.fault(
          "truth", "there is no tensor `\(name)` in it", hint: "it has \(truths.keys.joined(separator: ", "))")
      }
      guard a.shape == b.shape else {
        throw call.fault("truth", "`\(name)`: " + MetricsError.shapes(a.shape, b.shape).title)
      }
      return (a, b)
    }
  }

  private static let bitsPerSpike = Builtin(
    "bits_per_spike", .merit, "How much better than constant rates an estimate predicts spikes, in bits per spike.",
    details: """
      The Poisson log-likelihood of the counts under the rates, above that under each neuron's constant mean rate,
      divided by the number of spikes, to base 2. Called with a model and data it reads the posterior itself and takes
      each neuron's mean over the training trials.
      """,
    parameters: [
      Parameter("rates", .oneOf([.tensor, .model]), .required, "Rates in spikes per bin [..., neuron], or a model"),
      Parameter("counts", .oneOf([.tensor, .dataset]), .required, "Spike counts of the same shape, or a data set"),
      Parameter(
        "mean_rates", .vector, .optional("with a model: the training data's"), "Constant rate of each neuron [neuron]"),
      Parameter("split", .split, .defaults(.string("valid")), "With a model: which trials"),
      Parameter("samples", .size, .defaults(.number(50)), "With a model: posterior samples"),
      Parameter("seed", .integer, .optional("the session's stream"), "With a model: where the samples come from"),
      Parameter("threads", .size, .optional("all cores"), "With a model: threads"),
    ],
    result: "number",
    examples: [Example("bits_per_spike([[2, 0.5]], [[2, 0]], mean_rates: [1, 0.5])", shows: nil)]
  ) { call in
    guard let handle = call["rates"].asHandle as? ModelHandle else { return .number(try ofRates(call)) }
    guard let data = call["counts"].asHandle as? DatasetHandle else {
      throw call.fault("counts", "with a model, a data set is expected", found: call["counts"].typeName)
    }
    return .number(try ofModel(handle, data, call))
  }

  private static func ofRates(_ call: Call) throws -> Double {
    guard let rates = call["rates"].asTensor else { throw call.fault("rates", "a tensor of rates is expected") }
    guard let counts = call["counts"].asTensor else {
      throw call.fault(
        "counts", "a tensor of counts is expected", found: call["counts"].typeName,
        hint: "with a data set goes a model: `bits_per_spike(m, data)`; with rates the counts of their trials, such as "
          + "`data.valid.data` with `posterior_mean(m, data, split: \"valid\")`")
    }
    guard let means = call.tensorOrNil("mean_rates") else {
      throw call.fault(
        "rates", "`mean_rates:` is missing", expected: "each neuron's mean spikes per bin over the training data",
        hint: "`mean(data.train.data, over: [\"trial\", \"time\"])`")
    }
    return try call.blaming("rates") {
      try Metrics.bitsPerSpike(rates: rates, counts: counts, meanRates: means.doubles)
    }
  }

  private static func ofModel(_ handle: ModelHandle, _ data: DatasetHandle, _ call: Call) throws -> Double {
    try handle.bind(data, call, label: "counts")
    let hyper = handle.model.hyperparameters
    guard hyper.likelihood.domain == .counts else {
      throw call.fault(
        "rates", "bits per spike are for counts; this model's data is \(hyper.output_dist.rawValue)", hint: "use `r2`")
    }
    let splits = try ReadingRows.splits(call.string("split"), data.dataset, call)
    let posterior = try PosteriorReading(handle, data.dataset, call).read(
      splits, samples: call.integer("samples"), seed: call.seed(), keepsGeneratorStates: false)
    var gain = Metrics.LikelihoodGain()
    for (part, session) in zip(posterior.sessions, data.dataset.sessions) {
      for (split, arrays) in part.splits {
        guard let counts = session.split(split)?.data.tensor else { continue }
        try gain.add(rates: arrays.rates, counts: counts, meanRates: session.meanRates)
      }
    }
    return try gain.bitsPerSpike()
  }

  private static let hz = Builtin(
    "hz", .merit, "Spikes per bin turned into spikes per second.",
    parameters: [
      Parameter("x", .tensor, .required, "Rates in spikes per bin"),
      Parameter(
        "data", .oneOf([.dataset, .number(.positive)]), .required,
        "The data they belong to, or the bin width in seconds"),
    ],
    result: "tensor of the same shape", examples: [Example("hz([0.1, 0.2], 0.01)", shows: "[10, 20]")]
  ) { call in
    let dt: Double
    if let number = call["data"].asNumber {
      dt = number
    } else {
      let data: DatasetHandle = call.handle("data")
      guard let known = data.dataset.dt else {
        throw call.fault(
          "data", "the bin width of '\(data.dataset.name)' is not known",
          hint: UnknownBinWidth.advice + "; or here, in place of the data: `hz(x, 0.01)`")
      }
      dt = known
    }
    return .tensor(try Tensor.elementwise(.divide, call.tensor("x"), dt))
  }

  private static let smooth = Builtin(
    "smooth", .merit, "Spike counts smoothed in time by a Gaussian: the baseline to judge a model by.",
    details: "The kernel sums to 1, also where the trial's ends cut it. Counts stay spikes per bin.",
    parameters: [
      Parameter(
        "counts", .tensor, .required, "Counts with a time axis: [trial, time, neuron], [time, neuron] or [time]"),
      Parameter("sd", .binWidth, .defaults(.number(0.05)), unit: "s", "Width of the Gaussian"),
      Parameter("dt", .binWidth, .optional("the data set loaded last"), unit: "s", "Bin width"),
    ],
    result: "tensor of the same shape, spikes per bin",
    examples: [Example("sum(smooth([0, 0, 1, 0, 0], sd: 0.01, dt: 0.01))", shows: nil)]
  ) { call in
    let counts = call.tensor("counts")
    let named = counts.axes.firstIndex(of: "time")
    guard let axis = named ?? [1: 0, 2: 0, 3: 1][counts.rank] else {
      throw call.fault("counts", "there is no time axis", expected: "[trial, time, neuron], [time, neuron] or [time]")
    }
    guard let dt = call.numberOrNil("dt") ?? call.lastBinWidth() else {
      throw call.fault(
        "counts", "the bin width is not known", hint: "give it in seconds: `smooth(counts, sd: 0.05, dt: 0.01)`")
    }
    return .tensor(try call.blaming("counts") { try counts.smoothed(sd: call.number("sd") / dt, axis: axis) })
  }
}
