import Datasets
import Kernels
import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// Trials of one session, as the functions that open a model take them: a data set, a split of one, a tensor
/// [trial, time, neuron] or [time, neuron], or a record {data, ext_input, session}.
struct TrialBatch {
  let batch: ModelBatch
  var session: Int { batch.part.session }
  var trials: Int { batch.trials }

  /// One of its trials alone.
  func only(_ trial: Int) -> TrialBatch {
    TrialBatch(batch: ModelBatch([batch.part.only(trial..<(trial + 1))]))
  }

  /// Observations [B, T, D] and external input [B, T, I].
  func tensors(_ shape: ModelShape) -> (data: Tensor, externalInput: Tensor) {
    let channels = shape.sessions[session].channels,
      inputs = shape.hyperparameters.ext_input_dim
    let cells = trials * shape.steps
    let data = AlignedBuffer<Float>(count: cells * channels), external = AlignedBuffer<Float>(count: cells * inputs)
    batch.part.copy(0..<trials, data.pointer, external.pointer)
    func byTrial(_ source: AlignedBuffer<Float>, _ width: Int, _ axis: String) -> Tensor {
      var values = Array(repeating: Float(0), count: cells * width)
      for trial in 0..<trials {
        for t in 0..<shape.steps {
          for i in 0..<width {
            values[(trial * shape.steps + t) * width + i] = source.pointer[(t * trials + trial) * width + i]
          }
        }
      }
      return Tensor(values, shape: [trials, shape.steps, width], axes: ["trial", "time", axis])
    }
    return (byTrial(data, channels, "neuron"), byTrial(external, inputs, "input"))
  }
}

extension Parameter {
  /// What ``Call/trialBatch(_:for:split:)`` reads.
  static func batch(_ label: String, _ summary: String, _ presence: Presence = .required) -> Parameter {
    Parameter(
      label, .oneOf([.dataset, .handle(SplitHandle.typeName), .tensor(rank: 2...3), .record]), presence, summary)
  }

  static let session = Parameter(
    "session", .string, .optional("the one there is"), "Which session, where the model has several")
}

extension Call {
  /// The trials behind `label`, fitted to the model; a data set binds a model that has met none.
  ///
  /// - Parameter split: which part of a data set; every trial in the order of the recording when nil or "all".
  func trialBatch(_ label: String, for handle: ModelHandle, split: String? = nil) throws -> TrialBatch {
    switch self[label] {
    case .handle(let data as DatasetHandle): return try trialBatch(label, data, handle, split: split)
    case .handle(let part as SplitHandle):
      return try trialBatch(
        label, part.session, places: (0..<part.split.trials).map { (part.split.name, $0) }, handle)
    case .record(let record): return try trialBatch(label, record, handle)
    default: return try trialBatch(label, Record([("data", self[label])]), handle)
    }
  }

  private func trialBatch(
    _ label: String, _ data: DatasetHandle, _ handle: ModelHandle, split: String?
  ) throws -> TrialBatch {
    let dataset = data.dataset, names = dataset.sessions.map(\.name)
    if handle.model.state == nil || handle.model.state?.layout.shape.sessions.count == names.count {
      try handle.bind(data, self, label: label)
    }
    var session = dataset.sessions[0]
    if names.count > 1 {
      guard let name = stringOrNil("session") else {
        throw fault(
          label, "'\(dataset.name)' has \(names.count) sessions", hint: "say which: `session: \"\(names[0])\"`")
      }
      guard let found = dataset.session(named: name) else { throw unknownSession(name, names, "data has") }
      session = found
    }
    var places = session.order
    if let split, let name = SplitName(rawValue: split) {
      _ = try ReadingRows.splits(split, Dataset(name: dataset.name, sessions: [session]), self)
      places = places.filter { $0.split == name }.sorted { $0.trial < $1.trial }
    }
    return try trialBatch(label, session, places: places, handle)
  }

  /// Trials of a session, wherever they stand in its splits.
  private func trialBatch(
    _ label: String, _ session: Session, places: [(split: SplitName, trial: Int)], _ handle: ModelHandle
  ) throws -> TrialBatch {
    let shape = try handle.state().layout.shape
    let number = try sessionNumber(shape, named: session.name)
    try blaming(label) {
      try Self.check(
        shape, number, steps: session.bins, channels: session.channels, inputs: session.inputs)
      try Dataset(name: session.name, sessions: [session]).validate(
        for: shape.likelihood.domain, allowsMissing: shape.hyperparameters.nan_bins != .error)
    }
    let steps = session.bins, channels = session.channels, inputs = session.inputs
    var batch = ModelBatch(session: number, trials: places.count) { rows, data, externalInput in
      let row = AlignedBuffer<Float>(count: steps * max(channels, inputs))
      func spread(_ width: Int, _ r: Int, into target: UnsafeMutablePointer<Float>) {
        for t in 0..<steps {
          (target + (t * rows.count + r) * width).update(from: row.pointer + t * width, count: width)
        }
      }
      for (r, trial) in rows.enumerated() {
        guard let split = session.split(places[trial].split) else { continue }
        split.data.gather([places[trial].trial], into: row.pointer)
        spread(channels, r, into: data)
        guard let external = split.externalInput else { continue }
        external.gather([places[trial].trial], into: row.pointer)
        spread(inputs, r, into: externalInput)
      }
    }
    if session.hasMissing {
      batch.parts[0].leaveOutMissing(by: shape.hyperparameters.nan_bins) {
        let shares = places.map { session.split($0.split)?.data.missingShare([$0.trial]) ?? 0 }
        return shares.reduce(0, +) / Double(max(shares.count, 1))
      }
    }
    return TrialBatch(batch: batch)
  }

