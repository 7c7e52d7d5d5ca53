import Datasets
import LFADSModel
import Language
import Plotting
import Tensors
import Training

/// Standard views of single trials.
enum TrialViewRows {
  static let rows: [Builtin] = [plotTrial, plotRates, plotInputs]

  /// A small model bound to data, for examples.
  static let example = """
    data = dataset(floor(2 * rand(10, 20, 5, seed: 1)), dt: 0.01, truth: ones(10, 20, 5), conditions: floor((0..<10) / 5))
    m = bind(lfads(gen_dim: 8, factors: 3, ic_dim: 4, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1), data)

    """

  private static let trial = Parameter(
    "trial", .count, .defaults(.number(0)), "Which trial, counted within what was read")

  private static let plotTrial = Builtin(
    "plot_trial", .views,
    "Draws a training and a validation trial: rates, inputs, data, factors, generator, heat maps.",
    details: """
      The reference's picture of a model at work: rates against the truth where it is known, controller output, spikes,
      factors, generator states, and heat maps of data and rates. Of a posterior of one split there is one column.
      """,
    parameters: ViewSource.parameters + [
      Parameter("trial", .count, .defaults(.number(0)), "Which trial of each split"),
      Parameter("shown", .size, .defaults(.number(8)), "How many neurons and units are drawn as curves"),
    ],
    result: "figure", examples: [Example(example + "plot_trial(m, data, samples: 2).columns", shows: "2")]
  ) { call in
    let trial = call.integer("trial")
    let source = try ViewSource(call, splits: [.train, .valid], limit: trial == Int.max ? trial : trial + 1)
    let shown = [SplitName.train, .valid].compactMap { split in
      source.places.firstIndex { $0.split == split && $0.trial == trial }
    }
    guard !shown.isEmpty else { throw call.fault("trial", "there is no such trial", found: "\(trial)") }
    return call.drawn(
      StandardView.trials(
        try shown.map { try source.values(of: $0, call) }, dt: source.dt, shown: call.integer("shown")))
  }

  private static let plotRates = Builtin(
    "plot_rates", .views, "Draws inferred and true rates of a trial as heat maps on one scale, neurons by their peak.",
    parameters: ViewSource.parameters + [trial], result: "figure",
    examples: [Example(example + "plot_rates(m, data, samples: 2).panels", shows: "2")]
  ) { call in
    let source = try ViewSource(call)
    let number = try source.checked("trial", call)
    guard let truth = try source.truth([number]) else {
      throw call.fault("data", "'\(source.session.name)' has no true rates", hint: "`heatmap(post.rates[trial: 0])`")
    }
    return call.drawn(
      StandardView.ratesBesideTruth(
        try source.trial(number, of: source.array("rates", call)), try source.trial(0, of: truth), dt: source.dt,
        title: source.name(of: number)))
  }

  private static let plotInputs = Builtin(
    "plot_inputs", .views,
    "Draws the inferred inputs of a trial, mean ± SD, with the true pulses where they are known.",
    parameters: ViewSource.parameters + [trial], result: "figure",
    examples: [Example(example + "plot_inputs(m, data, samples: 2).panels", shows: "1")]
  ) { call in
    let source = try ViewSource(call)
    let number = try source.checked("trial", call)
    let mean = try source.trial(number, of: source.array("inputs", call))
    let deviation: Tensor
    if let given = source.posterior.tensor(named: "inputs_sd") {
      deviation = try source.trial(number, of: given)
    } else {
      let logvar = try source.trial(number, of: source.array("inputs_logvar", call))
      deviation = try Tensor.elementwise(.multiply, logvar, 0.5).mapped(.exp)
    }
    return call.drawn(
      StandardView.inferredInputs(
        mean: mean, deviation: deviation, dt: source.dt, pulses: try source.pulses(of: number, call),
        title: source.name(of: number)))
  }
}

extension ViewSource {
  /// Everything known of one trial.
  func values(of number: Int, _ call: Call) throws -> TrialValues {
    func part(_ name: String) throws -> Tensor? {
      try posterior.tensor(named: name).map { try trial(number, of: $0) }
    }
    return TrialValues(
      title: name(of: number), data: try trial(0, of: counts([number])),
      rates: try trial(number, of: array("rates", call)),
      truth: try truth([number]).map { try trial(0, of: $0) }, inputs: try part("inputs"),
      factors: try trial(number, of: array("factors", call)), states: try part("states"))
  }
}
