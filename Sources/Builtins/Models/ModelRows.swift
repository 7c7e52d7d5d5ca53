import Datasets
import LFADSModel
import Language
import Training

/// Making and training models.
enum ModelRows {
  static let rows: [Builtin] = [lfads, bind, fit]

  private static let lfads = Builtin(
    "lfads", .models, "Makes a model; its parameters are drawn when it first meets data.",
    details: """
      A sequential variational autoencoder: encoders read a trial, a code of its initial condition starts a generator,
      a controller infers inputs to it (`co_dim` of them), factors are read from the generator's state and rates from
      the factors. Every hyperparameter is a label, under the names of the reference implementation.
      """,
    parameters: HyperparameterLabels.parameters + [
      Parameter(
        "seed", .integer, .optional("drawn from the session's stream"), "Where its parameters and draws come from")
    ],
    result: "model",
    examples: [Example("m = lfads(co_dim: 1, factors: 20, seed: 1)\nm.factors_dim", shows: nil)]
  ) { call in
    let hyper = try HyperparameterLabels.hyperparameters(call)
    return .handle(ModelHandle(Model(hyper, seed: call.seed())))
  }

  private static let bind = Builtin(
    "bind", .models, "Draws a model's parameters for data of these sizes, without training.",
    parameters: [
      Parameter("m", .model, .required, "The model"), Parameter("data", .dataset, .required, "The data it is to fit"),
    ],
    result: "model, the same one",
    examples: [
      Example(
        """
        data = dataset(zeros(10, 20, 5), dt: 0.01)
        m = bind(lfads(gen_dim: 8, factors: 3, seed: 1), data)
        m.is_trained
        """, shows: "false")
    ]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    try handle.bind(call.handle("data"), call)
    return .handle(handle)
  }

  private static let fit = Builtin(
    "fit", .models, "Trains a model on the training trials of data, in place.",
    details: """
      Without `epochs:` it trains until the learning rate has fallen below `learning_rate_stop`. `epochs:` are further
      epochs: fitting twice for 10 equals once for 20, to the bit. Ctrl-C stops after the batch under way and keeps the
      model; `fit` again goes on from there. `m` keeps its last parameters; `m.best` is a model with the best ones on
      the validation trials once both ramps are done. With `dir:` the training is kept in a directory: checkpoints,
      `fitlog.csv`, events for TensorBoard. The same line run again, after whatever ended it, goes on there to the bit:
      what the directory holds beyond `m` counts as done, so that of `epochs:` the rest is trained.
      """,
    parameters: [
      Parameter("m", .model, .required, "The model"), Parameter("data", .dataset, .required, "What to train on"),
      Parameter("epochs", .count, .optional("until the learning-rate rule ends it"), "Further passes over the data"),
      Parameter("seed", .integer, .optional("the model's"), "Start the draws of the training anew from here"),
      Parameter("threads", .size, .optional("all cores"), "Threads; the result does not depend on them"),
      Parameter("quiet", .bool, .defaults(.bool(false)), "Show no progress"),
      Parameter("dir", .path, .optional("none"), "Directory to keep the training in"),
      Parameter(
        "example_every", .count, .defaults(.number(10)), unit: "epochs",
        "With `dir:`, how often TensorBoard gets a picture of an example trial; 0: never"),
    ],
    result: "fit report",
    examples: [
      Example(
        """
        data = dataset(zeros(10, 20, 5), dt: 0.01)
        m = lfads(gen_dim: 8, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1)
        report = fit(m, data, epochs: 2, quiet: true)
        report.epochs
        """, shows: "2")
    ]
  ) { call in
    let handle: ModelHandle = call.handle("m")
    let data: DatasetHandle = call.handle("data")
    return .handle(try Fitting(handle, data, call).run())
  }
}

extension ModelHandle {
  /// Draws the parameters for `data`, or checks that they fit; an error lies in the argument `label`.
  @discardableResult
  func bind(_ data: DatasetHandle, _ call: Call, label: String = "data") throws -> TrainingState {
    let hyper = model.hyperparameters
    return try call.blaming(label) {
      try data.dataset.validate(for: hyper.likelihood.domain, allowsMissing: hyper.nan_bins != .error)
      return try model.bind(data.dataset.description(withChannelMeans: hyper.initial_rates == .data))
    }
  }
}

extension Call {
  /// The argument `seed`, or a number from the session's stream.
  func seed() -> UInt64 {
    if let seed = integerOrNil("seed") { return UInt64(bitPattern: Int64(seed)) }
    // Fits a number of the language exactly, so that it can be shown and given again.
    return withRandomStream { $0.next() >> 11 }
  }

  /// The number of trials behind `label`, refused where they would hold more numbers than the session allows.
  ///
  /// - Parameter size: numbers that one trial holds.
  func trials(_ label: String, size: Double) throws -> Int {
    let trials = integer(label), most = settings.limits.count(ofSize: size)
    guard trials <= most else {
      throw fault(
        label, "so many trials of this model hold too many numbers", expected: "at most \(most)", found: "\(trials)")
    }
    return trials
  }

  /// The argument `threads`, what the session was told, or all cores.
  func threads() -> Int { integerOrNil("threads") ?? settings.threads ?? Cores.count }
}
