import Analysis
import Datasets
import LFADSModel
import Language
import Plotting
import Syntax
import Tensors
import Training

/// Standard views of many trials and of the model itself.
enum ModelViewRows {
  static let rows: [Builtin] = [
    plotTraining, plotConditions, plotR2, plotFactors, plotInitialConditions, plotParameters, plotKL,
  ]

  private static let labels = Parameter(
    "labels", .labels, .optional("the data's condition_labels"), "The condition of each trial, a number or a word")

  private static let plotTraining = Builtin(
    "plot_training", .views, "Draws training curves over the shaded ramps of the KL and L2 costs.",
    parameters: [
      Parameter(
        "m", .oneOf([.model, .handle(FitReportHandle.typeName)]), .required, "A model, or what `fit` said of one")
    ],
    result: "figure",
    examples: [Example(TrialViewRows.example + "fit(m, data, epochs: 2)\nplot_training(m).panels", shows: "4")]
  ) { call in
    let state = (call["m"].asHandle as? ModelHandle)?.model.state
    let report = (call["m"].asHandle as? FitReportHandle)?.report
    let history = state?.history ?? report?.epochs ?? []
    guard !history.isEmpty else {
      throw call.fault("m", "there is no training to draw", hint: "`fit(m, data, epochs: 50)` trains")
    }
    return call.drawn(StandardView.training(TrainingCourse(history, best: state?.best?.epoch ?? report?.bestEpoch)))
  }

  private static let plotConditions = Builtin(
    "plot_conditions", .views, "Draws condition averages of data, ± standard error, under those of the model.",
    details: "Of a condition with one trial, which has no standard error, the data are a dashed line.",
    parameters: ViewSource.parameters + [
      labels, Parameter("neurons", .vector, .optional("the six whose rates vary most"), "Which neurons"),
      Parameter("conditions", .size, .defaults(.number(4)), "How many conditions, the first by number"),
      Parameter("smooth", .number(.nonNegative), .defaults(.number(0.03)), unit: "s", "Width of the data's smoothing"),
    ],
    result: "figure",
    examples: [
      Example(TrialViewRows.example + "plot_conditions(m, data, split: \"all\", samples: 2).panels", shows: "5")
    ]
  ) { call in
    let source = try ViewSource(call)
    var counts = try source.counts()
    if call.number("smooth") > 0 {
      counts = try call.blaming("smooth") { try counts.smoothed(sd: call.number("smooth") / source.dt, axis: 1) }
    }
    let neurons = try call.tensorOrNil("neurons")?.doubles.map { number in
      guard let neuron = Int(exactly: number), (0..<source.session.channels).contains(neuron) else {
        throw call.fault(
          "neurons", "there is no such neuron", expected: "0 to \(source.session.channels - 1)",
          found: NumberText.shortest(number))
      }
      return neuron
    }
    let labels = try source.labels(call)
    return call.drawn(
      StandardView.conditionAverages(
        data: counts, model: try source.array("rates", call), labels: labels.conditions, dt: source.dt,
        neurons: neurons, conditions: call.integer("conditions"), names: labels.names))
  }

  private static let plotR2 = Builtin(
    "plot_r2", .views, "Draws how much of each neuron's true rate is explained: R² sorted, and its distribution.",
    parameters: ViewSource.parameters, result: "figure",
    examples: [Example(TrialViewRows.example + "plot_r2(m, data, samples: 2).panels", shows: "2")]
  ) { call in
    let source = try ViewSource(call)
    guard let truth = try source.truth() else {
      throw call.fault(
        "data", "'\(source.session.name)' has no true rates", hint: "`bits_per_spike(m, data)` needs none")
    }
    let shares = try call.blaming("source") { try Metrics.r2(source.array("rates", call), truth, over: [0, 1]) }
    return call.drawn(StandardView.r2PerNeuron(shares.doubles))
  }

  private static let plotFactors = Builtin(
    "plot_factors", .views, "Draws the factors' first principal components, averaged over each condition's trials.",
    parameters: ViewSource.parameters + [labels], result: "figure",
    examples: [Example(TrialViewRows.example + "plot_factors(m, data, split: \"all\", samples: 2).panels", shows: "2")]
  ) { call in
    let source = try ViewSource(call)
    let labels = try source.labels(call)
    return call.drawn(
      try call.blaming("source") {
        try StandardView.factorComponents(
          source.array("factors", call), labels: labels.conditions, dt: source.dt, names: labels.names)
      })
  }

