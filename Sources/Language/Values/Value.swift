import Tensors

/// A value of the language.
///
/// Everything but a handle is a value in the strict sense: assigning copies (when written to), never shares.
public enum Value: Sendable {
  case `nil`
  case number(Double)
  case bool(Bool)
  case string(String)
  case tensor(Tensor)
  case list([Value])
  case record(Record)
  case range(RangeValue)
  case function(Function)
  case handle(any Handle)

  /// The name of the value's type as `type(x)` gives it and as errors say it.
  public var typeName: String {
    switch self {
    case .nil: "nil"
    case .number: "number"
    case .bool: "bool"
    case .string: "string"
    case .tensor: "tensor"
    case .list: "list"
    case .record: "record"
    case .range: "range"
    case .function: "function"
    case .handle(let handle): type(of: handle).typeName
    }
  }

  public var isNil: Bool {
    if case .nil = self { true } else { false }
  }

  /// The tensor of `count` whole numbers 0, 1, … or any other array of doubles as a value with one axis.
  public static func vector(_ elements: [Double], axis: String? = nil) -> Value {
    .tensor(Tensor(elements, shape: [elements.count], axes: [axis]))
  }

  /// A whole number as a value.
  public static func integer(_ value: Int) -> Value { .number(Double(value)) }

  /// `value` or nil.
  public static func optional(_ value: Double?) -> Value { value.map(Value.number) ?? .nil }
}