  /// Trials given as numbers.
  private func trialBatch(_ label: String, _ record: Record, _ handle: ModelHandle) throws -> TrialBatch {
    let shape = try handle.state().layout.shape,
      inputs = shape.hyperparameters.ext_input_dim
    return try blaming(label) {
      for name in record.keys where !["data", "ext_input", "session"].contains(name) {
        throw RefusalError(
          Message(
            "trials have no part `\(name)`",
            hints: [
              Suggestion.hint(for: name, among: ["data", "ext_input", "session"])
                ?? "they are `data`, `ext_input` and `session`"
            ]))
      }
      let data = try Self.cube(record["data"], "data", "neuron")
      let number = try sessionNumber(shape, named: record["session"]?.asString)
      let external = inputs > 0 ? try Self.cube(record["ext_input"], "ext_input", "input") : nil
      try Self.check(
        shape, number, steps: data.shape[1], channels: data.shape[2], inputs: external?.shape[2] ?? 0)
      if let external, external.shape != [data.shape[0], data.shape[1], inputs] {
        throw RefusalError(
          Message(
            "the external input does not go with the data", expected: "[\(data.shape[0]), \(data.shape[1]), \(inputs)]",
            found: "\(external.shape)"))
      }
      let domain = shape.likelihood.domain
      if let place = data.floats.firstIndex(where: { !domain.contains($0) }) {
        let trial = place / (data.shape[1] * data.shape[2]), time = place / data.shape[2] % data.shape[1]
        throw RefusalError(
          Message(
            domain.refusal, expected: domain.expectation,
            found:
              "\(NumberText.shortest(data.doubles[place])) in trial \(trial), bin \(time), neuron \(place % data.shape[2])"
          ))
      }
      return TrialBatch(
        batch: ModelBatch(
          session: number, trials: data.shape[0], steps: data.shape[1], data: data.floats,
          externalInput: external?.floats ?? []))
    }
  }

  /// [trial, time, width] of what may be one trial without its axis.
  private static func cube(_ value: Value?, _ name: String, _ axis: String) throws -> Tensor {
    guard let tensor = value?.asTensor, 2...3 ~= tensor.rank, !tensor.shape.contains(0) else {
      throw RefusalError(
        Message(
          value.map { _ in "`\(name)` has another shape" } ?? "there is no `\(name)`",
          expected: "a tensor [trial, time, \(axis)] or [time, \(axis)]", found: value?.foundText))
    }
    return tensor.rank == 3 ? tensor : tensor.reshaped([1] + tensor.shape)
  }

  private static func check(
    _ shape: ModelShape, _ session: Int, steps: Int, channels: Int, inputs: Int
  ) throws(Training.BindingError) {
    let mine = shape.sessions[session], expected = shape.hyperparameters.ext_input_dim
    guard steps == shape.steps else { throw .steps(model: shape.steps, data: steps) }
    guard channels == mine.channels else {
      throw .channels(session: mine.name, model: mine.channels, data: channels)
    }
    guard inputs == expected else { throw .externalInput(model: expected, data: inputs) }
  }

  /// The model's session that `session:`, or else the data, names; the only one of a model that has one.
  func sessionNumber(_ shape: ModelShape, named found: String? = nil) throws -> Int {
    let names = shape.sessions.map(\.name)
    if let name = stringOrNil("session") {
      if let number = names.firstIndex(of: name) { return number }
      guard names.count == 1, name == found else { throw unknownSession(name, names, "model has") }
    }
    if names.count == 1 { return 0 }
    if let number = found.flatMap({ names.firstIndex(of: $0) }) { return number }
    throw RefusalError(
      Message(
        "the model has \(names.count) sessions", hints: ["say which: `session: \"\(names[0])\"`"]))
  }

  private func unknownSession(_ name: String, _ names: [String], _ whose: String) -> ArgumentFaultError {
    fault(
      "session", "the \(whose) no session \"\(name)\"",
      hint: Suggestion.hint(for: name, among: names, quote: "\"") ?? "there are \(names.joined(separator: ", "))")
  }
}

extension ObservationDomain {
  /// What is said of data that lie outside.
  fileprivate var refusal: String {
    switch self {
    case .counts: "the data are no counts"
    case .reals: "the data are not all numbers"
    case .zeroOrAbove: "the likelihood cannot have drawn these data"
    }
  }

  /// What it holds.
  fileprivate var expectation: String {
    switch self {
    case .counts: "whole numbers, at least 0 and below 2^31"
    case .reals: "finite numbers"
    case .zeroOrAbove(let bound): "0, or numbers above \(NumberText.shortest(Double(bound)))"
    }
  }
}