  private static let plotInitialConditions = Builtin(
    "plot_initial_conditions", .views, "Draws every trial's inferred initial condition, coloured by its condition.",
    parameters: ViewSource.parameters + [labels], result: "figure",
    examples: [
      Example(TrialViewRows.example + "plot_initial_conditions(m, data, split: \"all\", samples: 2).panels", shows: "1")
    ]
  ) { call in
    let source = try ViewSource(call)
    let labels = try source.labels(call)
    guard labels.conditions.count > 1 else {
      throw call.fault("source", "one trial has no principal components", expected: "2 trials or more")
    }
    return call.drawn(
      try call.blaming("source") {
        try StandardView.initialConditions(
          source.array("g0_mean", call), labels: labels.conditions, names: labels.names)
      })
  }

  private static let plotParameters = Builtin(
    "plot_parameters", .views, "Draws parameter matrices as heat maps, each on a scale about zero.",
    parameters: [
      Parameter("m", .model, .required, "The model"),
      Parameter(
        "names", .list(of: .string), .optional("those of generator and read-out"),
        "Which, by name or the start of one"),
    ],
    result: "figure",
    examples: [Example(TrialViewRows.example + "plot_parameters(m, names: [\"readout\"]).panels", shows: "1")]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let state = try call.blaming("m") { try handle.state() }
    let entries = state.layout.entries.filter { $0.shape.count == 2 && $0.shape[0] > 1 }
    let starts = call.listOrNil("names")?.compactMap(\.asString) ?? ["generator", "readout"]
    for start in starts where !entries.contains(where: { $0.path.hasPrefix(start) }) {
      let names = entries.map(\.path)
      throw call.fault(
        "names", "no matrix is called \"\(start)\"",
        hint: Suggestion.hint(for: start, among: names, quote: "\"") ?? "there are \(names.joined(separator: ", "))")
    }
    let chosen = entries.filter { entry in starts.contains { entry.path.hasPrefix($0) } }.prefix(12)
    return call.drawn(
      StandardView.parameters(
        chosen.compactMap { entry in state.parameters.tensor(entry.path).map { (entry.path, $0) } }))
  }

  private static let plotKL = Builtin(
    "plot_kl", .views, "Draws what the model pays for what it infers: KL of each initial dimension, and over time.",
    details: "Nats, averaged over trials, before the costs' weights.",
    parameters: [Parameter("source", .model, .required, "The model")] + ViewSource.parameters.dropFirst(),
    result: "figure", examples: [Example(TrialViewRows.example + "plot_kl(m, data, samples: 2).panels", shows: "2")]
  ) { call in
    let handle: ModelHandle = call.handle("source")
    let source = try ViewSource(call)
    let state = try call.blaming("source") { try handle.state() }
    func part(_ name: String) -> Tensor? { source.posterior.tensor(named: name) }
    let parts = DivergenceByDimension(
      state.parameters, g0Means: part("g0_mean"), g0LogVariances: part("g0_logvar"), inputMeans: part("inputs_mean"),
      inputLogVariances: part("inputs_logvar"))
    guard !parts.initial.isEmpty || parts.inputs != nil else {
      throw call.fault("source", "it infers neither an initial condition nor inputs")
    }
    return call.drawn(StandardView.divergence(initial: parts.initial, inputs: parts.inputs, dt: source.dt))
  }
}

extension TrainingCourse {
  /// The course that a model's history tells.
  ///
  /// - Parameter best: the epoch of the best model, counted from 0; it is marked where it is one of the history.
  init(_ history: [EpochRecord], best: Int?) {
    let hasValid = history.contains { $0.valid != nil }
    func cost(_ name: String, _ value: (SplitCosts) -> Double) -> Cost {
      Cost(
        name, train: history.map { value($0.train) },
        valid: hasValid ? history.map { $0.valid.map(value) ?? .nan } : nil)
    }
    let epochs = history.map { Double($0.epoch) + 1 }
    /// From the last epoch at whose end a weight is still 0, or the first there is, to the one at whose end it is 1.
    func ramp(_ weight: (EpochRecord) -> Double) -> ClosedRange<Double>? {
      guard let first = history.first, let last = epochs.last, weight(first) < 1 else { return nil }
      let start = epochs[history.lastIndex { weight($0) == 0 } ?? 0]
      let end = history.firstIndex { weight($0) >= 1 }.map { epochs[$0] } ?? last
      return start < end ? start...end : nil
    }
    // Without an L2 penalty its weight rises all the same, but there is nothing that it weighs.
    let hasL2 = history.contains { $0.l2 != 0 }
    let marked = history.first { $0.epoch == best }
    self.init(
      epochs: epochs,
      costs: [cost("total cost", \.total), cost("reconstruction", \.reconstruction), cost("KL", \.kl)],
      learningRate: history.map(\.learningRate), klRamp: ramp(\.weights.kl), l2Ramp: hasL2 ? ramp(\.weights.l2) : nil,
      best: marked.map { Double($0.epoch) + 1 })
  }
}
