import LFADSModel
import Language
import Syntax
import Tensors

/// The parameters of a model, or a branch of them, as they are at the time of reading: `m.params`.
///
/// Shared like the model itself: assigning to it writes into the model. `copy` of it is a record, a value of its own.
final class ParametersHandle: Handle, @unchecked Sendable {
  static let typeName = "parameters"

  private let model: ModelHandle
  private let branch: [String]

  init(_ model: ModelHandle, branch: [String] = []) {
    self.model = model
    self.branch = branch
  }

  /// The tree and the numbers; empty where the model has met no data, which it cannot forget once it has.
  private var parts: (tree: ParameterTree, vector: ParameterVector)? {
    model.model.state.map { (ParameterTree(layout: $0.layout), $0.parameters) }
  }

  private var children: [ParameterTree.Child] { parts?.tree.children(of: branch) ?? [] }

  /// Everything below as nested records, detached from the model.
  var record: Record { parts.map { $0.tree.record($0.vector, below: branch) } ?? Record() }

  var fields: [HandleField] {
    children.map { child in
      switch child {
      case .branch(let name): HandleField(name, "a group of parameters")
      case .leaf(let name, let entry): HandleField(name, "tensor \(Self.layout(entry))")
      }
    }
  }

  func field(_ name: String) throws -> Value? {
    guard let (tree, vector) = parts, let child = tree.child(name, of: branch) else { return nil }
    switch child {
    case .branch(let name): return .handle(ParametersHandle(model, branch: branch + [name]))
    case .leaf(_, let entry): return .tensor(ParameterTree.tensor(entry, of: vector))
    }
  }

  func setField(_ name: String, to value: Value) throws {
    guard let (tree, vector) = parts else { throw HandleError.readOnly(type: Self.typeName, field: name) }
    // Everything is checked before anything is written.
    for (path, values) in try tree.numbers(.record(Record([(name, value)])), below: branch) {
      vector.set(path, to: values)
    }
  }

  func index(_ indices: [Index]) throws -> Value {
    guard indices.count == 1, indices[0].axis == nil, let name = indices[0].value?.asString else {
      throw RefusalError(Message("a group of parameters takes one index: a name in quotes"))
    }
    guard let value = try field(name) else {
      guard let (tree, _) = parts else { throw HandleError.noIndex(type: Self.typeName) }
      throw tree.unknown(name, below: branch)
    }
    return value
  }

  var count: Int? { children.count }

  func copied() throws -> Value { .record(record) }

  private static func layout(_ entry: ParameterEntry) -> Tensor.Layout {
    Tensor.Layout(shape: entry.displayShape, axes: entry.axes)
  }

  private var entries: [ParameterEntry] {
    parts?.tree.layout.entries.filter { ParameterTree.components($0.path).starts(with: branch) } ?? []
  }

  var shortText: StyledText {
    let name = branch.isEmpty ? "parameters" : "parameters \(branch.joined(separator: "."))"
    return StyledText("\(name), \(entries.reduce(0) { $0 + $1.count }) numbers")
  }

  func longText(columns: Int) -> StyledText {
    guard let (_, vector) = parts else { return shortText }
    var text = StyledText("parameters", .heading)
    if !branch.isEmpty { text.append(" \(branch.joined(separator: "."))", .name) }
    text.append("  \(entries.reduce(0) { $0 + $1.count }) numbers")
    let names = entries.map { ParameterTree.components($0.path).dropFirst(branch.count).joined(separator: ".") }
    let shapes = entries.map { "\(Self.layout($0))" }
    let width = names.map(\.count).max() ?? 0, shapeWidth = shapes.map(\.count).max() ?? 0
    for (entry, (name, shape)) in zip(entries, zip(names, shapes)) {
      text.append("\n  ")
      text.append(name.padding(to: width + 2), .name)
      text.append(shape.padding(to: shapeWidth + 2), .axis)
      text.append(Self.spread(vector.tensor(entry.path)?.doubles ?? []))
      if !entry.isTrainable { text.append("  not trained", .dim) }
    }
    return text
  }

  /// The root mean square, which tells a tensor that is still zero from one that has learned something.
  private static func spread(_ values: [Double]) -> String {
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(max(values.count, 1))
    return "rms " + NumberText.rounded(square.squareRoot())
  }
}
