import Datasets
import LFADSModel
import Language
import Plotting
import Syntax
import Tensors
import Training

/// A posterior of one session and the data it belongs to, trial by trial: what standard views are drawn from.
struct ViewSource {
  let posterior: PosteriorHandle
  let session: Session
  /// Seconds of a bin.
  let dt: Double
  /// Where each trial of the posterior stands in the data.
  let places: [(split: SplitName, trial: Int)]

  /// The arguments that say what to draw from.
  static let parameters: [Parameter] = [
    Parameter("source", .oneOf([.posterior, .model]), .required, "A posterior, or a model to read one from"),
    Parameter("data", .dataset, .required, "The data it belongs to"),
    Parameter(
      "split", .split, .optional("a posterior's own; of a model, validation where there is any"), "Which trials"),
    Parameter("session", .string, .optional("the first"), "Of several sessions, which"),
    Parameter("samples", .size, .defaults(.number(50)), "Of a model: posterior samples to average"),
    Parameter("seed", .integer, .optional("the session's stream"), "Of a model: where the samples come from"),
    Parameter("threads", .size, .optional("all cores"), "Of a model: threads"),
  ]

  /// - Parameters:
  ///   - splits: those read of a model where the caller names none.
  ///   - limit: how many trials of each are read of a model.
  init(_ call: Call, splits: [SplitName]? = nil, limit: Int = .max) throws {
    let data: DatasetHandle = call.handle("data")
    let dataset = data.dataset
    guard let dt = dataset.dt else {
      throw call.fault("data", "the bin width of '\(dataset.name)' is not known", hint: UnknownBinWidth.advice)
    }
    self.dt = dt
    let posterior: PosteriorHandle
    if let given = call["source"].asHandle as? PosteriorHandle {
      posterior = given
      let name = call.stringOrNil("session") ?? given.file.session
      session = try dataset.session(named: name) ?? Self.session(dataset, call)
    } else {
      session = try Self.session(dataset, call)
      posterior = try Self.read(call, data, session, splits, limit)
    }
    self.posterior = posterior
    let isGiven = call["source"].asHandle is PosteriorHandle
    places = try Self.places(of: posterior.trials, session, call, splits, isGiven ? .max : limit)
  }

  private static func session(_ dataset: Dataset, _ call: Call) throws -> Session {
    guard let name = call.stringOrNil("session") else { return dataset.sessions[0] }
    guard let session = dataset.session(named: name) else {
      let names = dataset.sessions.map(\.name)
      throw call.fault(
        "session", "there is no session \"\(name)\"",
        hint: Suggestion.hint(for: name, among: names, quote: "\"") ?? "there are \(names.joined(separator: ", "))")
    }
    return session
  }

  private static func chosen(_ call: Call, _ session: Session, _ splits: [SplitName]?) -> [SplitName] {
    if let name = call.stringOrNil("split") { return SplitName(rawValue: name).map { [$0] } ?? SplitName.allCases }
    return splits ?? [session.valid == nil ? .train : .valid]
  }

  private static func read(
    _ call: Call, _ data: DatasetHandle, _ session: Session, _ splits: [SplitName]?, _ limit: Int
  ) throws -> PosteriorHandle {
    let handle: ModelHandle = call.handle("source")
    try handle.bind(data, call)
    let wanted = chosen(call, session, splits).filter { session.split($0) != nil }
    guard !wanted.isEmpty else {
      throw call.fault("split", "'\(session.name)' has no such trials", hint: "draw those it has: `split: \"train\"`")
    }
    let read = try call.blaming("data") {
      try PosteriorReading(handle, data.dataset, call).read(
        wanted, samples: call.integer("samples"), seed: call.seed(), limit: limit)
    }
    guard let part = read.sessions.first(where: { $0.name == session.name }) else {
      throw InterruptionError(advice: InterruptionError.nothingChanged)
    }
    return PosteriorHandle(read, session: part, data: session)
  }

  /// The trials of a posterior by their number: all of them, or those of one split.
  private static func places(
    of count: Int, _ session: Session, _ call: Call, _ splits: [SplitName]?, _ limit: Int
  ) throws -> [(split: SplitName, trial: Int)] {
    func all(_ splits: [SplitName]) -> [(split: SplitName, trial: Int)] {
      session.order.filter { splits.contains($0.split) && $0.trial < limit }
    }
    var tried = [SplitName.allCases, [.train, .valid], [.valid], [.train], [.test]]
    if call["source"].asHandle is ModelHandle || call.stringOrNil("split") != nil {
      tried = [chosen(call, session, splits)]
    }
    for splits in tried {
      // A split alone stands in its own order, both together in that of the recording.
      let found =
        splits.count == 1
        ? (0..<min(session.split(splits[0])?.trials ?? 0, limit)).map { (split: splits[0], trial: $0) } : all(splits)
      if found.count == count { return found }
    }
    throw call.fault(
      "data", "the posterior has \(count) trials, which is neither all nor one split of '\(session.name)'",
      expected: "\(session.trials) trials, or "
        + session.splits.map { "\($0.trials) \($0.name.word)" }.joined(separator: ", "))
  }

  // MARK: What it holds

  /// An array of the posterior, or an error that says there is none.
  func array(_ name: String, _ call: Call) throws -> Tensor {
    guard let tensor = posterior.tensor(named: name) else {
      throw call.fault("source", "there is no `\(name)` in it", hint: Self.reasons[name])
    }
    return tensor
  }

