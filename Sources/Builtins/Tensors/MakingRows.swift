import Language
import Syntax
import Tensors

/// New tensors, and what a tensor is.
enum MakingRows {
  static let theme = Theme("Making tensors", "New tensors, conversions, and what a tensor is.")

  static let rows: [Builtin] = [
    zeros, ones, full, eye, linspace, tensor, toFloat, toDouble, shape, size, rank, axes, named,
  ]

  private static let zeros = Builtin(
    "zeros", theme, "A tensor of zeros.", parameters: [.shape, .names], result: "a tensor of that shape",
    examples: [
      Example("zeros(2, 3)", shows: "[[0, 0, 0], [0, 0, 0]]"), Example("zeros(2, 3, axes: [\"trial\", \"time\"])"),
    ]
  ) { call in try filled(0, call) }

  private static let ones = Builtin(
    "ones", theme, "A tensor of ones.", parameters: [.shape, .names], result: "a tensor of that shape",
    examples: [Example("ones(3)", shows: "[1, 1, 1]")]
  ) { call in try filled(1, call) }

  private static let full = Builtin(
    "full", theme, "A tensor filled with one number.",
    parameters: [Parameter("value", .number, "The number"), .shape, .names], result: "a tensor of that shape",
    examples: [Example("full(7, 2, 2)", shows: "[[7, 7], [7, 7]]")]
  ) { call in try filled(call.number("value"), call) }

  private static func filled(_ value: Double, _ call: Call) throws -> Value {
    let shape = try call.extents("shape")
    return Value(
      try call.blaming("shape") {
        try Tensor.filled(value, shape: shape, axes: call.axisNames("axes", rank: shape.count))
      })
  }

  private static let eye = Builtin(
    "eye", theme, "The matrix with ones on its diagonal.",
    parameters: [
      Parameter("rows", .count, "Number of rows"),
      Parameter("columns", .count, .optional("as many as rows"), "Number of columns"),
    ],
    result: "a matrix", examples: [Example("eye(2)", shows: "[[1, 0], [0, 1]]")]
  ) { call in
    try call.blaming("rows") {
      Value(try Tensor.identity(call.integer("rows"), columns: call.integerOrNil("columns")))
    }
  }

  private static let linspace = Builtin(
    "linspace", theme, "Evenly spaced numbers, both ends included.",
    parameters: [
      Parameter("start", .number, "The first number"), Parameter("stop", .number, "The last number"),
      Parameter("count", .count, .defaults(.number(50)), "How many"),
    ],
    result: "a tensor of one axis", examples: [Example("linspace(0, 1, 5)", shows: "[0, 0.25, 0.5, 0.75, 1]")]
  ) { call in
    try call.blaming("count") {
      .tensor(try Tensor.linspace(call.number("start"), call.number("stop"), count: call.integer("count")))
    }
  }

  private static let tensor = Builtin(
    "tensor", theme, "The tensor of a range, a list of numbers, or a list of tensors of one shape.",
    parameters: [
      Parameter("x", .oneOf([.tensor, .list]), "A tensor, range, number or list"), .names,
    ],
    result: "a tensor",
    examples: [
      Example("tensor(0..<4)", shows: "[0, 1, 2, 3]"),
      Example("tensor([zeros(2), ones(2)])", shows: "[[0, 0], [1, 1]]"),
    ]
  ) { call in
    let made = try call.blaming("x") { try joined(call["x"]) }
    return Value(call.wasGiven("axes") ? made.named(try call.axisNames("axes", rank: made.rank)) : made)
  }

  /// The tensor of a number, range or tensor, or of a list whose items make tensors of one shape.
  private static func joined(_ value: Value) throws -> Tensor {
    if let tensor = value.countingAsTensor { return tensor }
    guard let items = value.asList else {
      throw RefusalError(
        Message("this is no tensor", expected: "numbers, tensors or lists of them", found: value.foundText))
    }
    return try Tensor.stacked(items.map(joined))
  }

  private static let toFloat = Builtin(
    "to_float", theme, "The numbers in single precision.",
    details: "A tensor in single precision takes half the memory; the engine's results come so.", parameters: [.x],
    result: "a tensor of floats; a number without axes stays a number",
    examples: [Example("to_float([0.5, 2])", shows: "[0.5, 2]")]
  ) { call in Value(call.tensor("x").converted(to: .float)) }

  private static let toDouble = Builtin(
    "to_double", theme, "The numbers in double precision; bools become 0 and 1.", parameters: [.x],
    result: "a tensor of doubles",
    examples: [Example("to_double([1, 5] > 3)", shows: "[0, 1]")]
  ) { call in Value(call.tensor("x").converted(to: .double)) }

  private static let shape = Builtin(
    "shape", theme, "The extents of the axes.", parameters: [.x], result: "a tensor of sizes [axis]",
    examples: [Example("shape(zeros(4, 2))", shows: "[4, 2]")]
  ) { call in .vector(call.tensor("x").shape.map(Double.init)) }

  private static let size = Builtin(
    "size", theme, "The number of elements, or the extent of one axis.",
    parameters: [.x, Parameter("axis", .axis, .optional("all elements"), "The axis to measure, by name or number")],
    result: "a whole number",
    examples: [Example("size(zeros(4, 2))", shows: "8"), Example("size(zeros(4, 2), 1)", shows: "2")]
  ) { call in
    let x = call.tensor("x")
    return .integer(call["axis"].isNil ? x.count : x.shape[try call.axis("axis", of: x)])
  }

  private static let rank = Builtin(
    "rank", theme, "The number of axes; 0 of a number.", parameters: [.x], result: "a whole number",
    examples: [Example("rank(zeros(4, 2))", shows: "2")]
  ) { call in .integer(call.tensor("x").rank) }

  private static let axes = Builtin(
    "axes", theme, "The names of the axes, nil for one without.", parameters: [.x], result: "a list",
    examples: [Example("axes(zeros(4, 2, axes: [\"trial\", nil]))", shows: "[\"trial\", nil]")]
  ) { call in .list(call.tensor("x").axes.map { $0.map(Value.string) ?? .nil }) }

  private static let named = Builtin(
    "named", theme, "The same numbers under other axis names; without names it drops them.",
    parameters: [
      Parameter("x", .tensor, "The tensor"),
      Parameter("names", .optional(.string), .repeated, "A name or nil for every axis; none to drop all names"),
    ],
    result: "the tensor renamed",
    examples: [Example("axes(named(zeros(4, 2), \"trial\", \"time\"))", shows: "[\"trial\", \"time\"]")]
  ) { call in
    let x = call.tensor("x"), names = call.list("names")
    if names.isEmpty { return Value(x.named(Array(repeating: nil, count: x.rank))) }
    guard names.count == x.rank else {
      throw call.fault(
        "names", "there is not one name for each axis",
        expected: "\(x.rank) names for \(x.layout), nil for an axis without",
        found: "\(names.count)")
    }
    return Value(x.named(names.map(\.asString)))
  }
}
