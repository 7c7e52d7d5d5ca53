import Language
import Tensors

/// What elements along axes are reduced to.
enum ReductionRows {
  static let theme = Theme(
    "Sums and statistics", "Over all elements, or over the axes that `over:` names; the other axes stay.")

  static let rows: [Builtin] = [
    row(
      .sum, "sum", "The sum of the elements, made in double precision.",
      [Example("sum([1, 2, 3])", shows: "6"), Example("sum([[1, 2], [3, 4]], over: 0)", shows: "[4, 6]")]),
    row(
      .mean, "mean", "The mean of the elements.",
      [
        Example("mean([1, 2, 6])", shows: "3"),
        Example("mean(ones(4, 3, axes: [\"time\", \"neuron\"]), over: \"time\")", shows: "[1, 1, 1]"),
      ]),
    spread(
      .std, "std", "The standard deviation of the elements.",
      [Example("std([1, 2, 3])", shows: "1"), Example("std([1, 3], ddof: 0)", shows: "1")]),
    spread(.variance, "var", "The variance of the elements.", [Example("var([1, 2, 3])", shows: "1")]),
    row(
      .median, "median", "The middle of the sorted elements, or the mean of the two in the middle.",
      [Example("median([3, 1, 2, 10])", shows: "2.5")]),
    quantile,
    row(.product, "prod", "The product of the elements.", [Example("prod([2, 3, 4])", shows: "24")]),
    truth(.any, "any", "Whether any element is true.", "any([1, 5] > 3)", "true"),
    truth(.all, "all", "Whether every element is true.", "all([1, 5] > 3)", "false"),
    truth(.count, "count", "How many elements are true.", "count([1, 5, 7] > 3)", "2"),
    place(.argmin, "argmin", "smallest", "argmin([3, 1, 2])", "1"),
    place(.argmax, "argmax", "largest", "argmax([[1, 9], [8, 2]], over: 1)", "[1, 0]"),
    norm,
  ]

  private static let result = "a number, or numbers with the other axes"

  private static func row(
    _ reduction: Reduction, _ name: String, _ summary: String, _ examples: [Example]
  ) -> Builtin {
    Builtin(name, theme, summary, parameters: [.x, .over, .skipNaN], result: result, examples: examples) { call in
      let x = call.tensor("x")
      return Value(try x.reduced(reduction, over: call.axes("over", of: x), skippingNaN: call.bool("skip_nan")))
    }
  }

  private static func spread(
    _ reduction: Reduction, _ name: String, _ summary: String, _ examples: [Example]
  ) -> Builtin {
    Builtin(
      name, theme, summary,
      details:
        "Divides by the number of elements less `ddof`. 1, the default, estimates the spread of what the elements "
        + "are a sample of, as MATLAB, R and Julia do; 0 gives that of the elements themselves, NumPy's default. One "
        + "element has no sample spread: nan.",
      parameters: [
        .x, .over, Parameter("ddof", .count, .defaults(.number(1)), "What the divisor is less than the count by"),
        .skipNaN,
      ],
      result: result, examples: examples
    ) { call in
      let x = call.tensor("x")
      return Value(
        try x.reduced(
          reduction, over: call.axes("over", of: x), ddof: call.integer("ddof"), skippingNaN: call.bool("skip_nan")))
    }
  }

  private static func truth(
    _ reduction: Reduction, _ name: String, _ summary: String, _ example: String, _ shows: String
  ) -> Builtin {
    Builtin(
      name, theme, summary, details: "A number is true unless it is 0.", parameters: [.x, .over],
      result: reduction == .count ? result : "a bool, or a mask with the other axes",
      examples: [Example(example, shows: shows)]
    ) { call in
      let x = call.tensor("x")
      return Value(try x.reduced(reduction, over: call.axes("over", of: x)))
    }
  }

  private static func place(
    _ reduction: Reduction, _ name: String, _ word: String, _ example: String, _ shows: String
  ) -> Builtin {
    Builtin(
      name, theme, "The position of the first \(word) element along an axis.",
      details:
        "Without an axis it is the position among all elements in row-major order. Where skip_nan leaves nothing it is "
        + "nan.",
      parameters: [
        .x, Parameter("over", .axis, .optional("all elements"), "The axis to search, by name or number"), .skipNaN,
      ],
      result: "a position, or positions with the other axes", examples: [Example(example, shows: shows)]
    ) { call in
      let x = call.tensor("x")
      return Value(try x.reduced(reduction, over: call.axes("over", of: x), skippingNaN: call.bool("skip_nan")))
    }
  }

  private static let quantile = Builtin(
    "quantile", theme, "The value below which a share of the elements lies.",
    details: "Between two elements it is interpolated linearly, as NumPy, Julia and R do. Several shares at once come "
      + "back along a new first axis.",
    parameters: [
      .x, Parameter("p", .tensor(rank: 0...1), "The share or shares, from 0 to 1"), .over, .skipNaN,
    ],
    result: result,
    examples: [
      Example("quantile([1, 2, 3, 4], 0.5)", shows: "2.5"),
      Example("quantile(0...100, [0.05, 0.95])", shows: "[5, 95]"),
    ]
  ) { call in
    let x = call.tensor("x"), p = call.tensor("p")
    let axes = try call.axes("over", of: x)
    let parts = try p.doubles.map { share in
      try call.blaming((0...1).contains(share) ? "x" : "p") {
        try x.reduced(.quantile(share), over: axes, skippingNaN: call.bool("skip_nan"))
      }
    }
    if p.rank == 0 { return Value(parts[0]) }
    return Value(try call.blaming("p") { try Tensor.stacked(parts) })
  }

  private static let norm = Builtin(
    "norm", theme, "The length of a vector: (sum of |x|^p)^(1/p).",
    parameters: [
      .x,
      Parameter("p", .number(.positive), .defaults(.number(2)), "The power; 2 is Euclid's, 1 the sum of magnitudes"),
      .over,
    ],
    result: result, examples: [Example("norm([3, 4])", shows: "5"), Example("norm([3, -4], p: 1)", shows: "7")]
  ) { call in
    let x = call.tensor("x")
    return Value(try x.norm(call.number("p"), over: call.axes("over", of: x)))
  }
}
