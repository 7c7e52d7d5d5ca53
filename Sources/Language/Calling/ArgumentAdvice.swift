import Tensors

/// A handle that knows what to give in its place.
public protocol AdvisingHandle: Handle {
  /// What to give in its place as an argument of `builtin` that it does not fit, each a line: a part of it that does.
  func advice(as parameter: Parameter, of builtin: Builtin) -> [String]
}

/// What to give in place of an argument of the wrong type, where a part of it would do.
enum ArgumentAdvice {
  /// What to type instead, each a line; empty where nothing of the value fits.
  static func lines(_ value: Value, for parameter: Parameter, of builtin: Builtin) -> [String] {
    switch value {
    case .record(let record):
      guard let name = record.fields.first(where: { parameter.type.accepts($0.1) })?.0 else { return [] }
      return ["give one field of this record, as `r[\(Value.quoted(name))]`"]
    case .handle(let handle): return (handle as? any AdvisingHandle)?.advice(as: parameter, of: builtin) ?? []
    default: return []
    }
  }
}

extension ParameterType {
  /// Whether a tensor of so many axes would be taken.
  public func takes(rank: Int) -> Bool {
    accepts(.tensor(Tensor([0.0], shape: Array(repeating: 1, count: rank))))
  }

  /// Whether a handle of that type would be taken.
  public func takes(handle name: String) -> Bool {
    switch self {
    case .any: true
    case .handle(let type): type == name
    case .oneOf(let types): types.contains { $0.takes(handle: name) }
    case .optional(let type): type.takes(handle: name)
    default: false
    }
  }
}
