import Files
import LFADSModel
import Tensors

/// The reference's `hyperparameters-STEP.txt`: one line of JSON, booleans as the strings "true" and "false".
public struct SettingsFile: Sendable {
  /// A value as the file has it.
  public enum Entry: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case text(String)
    case texts([String])
    case integers([String: Int])
  }

  public var entries: [(name: String, value: Entry)]

  public init(_ entries: [(name: String, value: Entry)]) { self.entries = entries }

  /// A model's hyperparameters and what its data adds, limits beyond a trial's end brought down to it.
  public init(_ shape: ModelShape) {
    var hyper = shape.hyperparameters
    hyper.num_steps_for_gen_ic = shape.initialConditionSteps
    entries = HyperparameterTable.kept(hyper).map { row -> (name: String, value: Entry) in
      switch row.access {
      case .integer(let path, _): (row.name, .integer(hyper[keyPath: path]))
      case .number(let path, _): (row.name, .number(hyper[keyPath: path]))
      case .flag(let path): (row.name, .flag(hyper[keyPath: path]))
      case .choice(let get, _, _): (row.name, .text(get(hyper)))
      }
    }
    let dimensions = shape.sessions.map { ($0.name, $0.channels) }
    entries += [
      ("num_steps", .integer(shape.steps)), ("ndatasets", .integer(shape.sessions.count)),
      ("dataset_names", .texts(shape.sessions.map(\.name))),
      ("dataset_dims", .integers(Dictionary(dimensions) { first, _ in first })),
    ]
  }

  /// The name of the file of a model that has taken so many steps.
  public static func name(step: Int) -> String { "hyperparameters-\(step).txt" }

  /// Writes the file, atomically.
  public func write(to path: String) throws(AtomicFile.WriteError) { try AtomicFile.write(text, to: path) }

  var text: String {
    "{" + entries.map { "\(Self.quoted($0.name)): \(Self.json($0.value))" }.joined(separator: ", ") + "}"
  }

  private static func json(_ entry: Entry) -> String {
    switch entry {
    case .integer(let value): "\(value)"
    // JSON has no infinity; readers of the reference's files take Python's word for it.
    case .number(let value): value.isFinite ? "\(value)" : value < 0 ? "-Infinity" : "Infinity"
    case .flag(let value): quoted(value ? "true" : "false")
    case .text(let value): quoted(value)
    case .texts(let values): "[" + values.map(quoted).joined(separator: ", ") + "]"
    case .integers(let values):
      "{" + values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": json += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
