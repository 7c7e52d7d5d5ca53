import Language
import Tensors

/// Sorting, searching, and sums along an axis.
enum OrderRows {
  static let theme = Theme("Order along an axis", "Sorting, searching, running sums and differences.")

  static let rows: [Builtin] = [sort, argsort, unique, nonzero, searchSorted, cumsum, cumprod, diff]

  private static let descending = Parameter(
    "descending", .bool, .defaults(.bool(false)), "Whether the largest comes first")

  private static let sort = Builtin(
    "sort", theme, "The elements of a tensor sorted along an axis, or the strings of a list sorted.",
    details: "nan comes last, equal elements keep their order. `sort_by(items, key)` sorts by what a function gives.",
    parameters: [
      Parameter("x", .oneOf([.tensor, .list(of: .string)]), "Numbers, or a list of strings"), .along("to sort"),
      descending,
    ],
    result: "a tensor of the same shape, or a list",
    examples: [
      Example("sort([3, 1, 2])", shows: "[1, 2, 3]"), Example("sort([\"b\", \"a\"])", shows: "[\"a\", \"b\"]"),
    ]
  ) { call in
    guard let tensor = call["x"].countingAsTensor else {
      let texts = call.list("x").compactMap(\.asString)
      return .list((call.bool("descending") ? texts.sorted(by: >) : texts.sorted()).map(Value.string))
    }
    return Value(try tensor.sorted(axis: call.axis("over", of: tensor), descending: call.bool("descending")))
  }

  private static let argsort = Builtin(
    "argsort", theme, "The positions along an axis that sort it; equal elements keep their order, nan comes last.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The numbers"), .along("to sort"),
      descending,
    ],
    result: "positions of the same shape", examples: [Example("argsort([30, 10, 20])", shows: "[1, 2, 0]")]
  ) { call in
    let x = call.tensor("x")
    return .tensor(try x.argsorted(axis: call.axis("over", of: x), descending: call.bool("descending")))
  }

  private static let cumsum = Builtin(
    "cumsum", theme, "The running sum along an axis.",
    parameters: [Parameter("x", .tensor(rank: 1...Int.max), "The numbers"), .along("to add up")],
    result: "numbers of the same shape", examples: [Example("cumsum([1, 2, 3])", shows: "[1, 3, 6]")]
  ) { call in
    let x = call.tensor("x")
    return .tensor(try x.cumulativeSum(axis: call.axis("over", of: x)))
  }

  private static let cumprod = Builtin(
    "cumprod", theme, "The running product along an axis.",
    parameters: [Parameter("x", .tensor(rank: 1...Int.max), "The numbers"), .along("to multiply up")],
    result: "numbers of the same shape", examples: [Example("cumprod([1, 2, 3, 4])", shows: "[1, 2, 6, 24]")]
  ) { call in
    let x = call.tensor("x")
    return .tensor(try x.cumulativeProduct(axis: call.axis("over", of: x)))
  }

  private static let diff = Builtin(
    "diff", theme, "Each element along an axis less the one before it.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The numbers"), .along("to step along"),
      Parameter("order", .count, .defaults(.number(1)), "How many times over"),
    ],
    result: "numbers, the axis shorter by `order`", examples: [Example("diff([1, 4, 9])", shows: "[3, 5]")]
  ) { call in
    let x = call.tensor("x")
    let axis = try call.axis("over", of: x)
    return .tensor(try call.blaming("order") { try x.differences(axis: axis, order: call.integer("order")) })
  }

  private static let nonzero = Builtin(
    "nonzero", theme, "Where elements are true: their positions.",
    details: "Along one axis a tensor of positions; of more axes one row of positions for each element found.",
    parameters: [Parameter("x", .tensor(rank: 1...Int.max), "A mask; a number is true unless it is 0")],
    result: "positions [found] or [found, axis]", examples: [Example("nonzero([1, 5, 7] > 3)", shows: "[1, 2]")]
  ) { call in .tensor(call.tensor("x").places()) }

  private static let searchSorted = Builtin(
    "searchsorted", theme, "How many of some ascending edges are at most x: where x would be put in.",
    parameters: [.x, Parameter("edges", .vector, "Ascending numbers")],
    result: "positions of the shape of x",
    examples: [Example("searchsorted([0.5, 2, 9], [0, 1, 2])", shows: "[1, 3, 3]")]
  ) { call in
    let x = call.tensor("x"), edges = call.tensor("edges").doubles
    if let k = edges.indices.dropFirst().first(where: { !(edges[$0] >= edges[$0 - 1]) }) {
      throw call.fault(
        "edges", "the edges do not ascend",
        found: "\(NumberText.shortest(edges[k])) after \(NumberText.shortest(edges[k - 1]))")
    }
    let places = x.doubles.map { Double(Tensor.upperBound($0, in: edges)) }
    return Value(Tensor(places, shape: x.shape, axes: x.axes))
  }

  private static let unique = Builtin(
    "unique", theme, "The different elements: of a tensor ascending, of a list as they first occur.",
    parameters: [
      Parameter("x", .oneOf([.tensor, .list(of: .string)]), "Numbers, or a list of strings"),
      Parameter("counts", .bool, .defaults(.bool(false)), "Whether to give also how often each occurs, and where"),
    ],
    result: "the elements, or a record: values, counts, inverse (for every element the position of its value)",
    examples: [
      Example("unique([2, 1, 2])", shows: "[1, 2]"), Example("unique([2, 1, 2], counts: true).counts", shows: "[1, 2]"),
    ]
  ) { call in
    let values: Value, counts: Tensor, inverse: Tensor
    if let tensor = call["x"].countingAsTensor {
      let found = tensor.distinct()
      (values, counts, inverse) = (.tensor(found.values), found.counts, found.inverse)
    } else {
      let found = NumberedWords(call.list("x").compactMap(\.asString))
      values = .list(found.words.map(Value.string))
      counts = Tensor(found.counts, shape: [found.counts.count])
      inverse = Tensor(found.numbers, shape: [found.numbers.count])
    }
    if !call.bool("counts") { return values }
    return .record(Record([("values", values), ("counts", .tensor(counts)), ("inverse", .tensor(inverse))]))
  }
}
