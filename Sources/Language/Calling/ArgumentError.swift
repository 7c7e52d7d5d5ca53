import Tensors

/// Why a value does not fit the parameter it was given for.
public indirect enum ArgumentError: Error {
  case wrongType(found: String, expected: String)
  case notWhole(Double, expected: String)
  case outside(Double, NumberDomain, unit: String?, expected: String)
  case unknownChoice(String, words: [String])
  case wrongRank(Tensor.Layout, expected: String)
  case wrongArity(String, expected: Int)
  /// Something is wrong with an item of a list.
  case item(Int, ArgumentError)
  /// One of the above, in the parameter `label` of `function`; what to give instead, each a line.
  case argument(label: String, function: String, ArgumentError, advice: [String])
}

/// Why the arguments of a call do not go to the parameters of its function.
public struct BindingError: Error {
  public enum Reason: Sendable {
    case unknownLabel(String)
    case givenTwice(String)
    case tooMany(given: Int)
    /// A value by place where every one has a label.
    case needsLabels
    case missing([String])
  }

  public let reason: Reason
  public let function: String
  public let parameters: [Parameter]
  /// Number of the guilty argument; nil when the call as a whole is.
  public let argument: Int?
  /// Where the unknown label is known: the one function that has it.
  var owner: String?
}
