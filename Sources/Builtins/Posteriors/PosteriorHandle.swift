import Datasets
import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// A posterior of one session's trials, in the language: every array by name, trials in the order asked for.
final class PosteriorHandle: AdvisingHandle, Sendable {
  static let typeName = "posterior"

  let file: PosteriorFile
  private let positions: [String: Int]

  init(_ file: PosteriorFile) {
    self.file = file
    positions = Dictionary(file.arrays.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
  }

  /// What was read of a session, its splits brought into the order of the recording.
  convenience init(_ posterior: Posterior, session: Posterior.Session, data: Session) {
    let parts = Dictionary(uniqueKeysWithValues: session.splits.enumerated().map { ($0.element.split, $0.offset) })
    let order: [(part: Int, trial: Int)] = data.order.compactMap { place in
      guard let part = parts[place.split], place.trial < session.splits[part].arrays.trials else { return nil }
      return (part, place.trial)
    }
    let arrays = Self.columns.compactMap { column in
      Self.merged(session.splits.compactMap { column.tensor($0.arrays) }, of: session.splits.count, order)
        .map { (column.name, $0) }
    }
    self.init(
      PosteriorFile(
        session: session.name, samples: posterior.samples, steps: posterior.steps, dt: data.dt, arrays: arrays))
  }

  /// The trials of all parts in order; a part alone stays as it is.
  private static func merged(_ parts: [Tensor], of count: Int, _ order: [(part: Int, trial: Int)]) -> Tensor? {
    guard parts.count == count, let first = parts.first else { return nil }
    guard parts.count > 1 else { return first }
    let size = first.shape.dropFirst().reduce(1, *)
    let shape = [order.count] + first.shape.dropFirst()
    if first.elementType == .float {
      let values = parts.map(\.floats)
      return Tensor(rows(values, size, order), shape: shape, axes: first.axes)
    }
    let values = parts.map(\.doubles)
    return Tensor(rows(values, size, order), shape: shape, axes: first.axes)
  }

  private static func rows<Element>(
    _ values: [[Element]], _ size: Int, _ order: [(part: Int, trial: Int)]
  ) -> [Element] {
    var rows: [Element] = []
    rows.reserveCapacity(order.count * size)
    for place in order { rows += values[place.part][(place.trial * size)..<((place.trial + 1) * size)] }
    return rows
  }

  /// One array of the posterior.
  struct Column: Sendable {
    let name: String
    let summary: String
    let tensor: @Sendable (PosteriorArrays) -> Tensor?
  }

  /// What likelihoods describe an observation by besides its expectation.
  private static let likelihoodColumns: [Column] = {
    var names: Set<String> = ["rates"]
    return OutputDistribution.allCases.flatMap { row -> [Column] in
      let quantities = row.likelihood.init(Hyperparameters()).quantities
      return zip(quantities, row.likelihood.words.quantities).compactMap { name, summary in
        guard names.insert(name).inserted else { return nil }
        return Column(name: name, summary: "\(summary) [trial, time, neuron]") { arrays in
          arrays.outputs.first { $0.name == name }?.values
        }
      }
    }
  }()

  static let columns: [Column] =
    [
      Column(name: "rates", summary: "rates in spikes per bin, or means of Gaussian data [trial, time, neuron]") {
        $0.rates
      }
    ] + likelihoodColumns + [
      Column(name: "factors", summary: "factors [trial, time, factor]") { $0.factors },
      Column(name: "inputs", summary: "inferred inputs [trial, time, input]") { $0.inputs },
      Column(name: "inputs_sd", summary: "their standard deviation over samples [trial, time, input]") {
        $0.inputDeviations
      },
      Column(name: "inputs_mean", summary: "the controller's posterior mean of them [trial, time, input]") {
        $0.inputMeans
      },
      Column(name: "inputs_logvar", summary: "the controller's posterior log variance [trial, time, input]") {
        $0.inputLogVariances
      },
      Column(name: "states", summary: "states of the generator [trial, time, unit]") { $0.generatorStates },
      Column(name: "initial_states", summary: "first states of the generator [trial, unit]") {
        $0.generatorInitialStates
      },
      Column(name: "g0_mean", summary: "posterior mean of the initial-condition code [trial, code]") { $0.g0Means },
      Column(name: "g0_logvar", summary: "its posterior log variance [trial, code]") { $0.g0LogVariances },
      Column(name: "costs", summary: "cost of each trial in nats [trial]") { vector($0.costs) },
      Column(name: "reconstruction", summary: "negative log-likelihood of each trial in nats [trial]") {
        vector($0.reconstruction)
      },
      Column(name: "kl_g0", summary: "KL of the initial condition of each trial in nats, before its weight [trial]") {
        vector($0.klInitialCondition)
      },
      Column(name: "kl_inputs", summary: "KL of the inferred inputs of each trial in nats, before its weight [trial]") {
        vector($0.klInputs)
      },
      Column(name: "nll_bound_vae", summary: "bound on the negative log-likelihood of each trial [trial]") {
        vector($0.nllBoundVAE)
      },
      Column(name: "nll_bound_iwae", summary: "the reference's tighter bound, g0's KL analytic [trial]") {
        vector($0.nllBoundIWAE)
      },
      Column(name: "nll_bound_importance", summary: "importance-weighted bound proper [trial]") {
        vector($0.nllBoundImportance)
      },
    ]

  private static func vector(_ values: [Double]) -> Tensor {
    Tensor(values, shape: [values.count], axes: ["trial"])
  }

  private static let summaries = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.summary) })

  var trials: Int { file.arrays.first?.tensor.shape.first ?? 0 }

  var fields: [HandleField] {
    file.arrays.map { HandleField($0.name, Self.summaries[$0.name] ?? "as in the file") }
      + [
        HandleField("samples", "posterior samples averaged; nil where the means were pushed through"),
        HandleField("trials", "number of trials"), HandleField("name", "name of the session"),
      ]
  }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "samples": return file.samples.map(Value.integer) ?? .nil
    case "trials": return .integer(trials)
    case "name": return .string(file.session)
    default: break
    }
    if let tensor = tensor(named: name) { return .tensor(tensor) }
    guard Self.summaries[name] != nil else { return nil }
    throw RefusalError(
      Message(
        "this posterior has no `\(name)`", hints: ["it has \(fields.map { "`\($0.name)`" }.joined(separator: ", "))"]))
  }

  func setField(_ name: String, to value: Value) throws {
    throw HandleError.readOnly(
      type: Self.typeName, field: name, advice: "copy it, `x = post.\(name)`, and change the copy")
  }

  func advice(as parameter: Parameter, of builtin: Builtin) -> [String] {
    parameter.type.part(ofTrials: "post.rates").map { ["its rates are a tensor: `\($0)`"] } ?? []
  }

  /// An array of all trials in order; nil where the model has no such part.
  func tensor(named name: String) -> Tensor? { positions[name].map { file.arrays[$0].tensor } }

  private var source: String { file.samples.map { "\($0) samples" } ?? "means pushed through" }

  var shortText: StyledText { StyledText("posterior, \(trials) trials, \(source)") }

  func longText(columns: Int) -> StyledText {
    var text = StyledText("posterior", .heading)
    text.append(" of \(file.session)", .name)
    text.append(
      "  \(trials) trials, \(file.samples == nil ? source : "mean of " + source), model at step \(file.steps)")
    for (name, tensor) in file.arrays {
      let axes = zip(tensor.axes, tensor.shape).map { "\($0 ?? "code") \($1)" }
      text.append("\n  ")
      text.append(name.padding(to: 22), .name)
      text.append("[\(axes.joined(separator: ", "))]", .axis)
    }
    return text
  }
}
