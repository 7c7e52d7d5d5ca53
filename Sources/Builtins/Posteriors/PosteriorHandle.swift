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
    let arrays = PosteriorQuantity.all.compactMap { column in
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

  private static let summaries = Dictionary(uniqueKeysWithValues: PosteriorQuantity.all.map { ($0.name, $0.summary) })

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
