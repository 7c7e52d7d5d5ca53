import Language
import Syntax
import Tensors

/// Reading arguments that speak of a tensor's axes or of several tensors at once.
extension Call {
  /// The axis that `label` names or counts.
  func axis(_ label: String, of tensor: Tensor) throws -> Int {
    try blaming(label) { try Self.axis(self[label], of: tensor.layout) }
  }

  /// The axes that `label` names or counts, one or a list of them; nil when it was left out.
  func axes(_ label: String, of tensor: Tensor) throws -> [Int]? {
    let value = self[label]
    if value.isNil { return nil }
    return try blaming(label) {
      if let list = value.asList { return try list.map { try Self.axis($0, of: tensor.layout) } }
      if let numbers = value.asTensor { return try numbers.doubles.map { try tensor.layout.axis(Int($0)) } }
      return [try Self.axis(value, of: tensor.layout)]
    }
  }

  private static func axis(_ value: Value, of layout: Tensor.Layout) throws -> Int {
    if let name = value.asString { return try layout.axis(named: name) }
    guard let number = value.asInteger else { preconditionFailure("an axis that is a \(value.typeName)") }
    return try layout.axis(number)
  }

  /// The sizes given one by one or as one tensor: `zeros(2, 3)`, `zeros([2, 3])`.
  func extents(_ label: String) throws -> [Int] {
    let values = list(label)
    return try blaming(label) {
      try values.flatMap { value throws -> [Int] in
        let sizes = value.countingAsTensor?.doubles ?? []
        return try sizes.map { size in
          guard let whole = Int(exactly: size), whole >= 0 else {
            throw RefusalError(
              Message("a size is a whole number, at least 0", found: NumberText.shortest(size)))
          }
          return whole
        }
      }
    }
  }

  /// The axis names of a new tensor of that rank; none when left out.
  func axisNames(_ label: String, rank: Int) throws -> [String?] {
    let names = listOrNil(label)
    guard let names else { return Array(repeating: nil, count: rank) }
    guard names.count == rank else {
      throw fault(
        label, "there is not one name for each axis", expected: "\(rank) names, nil for an axis without",
        found: "\(names.count)")
    }
    return names.map(\.asString)
  }

  /// The tensors given one after another, or the items of one list.
  func tensors(_ label: String) throws -> [Tensor] {
    let values = list(label)
    let parts = values.count == 1 ? values[0].asList ?? values : values
    return try blaming(label) {
      try parts.map { value in
        guard let tensor = value.countingAsTensor else {
          throw RefusalError(Message("this is no tensor", expected: "tensors or numbers", found: value.foundText))
        }
        return tensor
      }
    }
  }
}

/// Parameters that many rows share.
extension Parameter {
  /// One with a unit that must be given.
  init(_ label: String, _ type: ParameterType, unit: String, _ summary: String) {
    self.init(label, type, .required, unit: unit, summary)
  }

  static let x = Parameter("x", .tensor, "The numbers")
  static let over = Parameter("over", .axes, .optional("all axes"), "Axis or axes to reduce, by name or number")
  static let skipNaN = Parameter("skip_nan", .bool, .defaults(.bool(false)), "Whether to leave nan out")

  /// One axis, the last when left out.
  static func along(_ what: String) -> Parameter {
    Parameter("over", .axis, .defaults(.number(-1)), "The axis \(what), by name or number; the last by default")
  }

  static let shape = Parameter(
    "shape", .oneOf([.count, .vector]), .repeated, "The sizes, one an axis or all in one tensor")
  static let names = Parameter(
    "axes", .list(of: .optional(.string)), .optional("no names"), "A name or nil for every axis")
}
