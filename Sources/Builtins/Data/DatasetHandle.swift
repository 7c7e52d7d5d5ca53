import Datasets
import Language
import Syntax
import Tensors
import Training

/// A data set in the language.
final class DatasetHandle: AdvisingHandle, Sendable {
  static let typeName = "dataset"

  let dataset: Dataset

  init(_ dataset: Dataset) { self.dataset = dataset }

  private static let common = [
    HandleField("name", "its name"), HandleField("sessions", "names of the sessions"),
    HandleField("trials", "trials of all sessions and splits"), HandleField("bins", "time steps of a trial"),
    HandleField("neurons", "neurons of all sessions"), HandleField("dt", "seconds of a bin, where known"),
    HandleField("conversion_factor", "factor from spikes per bin to the units of the truth"),
    HandleField("layout", "the program whose layout its files have"), HandleField("train", "the trials to train on"),
    HandleField("valid", "the trials set aside for validation"),
    HandleField("test", "the trials set aside for a test"),
  ]

  /// The one session; with several the fields below stand in `data[i]`.
  private var only: Session? { dataset.sessions.count == 1 ? dataset.sessions[0] : nil }

  var fields: [HandleField] {
    Self.common
      + (only.map { session in
        (session.alignment == nil
          ? [] : [HandleField("alignment_matrix_cxf", "channels × factors"), HandleField("alignment_bias_c", "bias")])
          + session.arrays.keys.sorted().map { HandleField($0, "as in the file") }
      } ?? [])
  }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "name": return .string(dataset.name)
    case "sessions": return .list(dataset.sessions.map { .string($0.name) })
    case "trials": return .integer(dataset.trials)
    case "bins": return .integer(dataset.bins)
    case "neurons": return .integer(dataset.sessions.reduce(0) { $0 + $1.channels })
    case "dt": return .optional(dataset.dt)
    case "conversion_factor": return .optional(only?.conversionFactor ?? dataset.sessions[0].conversionFactor)
    case "layout": return .string(layout)
    case "train": return try split(.train)
    case "valid": return try split(.valid)
    case "test": return try split(.test)
    case "alignment_matrix_cxf": return try alignment(name) { .tensor($0.matrixTensor) }
    case "alignment_bias_c": return try alignment(name) { .tensor($0.biasTensor) }
    default: break
    }
    guard let array = only?.arrays[name] else { return nil }
    if let texts = array.texts { return texts.count == 1 ? .string(texts[0]) : .list(texts.map(Value.string)) }
    let tensor = try array.tensor()
    return tensor.rank == 0 ? .number(tensor.doubles[0]) : .tensor(tensor)
  }

  /// Of sessions from several programs each once.
  private var layout: String {
    let layouts = dataset.sessions.map(\.layout)
    return layouts.enumerated().filter { layouts[..<$0.offset].contains($0.element) == false }.map(\.element)
      .joined(separator: "; ")
  }

  private func alignment(_ name: String, _ value: (AlignmentMatrix) -> Value) throws -> Value? {
    guard let session = only else { return nil }
    guard let alignment = session.alignment else {
      throw RefusalError(Message("'\(session.name)' has no `\(name)`"))
    }
    return value(alignment)
  }

  private func split(_ name: SplitName) throws -> Value {
    guard let session = only else {
      let first = dataset.sessions[0].name
      throw RefusalError(
        Message(
          "'\(dataset.name)' has \(dataset.sessions.count) sessions; `\(name.rawValue)` is a part of one of them",
          hints: ["take one: `data[0].\(name.rawValue)` or `data[\"\(first)\"].\(name.rawValue)`"]))
    }
    guard let split = session.split(name) else {
      throw RefusalError(
        Message(
          "'\(dataset.name)' has no \(name.word) trials",
          hints: [
            "set some aside: `dataset(counts, dt: …, \(name.rawValue): 0.2)`, or read all with `split: \"train\"`"
          ]))
    }
    return .handle(SplitHandle(split, of: session))
  }

  func setField(_ name: String, to value: Value) throws {
    let advice: String? =
      switch name {
      case "dt": UnknownBinWidth.advice
      case "name": "it is given when they are made: `dataset(…, name: \"…\")`"
      case "train", "valid", "test": "the share set aside is given when they are made: `dataset(counts, valid: 0.2)`"
      default: nil
      }
    throw HandleError.readOnly(type: Self.typeName, field: name, advice: advice)
  }

  func advice(as parameter: Parameter, of builtin: Builtin) -> [String] {
    let session = dataset.sessions[0], split = session.valid ?? session.train
    let place = (only == nil ? "data[\(Value.quoted(session.name))]" : "data") + ".\(split.name.rawValue)"
    guard let data = parameter.type.part(ofTrials: place + ".data") else { return [] }
    let rates = split.truth == nil ? nil : parameter.type.part(ofTrials: place + ".rates")
    return [
      "of its \(split.name.word) trials a tensor is `\(data)`, what was observed"
        + (rates.map { ", and `\($0)`, the truth" } ?? "")
    ]
  }

  var count: Int? { dataset.sessions.count }

  func index(_ indices: [Index]) throws -> Value {
    let names = dataset.sessions.map(\.name)
    guard indices.count == 1, indices[0].axis == nil, let value = indices[0].value else {
      throw RefusalError(Message("a data set takes one index: a session's number or name"))
    }
    let session: Session
    switch value {
    case .number:
      guard let number = value.asInteger, names.indices.contains(number < 0 ? number + names.count : number) else {
        throw RefusalError(
          Message(
            "there is no session of that number", expected: "0 to \(names.count - 1)", found: value.foundText))
      }
      session = dataset.sessions[number < 0 ? number + names.count : number]
    case .string(let name):
      guard let found = dataset.session(named: name) else {
        throw RefusalError(
          Message(
            "there is no session \"\(name)\"",
            hints: Suggestion.hint(for: name, among: names, quote: "\"").map { [$0] }
              ?? ["there are \(names.joined(separator: ", "))"]))
      }
      session = found
    default:
      throw RefusalError(Message("a session is chosen by its number or name", found: value.foundText))
    }
    return .handle(DatasetHandle(dataset.only(session)))
  }

  var shortText: StyledText {
    let sessions = dataset.sessions.count == 1 ? "" : ", \(dataset.sessions.count) sessions"
    return StyledText("dataset \(dataset.name)\(sessions), \(dataset.trials) trials")
  }

  func longText(columns: Int) -> StyledText {
    var text = StyledText("dataset", .heading)
    text.append(" \(dataset.name)", .name)
    let isForeign = dataset.sessions.contains { !["LFADS", "memory", "synthetic"].contains($0.layout) }
    if isForeign { text.append("  in the layout of \(layout)", .dim) }
    let names = dataset.sessions.contains { $0.test != nil } ? SplitName.allCases : [.train, .valid]
    let heading = names.map(\.rawValue).joined(separator: " + ")
    let width = max(7, dataset.sessions.map(\.name.count).max() ?? 0) + 2
    text.append("\n  " + "session".padding(to: width) + " trials (\(heading))   bins   neurons   spikes/s", .dim)
    for session in dataset.sessions.prefix(20) {
      let trials = names.map { session.split($0)?.trials ?? 0 }
      let rate = session.meanRates.reduce(0, +) / Double(max(session.channels, 1))
      let hertz =
        session.dt.map { NumberText.fixed(rate / $0, digits: 1) } ?? "\(NumberText.fixed(rate, digits: 3))/bin"
      text.append("\n  " + session.name.padding(to: width), .name)
      text.append(
        " \("\(session.trials)".padding(to: 6)) (\(trials.map(String.init).joined(separator: " + ")))".padding(
          to: 13 + heading.count)
          + "\(session.bins)".padding(to: 7) + "\(session.channels)".padding(to: 10) + hertz)
    }
    if dataset.sessions.count > 20 { text.append("\n  and \(dataset.sessions.count - 20) more", .dim) }
    if let dt = dataset.dt {
      text.append("\n  bins of \(NumberText.shortest(dt * 1000)) ms")
    } else {
      text.append("\n  bin width unknown: \(UnknownBinWidth.advice)", .hint)
    }
    if dataset.sessions.contains(where: \.hasMissing) {
      let shares = dataset.sessions.flatMap {
        $0.splits.map { (share: $0.data.missingShare(0..<$0.trials), size: Double($0.data.storage.count)) }
      }
      let share = shares.reduce(0) { $0 + $1.share * $1.size } / shares.reduce(0) { $0 + $1.size }
      text.append("; \(NumberText.rounded(share * 100, digits: 2)) % of them missing")
    }
    if dataset.inputs > 0 { text.append(", \(dataset.inputs) external inputs") }
    if let split = only?.train {
      let others = split.fieldNames.filter { $0 != "data" && $0 != "index" }
      if !others.isEmpty { text.append("; besides counts: \(others.joined(separator: ", "))") }
    }
    return text
  }
}

