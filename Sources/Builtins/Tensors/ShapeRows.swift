import Language
import Syntax
import Tensors

/// Rearranging and joining.
enum ShapeRows {
  static let theme = Theme("Shapes", "Rearranging, joining and repeating.")

  static let rows: [Builtin] = [
    reshape, transpose, squeeze, expand, flip, roll, whereRow,
  ]

  private static let x = Parameter("x", .tensor, "The tensor")

  private static let reshape = Builtin(
    "reshape", theme, "The same elements in another shape, without axis names.",
    details: "One size may be -1: it becomes what the others leave.",
    parameters: [
      x, Parameter("shape", .oneOf([.integer, .vector]), .repeated, "The sizes, one an axis or all in one tensor"),
    ],
    result: "a tensor of that shape",
    examples: [
      Example("reshape(1...6, 2, 3)", shows: "[[1, 2, 3], [4, 5, 6]]"),
      Example("shape(reshape(zeros(4, 6), [8, -1]))", shows: "[8, 3]"),
    ]
  ) { call in
    let x = call.tensor("x")
    return try call.blaming("shape") {
      let sizes = call.list("shape").flatMap { $0.countingAsTensor?.doubles ?? [] }
      return Value(
        try x.reshaped(
          to: try sizes.map { size in
            guard let whole = Int(exactly: size) else {
              throw RefusalError(Message("a size is a whole number", found: NumberText.shortest(size)))
            }
            return whole
          }))
    }
  }

  private static let transpose = Builtin(
    "transpose", theme, "The axes in another order; reversed when none is given.",
    parameters: [x, Parameter("axes", .oneOf([.axis, .vector]), .repeated, "Every axis once, by name or number")],
    result: "the tensor with its axes reordered",
    examples: [
      Example("transpose([[1, 2], [3, 4]])", shows: "[[1, 3], [2, 4]]"),
      Example("shape(transpose(zeros(2, 3, 4), 1, 0, 2))", shows: "[3, 2, 4]"),
    ]
  ) { call in
    let x = call.tensor("x"), order = call.list("axes")
    if order.isEmpty { return Value(x.transposed) }
    return try call.blaming("axes") {
      var axes: [Int] = []
      for axis in order {
        if let name = axis.asString {
          axes.append(try x.layout.axis(named: name))
        } else {
          axes += try (axis.countingAsTensor?.doubles ?? []).map { number in
            guard let whole = Int(exactly: number) else {
              throw RefusalError(Message("an axis is a whole number", found: NumberText.shortest(number)))
            }
            return try x.layout.axis(whole)
          }
        }
      }
      return Value(try x.transposed(axes))
    }
  }

  private static let squeeze = Builtin(
    "squeeze", theme, "The tensor without axes of extent 1.",
    parameters: [x, Parameter("axes", .axes, .optional("every axis of extent 1"), "The axes to drop")],
    result: "a tensor of fewer axes", examples: [Example("squeeze([[1], [2]])", shows: "[1, 2]")]
  ) { call in
    let x = call.tensor("x")
    let axes = try call.axes("axes", of: x)
    return Value(try call.blaming("axes") { try x.squeezed(axes) })
  }

  private static let expand = Builtin(
    "expand", theme, "The tensor with a new axis of extent 1.",
    parameters: [
      x, Parameter("at", .integer, .defaults(.number(0)), "Where the new axis stands, from the end when negative"),
      Parameter("name", .string, .optional("no name"), "Name of the new axis"),
    ],
    result: "a tensor of one more axis", examples: [Example("expand([1, 2], 1)", shows: "[[1], [2]]")]
  ) { call in
    let x = call.tensor("x")
    return try call.blaming("at") { .tensor(try x.expanded(at: call.integer("at"), name: call.stringOrNil("name"))) }
  }

  private static let flip = Builtin(
    "flip", theme, "The order along an axis reversed.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The tensor"),
      Parameter("over", .axis, .defaults(.number(0)), "The axis to reverse, by name or number"),
    ],
    result: "a tensor of the same shape", examples: [Example("flip([1, 2, 3])", shows: "[3, 2, 1]")]
  ) { call in
    let x = call.tensor("x")
    return Value(try x.flipped(axis: call.axis("over", of: x)))
  }

  private static let roll = Builtin(
    "roll", theme, "The elements moved along an axis; what leaves at one end enters at the other.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The tensor"),
      Parameter("shift", .integer, "By how many positions, towards the end when positive"), .along("to move along"),
    ],
    result: "a tensor of the same shape", examples: [Example("roll([1, 2, 3], 1)", shows: "[3, 1, 2]")]
  ) { call in
    let x = call.tensor("x")
    return Value(try x.rolled(by: call.integer("shift"), axis: call.axis("over", of: x)))
  }

  private static let whereRow = Builtin(
    "where", theme, "One value where a mask is true, another where it is false.",
    parameters: [
      Parameter("mask", .oneOf([.mask, .bool]), "Where to take the first"),
      Parameter("yes", .tensor, "The value where the mask is true"),
      Parameter("no", .tensor, "The value where it is false"),
    ],
    result: "a tensor; all three are stretched to each other",
    examples: [Example("where([1, 5] > 3, 1, [10, 20])", shows: "[10, 1]")]
  ) { call in
    guard let mask = call["mask"].countingAsTensor else { preconditionFailure("a mask that is no tensor") }
    return Value(try Tensor.choose(mask, call.tensor("yes"), call.tensor("no")))
  }
}
