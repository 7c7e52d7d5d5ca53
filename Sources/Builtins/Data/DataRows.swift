import Datasets
import Files
import HDF5
import Interchange
import Language
import Syntax
import Tensors
import Training

extension Theme {
  static let data = Theme("Data", "Load, make and keep data sets; bring spikes of one's own.")
}

/// Getting data.
enum DataRows {
  static let rows: [Builtin] = [dataset, binSpikes, saveDataset]

  /// A data set as a value; its bin width is the one that is meant from now on.
  static func keep(_ handle: DatasetHandle, _ call: Call) -> Value {
    if let dt = handle.dataset.dt { call.meets(binWidth: dt) }
    return .handle(handle)
  }

  private static let dataset = Builtin(
    "dataset", .data, "Makes a data set of spike counts.",
    details: """
      Every fifth trial is set aside for validation; with `conditions:`, every fifth of each condition. Trials set aside
      by `test:` are taken evenly from the others: neither training nor its stopping sees them. Words are
      numbered from 0 as they first occur: `data.train.condition_labels` has the numbers, `data.condition_names` the
      words.
      """,
    parameters: [
      Parameter(
        "counts", .tensor(rank: 3...3), .required, "Spike counts [trial, time, neuron]; nan where a bin is missing"),
      Parameter("dt", .binWidth, .optional("unknown"), unit: "s", "Bin width"),
      Parameter("valid", .fraction, .defaults(.number(0.2)), "Share of the trials set aside for validation"),
      Parameter("test", .fraction, .defaults(.number(0)), "Share of the trials set aside for a test"),
      Parameter("truth", .tensor(rank: 3...3), .optional("none"), "True rates in spikes per bin, of the counts' shape"),
      Parameter("conditions", .labels, .optional("none"), "Condition of each trial, a number or a word"),
      Parameter("ext_input", .tensor(rank: 3...3), .optional("none"), "Known inputs [trial, time, input]"),
      Parameter("name", .string, .defaults(.string("data")), "What to call it"),
    ],
    result: "dataset",
    examples: [Example("data = dataset(zeros(10, 20, 5), dt: 0.01)\nshape(data.valid.data)", shows: "[2, 20, 5]")]
  ) { call in
    let conditions = call.labelsOrNil("conditions")
    do {
      let data = try Dataset(
        counts: call.tensor("counts"), name: call.string("name"), dt: call.numberOrNil("dt"),
        valid: call.number("valid"), test: call.number("test"), truth: call.tensorOrNil("truth"),
        conditions: conditions?.numbers,
        conditionNames: conditions?.words, externalInput: call.tensorOrNil("ext_input"))
      return keep(DatasetHandle(data), call)
    } catch let error as DatasetError {
      let guilty = ["valid", "test", "truth", "conditions", "ext_input"].first { $0 == error.object } ?? "counts"
      throw ArgumentFaultError(label: guilty, cause: error)
    }
  }

  private static let binSpikes = Builtin(
    "bin_spikes", .data, "Counts spikes in bins around the start of each trial.",
    details: """
      `times` is a list with the spike times of each neuron, or all spike times in one with `units:` saying which unit
      fired each. Neurons are in the order of the units' numbers; of words, as they first occur: `unique(units)`. Times
      need not be sorted, but those of one vector without `units:` that are not get a warning; `[times]` is one neuron
      for certain. Trials may overlap. Spikes outside every trial are counted and reported.
      """,
    parameters: [
      Parameter(
        "times", .oneOf([.tensor(rank: 1...2), .list]), .required,
        "Spike times in seconds: a list of neurons, or all in one"),
      Parameter("trial_starts", .vector, .required, "When each trial starts, in seconds"),
      Parameter(
        "window", .oneOf([.range, .vector]), .required, "From where to where around each start, in seconds: `[0, 1]`"),
      Parameter("dt", .binWidth, .required, unit: "s", "Bin width"),
      Parameter(
        "units", .labels, .optional("`times` is a list of neurons"), "Which unit fired each spike, a number or a word"),
    ],
    result: "tensor [trial, time, neuron]",
    examples: [
      Example(
        "shape(bin_spikes([0.01, 0.03, 1.02], [0, 1], window: [0, 0.04], dt: 0.02, units: [0, 0, 1]))",
        shows: "[2, 2, 2]")
    ]
  ) { call in
    let window = try trialWindow(call)
    let times: [[Double]]
    if let units = call.labelsOrNil("units")?.numbers {
      guard let all = call["times"].asTensor else {
        throw call.fault("times", "with `units:` all spike times stand in one vector", found: call["times"].typeName)
      }
      times = try call.blaming("units") { try BinnedSpikes.byUnit(times: all.doubles, units: units.doubles).times }
    } else {
      times = try neurons(call)
    }
    let binned: BinnedSpikes
    do throws(DatasetError) {
      binned = try BinnedSpikes(
        times: times, trialStarts: call.tensor("trial_starts").doubles, window: window, dt: call.number("dt"))
    } catch {
      throw ArgumentFaultError(
        label: ["trial_starts", "window", "dt"].first { $0 == error.object } ?? "times", cause: error)
    }
    if let warning = outside(binned, times, window, call) { call.warn(warning) }
    if let warning = unsorted(call) { call.warn(warning) }
    call.meets(binWidth: call.number("dt"))
    return .tensor(binned.counts)
  }