/// The training, validation or test trials of a session in the language: `data.train`.
final class SplitHandle: AdvisingHandle, Sendable {
  static let typeName = "split"

  let split: Split
  let session: Session

  init(_ split: Split, of session: Session) {
    self.split = split
    self.session = session
  }

  var fields: [HandleField] {
    (split.fieldNames + (split.truth == nil ? [] : ["rates"])).sorted().map {
      HandleField($0, Self.summaries[$0] ?? "as in the file")
    }
  }

  private static let summaries = [
    "data": "what was observed [trial, time, neuron]", "index": "where each trial stood in the recording [trial]",
    "truth": "true rates in the file's units [trial, time, neuron]",
    "rates": "true rates in spikes per bin [trial, time, neuron]",
    "ext_input": "external input [trial, time, input]",
  ]

  func field(_ name: String) throws -> Value? {
    switch name {
    case "trials": return .integer(split.trials)
    case "rates":
      guard let rates = try session.rates(split.name) else { throw absent(name) }
      return .tensor(rates)
    default: break
    }
    if let texts = split.arrays[name]?.texts { return .list(texts.map(Value.string)) }
    if let tensor = try split.field(name) { return .tensor(tensor) }
    if Self.summaries[name] != nil { throw absent(name) }
    return nil
  }