  private static let reasons = [
    "inputs": "a model with `co_dim: 0` infers no inputs", "g0_mean": "a model with `ic_dim: 0` has no such code",
  ]

  /// What was observed in some of the trials [trial, time, neuron].
  func counts(_ trials: [Int]? = nil) throws -> Tensor {
    try rows(trials) { split, chosen in session.split(split)?.data.selecting(chosen).tensor }
      ?? Tensor([Float](), shape: [0, session.bins, session.channels])
  }

  /// True rates in spikes per bin [trial, time, neuron]; nil where the data have none.
  func truth(_ trials: [Int]? = nil) throws -> Tensor? {
    try rows(trials) { split, chosen in
      guard let rates = try session.rates(split) else { return nil }
      return try rates.indexed([.positions(chosen)])
    }
  }

  /// Numbers of an array with one entry a trial, such as `condition_labels`; nil where there is none.
  func numbers(_ name: String) throws -> [Double]? {
    var parts: [SplitName: [Double]] = [:]
    for split in Set(places.map(\.split)) {
      guard let stored = session.split(split)?.arrays[name], !stored.isText, stored.shape.count == 1 else { return nil }
      parts[split] = try stored.doubles()
    }
    let values = places.compactMap { place -> Double? in
      guard let part = parts[place.split], place.trial < part.count else { return nil }
      return part[place.trial]
    }
    return values.count == places.count ? values : nil
  }

  /// The condition of every trial and what conditions are called, from the argument `labels` or the data.
  func labels(_ call: Call) throws -> (conditions: [Int], names: [Int: String]) {
    func named(_ words: [String]?) -> [Int: String] {
      Dictionary(uniqueKeysWithValues: (words ?? []).enumerated().map { ($0.offset, $0.element) })
    }
    if let given = call.labelsOrNil("labels") {
      let numbers = given.numbers.doubles
      guard numbers.count == places.count else {
        throw call.fault(
          "labels", "there is not one for each trial", expected: "\(places.count)", found: "\(numbers.count)")
      }
      return (try conditions(numbers, "labels", call), named(given.words))
    }
    guard let labels = try numbers("condition_labels") ?? numbers("conditions") else {
      throw call.fault(
        "data", "'\(session.name)' does not say which condition each trial belongs to",
        hint: "give them: `labels: [0, 0, 1, …]`, one for each trial, or `dataset(…, conditions: …)`")
    }
    return (try conditions(labels, "data", call), named(session.arrays["condition_names"]?.texts))
  }

  /// Labels as whole numbers; one that is none lies in the argument `argument`.
  private func conditions(_ labels: [Double], _ argument: String, _ call: Call) throws -> [Int] {
    try labels.enumerated().map { trial, label in
      guard let condition = Int(exactly: label) else {
        throw call.fault(
          argument, "the label of \(name(of: trial)) is no whole number", found: NumberText.shortest(label),
          hint: "`unique(labels, counts: true).inverse` numbers conditions")
      }
      return condition
    }
  }

  /// The bin in which the true pulse of a trial fell: none where the data know of none, have nan for a trial without
  /// one, or a bin outside the trial.
  func pulses(of trial: Int, _ call: Call) throws -> [Int] {
    guard let time = try numbers("input_times")?[trial], !time.isNaN else { return [] }
    guard let bin = Int(exactly: time) else {
      throw call.fault(
        "data", "`input_times` of \(name(of: trial)) is no bin",
        expected: "a whole number, or nan for a trial without a pulse", found: NumberText.shortest(time))
    }
    return (0..<session.bins).contains(bin) ? [bin] : []
  }

  /// Rows of all splits in the order of `places`.
  private func rows(_ trials: [Int]?, _ read: (SplitName, [Int]) throws -> Tensor?) throws -> Tensor? {
    let wanted = (trials ?? Array(places.indices)).map { places[$0] }
    var parts: [SplitName: [[Float]]] = [:]
    var shape: [Int] = []
    for split in Set(wanted.map(\.split)) {
      let chosen = wanted.filter { $0.split == split }.map(\.trial)
      guard let part = try read(split, chosen) else { return nil }
      shape = Array(part.shape.dropFirst())
      let size = shape.reduce(1, *)
      let values = part.floats
      parts[split] = chosen.indices.map { Array(values[($0 * size)..<(($0 + 1) * size)]) }
    }
    var next: [SplitName: Int] = [:]
    let values = wanted.flatMap { place -> [Float] in
      defer { next[place.split, default: 0] += 1 }
      return parts[place.split]?[next[place.split, default: 0]] ?? []
    }
    return Tensor(values, shape: [wanted.count] + shape, axes: ["trial", "time", "neuron"])
  }

  /// One trial of an array of the posterior.
  func trial(_ number: Int, of tensor: Tensor) throws -> Tensor { try tensor.indexed([.position(number)]) }

  /// A trial's number, checked.
  func checked(_ label: String, _ call: Call) throws -> Int {
    let number = call.integer(label)
    guard places.indices.contains(number) else {
      throw call.fault(label, "there is no such trial", expected: "0 to \(places.count - 1)", found: "\(number)")
    }
    return number
  }

  /// `valid, trial 3`.
  func name(of trial: Int) -> String {
    "\(places[trial].split.word), trial \(places[trial].trial)"
  }
}

extension ParameterType {
  static let posterior = ParameterType.handle(PosteriorHandle.typeName)
}
