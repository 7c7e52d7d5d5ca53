import LFADSModel
import Language
import Syntax
import Tensors

/// The parameters of a model, or what is shaped like them, as a tree of named tensors.
///
/// Its branches are the parts of a path: `generator/gates_h_W` is `generator.gates_h_W`; of a session's read-in and
/// read-out the middle part is the session's name, whatever is in it.
struct ParameterTree {
  let layout: ParameterLayout

  /// What stands below a branch: a further branch, or a tensor.
  enum Child {
    case branch(String)
    case leaf(String, ParameterEntry)

    var name: String {
      switch self {
      case .branch(let name), .leaf(let name, _): name
      }
    }
  }

  static func components(_ path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 3, ["readin", "readout"].contains(parts[0]) else { return parts }
    return [parts[0], parts[1..<(parts.count - 1)].joined(separator: "/"), parts[parts.count - 1]]
  }

  /// What is directly below a branch, in the order of the layout.
  func children(of branch: [String]) -> [Child] {
    var children: [Child] = []
    for entry in layout.entries {
      let parts = Self.components(entry.path)
      guard parts.starts(with: branch), parts.count > branch.count else { continue }
      let name = parts[branch.count]
      if parts.count == branch.count + 1 {
        children.append(.leaf(name, entry))
      } else if children.last?.name != name, !children.contains(where: { $0.name == name }) {
        children.append(.branch(name))
      }
    }
    return children
  }

  func child(_ name: String, of branch: [String]) -> Child? { children(of: branch).first { $0.name == name } }

  /// Nested records of everything below a branch.
  func record(_ vector: ParameterVector, below branch: [String] = []) -> Record {
    Record(
      children(of: branch).map { child in
        switch child {
        case .branch(let name): (name, .record(record(vector, below: branch + [name])))
        case .leaf(let name, let entry): (name, .tensor(Self.tensor(entry, of: vector)))
        }
      })
  }

  static func tensor(_ entry: ParameterEntry, of vector: ParameterVector) -> Tensor {
    let values = vector.tensor(entry.path)?.floats ?? []
    return Tensor(values, shape: entry.displayShape, axes: entry.axes)
  }

  /// The numbers a value puts in place of those below a branch; nothing is written.
  ///
  /// - Throws: a refusal where a name is unknown, a shape differs or a number is not finite.
  func numbers(_ value: Value, below branch: [String]) throws -> [(path: String, values: [Float])] {
    guard let fields = Self.fields(value) else {
      throw RefusalError(
        Message(
          "`\(branch.isEmpty ? "params" : branch.joined(separator: "."))` is a group of parameters",
          expected:
            "a record of \(children(of: branch).map { "`\($0.name)`" }.joined(separator: ", ")), or some of them",
          found: value.foundText))
    }
    return try fields.keys.flatMap { name -> [(path: String, values: [Float])] in
      let value = fields[name] ?? .nil
      guard let child = child(name, of: branch) else { throw unknown(name, below: branch) }
      switch child {
      case .branch(let name): return try numbers(value, below: branch + [name])
      case .leaf(_, let entry): return [(entry.path, try Self.numbers(value, for: entry))]
      }
    }
  }

  /// The numbers of one tensor: of its shape, or one number for all.
  static func numbers(_ value: Value, for entry: ParameterEntry) throws -> [Float] {
    guard let tensor = value.countingAsTensor, tensor.elementType != .bool else { throw misfit(value, entry) }
    let isNumber = tensor.rank == 0
    guard isNumber || tensor.shape == entry.displayShape || tensor.shape == entry.shape else {
      throw misfit(value, entry)
    }
    let values = isNumber ? Array(repeating: tensor.floats[0], count: entry.count) : tensor.floats
    guard let place = values.firstIndex(where: { !$0.isFinite }) else { return values }
    throw RefusalError(
      Message(
        "parameters are finite numbers",
        found: isNumber ? "\(values[place])" : "\(values[place]) at element \(place)"))
  }

  private static func misfit(_ value: Value, _ entry: ParameterEntry) -> RefusalError {
    let layout = Tensor.Layout(shape: entry.displayShape, axes: entry.axes)
    return RefusalError(
      Message(
        "this does not fit the parameter `\(components(entry.path).joined(separator: "."))`",
        expected: "a tensor \(layout), or one number for all of it", found: value.foundText))
  }

  func unknown(_ name: String, below branch: [String]) -> RefusalError {
    let names = children(of: branch).map(\.name)
    return RefusalError(
      Message(
        "there is no parameter `\((branch + [name]).joined(separator: "."))`",
        hints: [
          Suggestion.hint(for: name, among: names) ?? "there is \(names.map { "`\($0)`" }.joined(separator: ", "))"
        ]))
  }

  /// A record's fields; those of a model's parameters count as one.
  private static func fields(_ value: Value) -> Record? {
    switch value {
    case .record(let record): record
    case .handle(let handle as ParametersHandle): handle.record
    default: nil
    }
  }
}
