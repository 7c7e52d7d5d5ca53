import Syntax
import Tensors

/// What a parameter of a built-in accepts. One description is read by argument checking, help, completion and errors.
public indirect enum ParameterType: Sendable, Equatable {
  case any
  /// A number within the domain.
  case number(NumberDomain)
  /// A whole number within the domain.
  case integer(NumberDomain)
  case bool
  /// Any text; the completion says what kind of text it is.
  case string(Completion)
  /// One of these words.
  case choice([String])
  /// Numbers in any number of axes within `rank`, nil for all; a number, a range or a flat list of numbers is accepted
  /// where its rank is and arrives as a tensor.
  case tensor(rank: ClosedRange<Int>?)
  /// A tensor of bools.
  case mask
  /// A function that can be called with this many values, nil for any.
  case function(arguments: Int?)
  case list(of: ParameterType)
  case record
  case range
  /// A handle whose `typeName` this is.
  case handle(String)
  /// An axis by name or number.
  case axis
  /// An axis by name or number, or a list of them.
  case axes
  case oneOf([ParameterType])
  /// This type or nil.
  case optional(ParameterType)

  /// What completion offers inside a string.
  public enum Completion: Sendable, Equatable {
    /// Nothing: free text.
    case text
    /// Files and directories.
    case path
    /// Files and directories, and these names.
    case pathOr([String])
    /// These words, though others are allowed.
    case words([String])
  }
}

extension ParameterType {
  public static let number = ParameterType.number(.all)
  public static let integer = ParameterType.integer(.all)
  /// A whole number of at least 0.
  public static let count = ParameterType.integer(.nonNegative)
  /// A whole number of at least 1.
  public static let size = ParameterType.integer(.atLeastOne)
  public static let fraction = ParameterType.number(.fraction)
  public static let string = ParameterType.string(.text)
  public static let path = ParameterType.string(.path)
  public static let tensor = ParameterType.tensor(rank: nil)
  public static let vector = ParameterType.tensor(rank: 1...1)
  public static let matrix = ParameterType.tensor(rank: 2...2)
  public static let function = ParameterType.function(arguments: nil)
  public static let list = ParameterType.list(of: .any)

  /// What errors and help say is expected: `a whole number, at least 0`.
  public var description: String {
    switch self {
    case .any: "any value"
    case .number(let domain): ["a number", domain.description].compactMap(\.self).joined(separator: ", ")
    case .integer(let domain): ["a whole number", domain.description].compactMap(\.self).joined(separator: ", ")
    case .bool: "true or false"
    case .string(.path), .string(.pathOr): "a file name in quotes"
    case .string: "a string"
    case .choice(let words): Suggestion.alternatives(words.map { "\"\($0)\"" })
    case .tensor(let rank):
      switch rank {
      case nil: "a tensor"
      case .some(let rank) where rank.count == 1:
        rank.lowerBound == 1 ? "a tensor with 1 axis" : "a tensor with \(rank.lowerBound) axes"
      case .some(let rank) where rank.upperBound == Int.max: "a tensor with at least \(rank.lowerBound) axes"
      case .some(let rank): "a tensor with \(rank.lowerBound) to \(rank.upperBound) axes"
      }
    case .mask: "a mask (a tensor of bools)"
    case .function(nil): "a function"
    case .function(.some(let count)): "a function of \(count) \(count == 1 ? "argument" : "arguments")"
    case .list(.any): "a list"
    case .list(let item): "a list of items, each \(item.description)"
    case .record: "a record"
    case .range: "a range"
    case .handle(let type): type.withArticle
    case .axis: "an axis, by name or number"
    case .axes: "an axis, by name or number, or a list of them"
    case .oneOf(let types): Suggestion.alternatives(types.map(\.description))
    case .optional(let type): "\(type.description), or nil"
    }
  }

  /// One or two words for a signature: `integer`, `"train" | "valid"`.
  public var shortDescription: String {
    switch self {
    case .any: "any"
    case .number: "number"
    case .integer: "integer"
    case .bool: "bool"
    case .string(.path), .string(.pathOr): "path"
    case .string: "string"
    case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: " | ")
    case .tensor: "tensor"
    case .mask: "mask"
    case .function: "function"
    case .list: "list"
    case .record: "record"
    case .range: "range"
    case .handle(let type): type
    case .axis: "axis"
    case .axes: "axes"
    case .oneOf(let types): types.map(\.shortDescription).joined(separator: " | ")
    case .optional(let type): type.shortDescription
    }
  }
}