  /// What to say of spikes that fall into no trial; where none falls into any, most likely the two are on different
  /// clocks.
  private static func outside(
    _ binned: BinnedSpikes, _ times: [[Double]], _ window: (from: Double, to: Double), _ call: Call
  ) -> Message? {
    guard binned.outside > 0 else { return nil }
    guard binned.outside == binned.spikes else {
      let verbs = binned.outside == 1 ? ("falls", "was") : ("fall", "were")
      return Message(
        "\(binned.outside) of \(binned.spikes) spikes \(verbs.0) into no trial and \(verbs.1) left out")
    }
    let starts = call.tensor("trial_starts").doubles, all = times.joined()
    func range(_ low: Double?, _ high: Double?) -> String {
      "\(NumberText.rounded(low ?? .nan)) to \(NumberText.rounded(high ?? .nan)) s"
    }
    return Message(
      "none of \(binned.spikes) spikes falls into any trial",
      hints: [
        "spikes lie from \(range(all.min(), all.max())), trials from "
          + "\(range(starts.min().map { $0 + window.from }, starts.max().map { $0 + window.to })): both must be in seconds "
          + "of one clock"
      ])
  }

  /// What to say of times in one vector that go back without `units:`, as those of several units one after another do.
  private static func unsorted(_ call: Call) -> Message? {
    guard !call.wasGiven("units"), let times = call["times"].asTensor, times.rank == 1 else { return nil }
    let values = times.doubles
    guard zip(values, values.dropFirst()).contains(where: { $0 > $1 }) else { return nil }
    return Message(
      "the times are not sorted, and all \(values.count) spikes were taken as one neuron's",
      hints: ["of spikes of several units say which fired each: `units:`; of one neuron give `[times]`"])
  }

  private static func trialWindow(_ call: Call) throws -> (from: Double, to: Double) {
    if let ends = call["window"].asTensor?.doubles, ends.count == 2, ends[0] < ends[1] { return (ends[0], ends[1]) }
    if let range = call["window"].asRange, let lower = range.lower, let upper = range.upper, lower < upper {
      return (lower, upper)
    }
    throw call.fault(
      "window", "a window is two rising times", expected: "`[-0.5, 1.5]`", found: call["window"].foundText)
  }

  private static func neurons(_ call: Call) throws -> [[Double]] {
    if let one = call["times"].asTensor, one.rank == 1 { return [one.doubles] }
    if let table = call["times"].asTensor, table.rank == 2 {
      let width = table.shape[1], values = table.doubles
      return (0..<table.shape[0]).map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
    }
    return try call.list("times").enumerated().map { position, item in
      if let tensor = item.asTensor, tensor.rank == 1 { return tensor.doubles }
      if let number = item.asNumber { return [number] }
      if let list = item.asList, list.isEmpty { return [] }
      throw call.fault(
        "times", "neuron \(position) has no vector of spike times", found: item.foundText,
        hint: "with all times in one vector say which unit fired each: `units:`")
    }
  }

  private static let saveDataset = Builtin(
    "save_dataset", .data, "Writes a data set in the reference's layout, as HDF5.",
    details: "One session goes to `path`, each of several to `path_NAME`. Written whole or not at all.",
    parameters: [
      Parameter("data", .dataset, .required, "The data set"), Parameter("path", .path, .required, "Where to"),
    ],
    result: nil,
    examples: [Example("save_dataset(dataset(zeros(10, 20, 5), dt: 0.01), \"counts.h5\")")]
  ) { call in
    let handle: DatasetHandle = call.handle("data")
    try call.checkHDF5Name("path", for: "a data set", array: "data.train.data")
    try call.write(handle.dataset, to: "path")
    return .nil
  }
}

extension Call {
  /// Runs what may be stopped half-way; errors are those of the argument `label`.
  func interruptibly<Result>(_ label: String, _ work: () throws -> Result) throws -> Result {
    try blaming(label) {
      do { return try work() } catch let error as DatasetError where error.cause == .cancelled {
        throw InterruptionError(advice: InterruptionError.nothingChanged)
      }
    }
  }

  /// Finds data beside the script, in the working directory, among the synthetic sets.
  func datasetLoader() -> DatasetLoader {
    let directories = [settings.scriptDirectory, settings.workingDirectory].compactMap(\.self)
    return DatasetLoader(
      directories: machine.observer?.places(directories) ?? directories,
      cacheDirectory: settings.cacheDirectory, integratorPath: libraryFile("data", "integrator.h5"),
      layouts: ForeignLayouts.all, nearest: { Suggestion.nearest(to: $0, among: $1) })
  }

  /// A file of the standard library, the first there is.
  func libraryFile(_ folder: String, _ name: String) -> String? {
    settings.libraryDirectories.map { "\($0)/\(folder)" }.first { machine.files.entries($0).contains(name) }
      .map { "\($0)/\(name)" }
  }

  /// A path as it would be typed: without the working directory it starts with.
  func shown(_ path: String) -> String {
    let path = machine.observer?.original(path) ?? path
    let start = settings.workingDirectory + "/"
    return path.hasPrefix(start) && start != "/" ? String(path.dropFirst(start.count)) : path
  }
}
