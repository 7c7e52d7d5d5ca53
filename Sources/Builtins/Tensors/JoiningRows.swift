import Language
import Tensors

/// Joining and repeating.
enum JoiningRows {
  static let rows: [Builtin] = [concat, stack, append, repeated, tile]

  private static let concat = Builtin(
    "concat", ShapeRows.theme, "Tensors one after another along an axis, or lists one after another.",
    parameters: [
      Parameter("parts", .any, .repeated, "Tensors or lists, or one list of tensors"),
      Parameter("axis", .axis, .defaults(.number(0)), "The axis to join along, by name or number"),
    ],
    result: "a tensor or a list",
    examples: [
      Example("concat([1, 2], [3])", shows: "[1, 2, 3]"),
      Example("concat([[1], [2]], [[3], [4]], axis: 1)", shows: "[[1, 3], [2, 4]]"),
    ]
  ) { call in
    let values = call.list("parts")
    let areLists = values.count > 1 && values.contains { $0.asList != nil }
    if areLists || values.isEmpty {
      try call.checkItems(values.reduce(0) { $0 + ($1.asList?.count ?? 0) })
      return .list(
        try values.flatMap { value in
          guard let items = value.asList else {
            throw call.fault("parts", "lists are joined with lists", expected: "a list", found: value.foundText)
          }
          return items
        })
    }
    let parts = try call.tensors("parts")
    guard let first = parts.first else { return .list([]) }
    let axis = try call.axis("axis", of: first)
    return try call.blaming("parts") { .tensor(try Tensor.concatenated(parts, axis: axis)) }
  }

  private static let stack = Builtin(
    "stack", ShapeRows.theme, "Tensors of one shape side by side along a new axis.",
    parameters: [
      Parameter("parts", .oneOf([.tensor, .list]), .repeated, "The tensors, or one list of them"),
      Parameter(
        "axis", .oneOf([.string, .integer]), .optional("the first axis, unnamed"),
        "Name of the new axis, or its position"),
      Parameter("at", .integer, .defaults(.number(0)), "Where the new axis stands, from the end when negative"),
    ],
    result: "a tensor of one more axis",
    examples: [
      Example("stack([1, 2], [3, 4])", shows: "[[1, 2], [3, 4]]"),
      Example("axes(stack(zeros(2), ones(2), axis: \"sample\"))", shows: "[\"sample\", nil]"),
    ]
  ) { call in
    let parts = try call.tensors("parts")
    let position = call["axis"].asInteger ?? call.integer("at")
    return try call.blaming("parts") {
      .tensor(try Tensor.stacked(parts, axis: position, name: call["axis"].asString))
    }
  }

  private static let append = Builtin(
    "append", ShapeRows.theme, "The collection with further items at its end.",
    parameters: [
      Parameter("xs", .oneOf([.list, .vector]), "A list or a tensor of one axis"),
      Parameter("items", .any, .repeated, "The items"),
    ],
    result: "a list; a tensor when everything is a number",
    examples: [
      Example("append([1, 2], 3)", shows: "[1, 2, 3]"), Example("append([\"a\"], \"b\")", shows: "[\"a\", \"b\"]"),
    ]
  ) { call in
    let new = call.list("items")
    if let tensor = call["xs"].asTensor, let more = gathered(new).asTensor {
      return .tensor(try Tensor.concatenated([tensor, more], axis: 0))
    }
    return .list(try call.items("xs") + new)
  }

  private static let repeated = Builtin(
    "repeat", ShapeRows.theme, "Every position along an axis several times in place: 1, 1, 2, 2.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The tensor"), Parameter("times", .count, "How often"),
      .along("to repeat"),
    ],
    result: "a longer tensor", examples: [Example("repeat([1, 2], 2)", shows: "[1, 1, 2, 2]")]
  ) { call in
    let x = call.tensor("x")
    let axis = try call.axis("over", of: x)
    return Value(try call.blaming("times") { try x.repeated(call.integer("times"), axis: axis) })
  }

  private static let tile = Builtin(
    "tile", ShapeRows.theme, "The tensor several times behind itself along an axis: 1, 2, 1, 2.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The tensor"), Parameter("times", .count, "How often"),
      .along("to tile"),
    ],
    result: "a longer tensor", examples: [Example("tile([1, 2], 2)", shows: "[1, 2, 1, 2]")]
  ) { call in
    let x = call.tensor("x")
    let axis = try call.axis("over", of: x)
    return Value(try call.blaming("times") { try x.tiled(call.integer("times"), axis: axis) })
  }
}