  func setField(_ name: String, to value: Value) throws {
    throw HandleError.readOnly(
      type: Self.typeName, field: name,
      advice: "copy it, `x = data.\(split.name.rawValue).\(name)`, change the copy, and make a data set: `dataset(…)`")
  }

  func advice(as parameter: Parameter, of builtin: Builtin) -> [String] {
    let name = split.name.rawValue
    if parameter.type.takes(handle: DatasetHandle.typeName) {
      let choosesTrials = builtin.parameters.contains { $0.label == "split" }
      return [
        choosesTrials
          ? "give the data set, and say which trials: `\(builtin.name)(…, data, split: \"\(name)\")`"
          : "give the data set that it is a part of"
      ]
    }
    return parameter.type.part(ofTrials: "data.\(name).data").map { ["what was observed is a tensor: `\($0)`"] } ?? []
  }

  private func absent(_ name: String) -> RefusalError {
    RefusalError(
      Message(
        "the \(split.name.rawValue) trials of '\(session.name)' have no `\(name)`",
        hints: ["there is \(fields.map { "`\($0.name)`" }.joined(separator: ", "))"]))
  }

  var shortText: StyledText {
    StyledText("\(split.name.rawValue) trials of \(session.name), \(split.trials)")
  }

  func longText(columns: Int) -> StyledText {
    var text = StyledText("\(split.name.rawValue) trials", .heading)
    text.append(" of \(session.name)", .name)
    text.append("  \(split.trials) trials × \(split.data.bins) bins × \(split.data.channels) neurons")
    for field in fields {
      text.append("\n  ")
      text.append(field.name.padding(to: 20), .name)
      text.append(field.summary, .dim)
    }
    return text
  }
}
