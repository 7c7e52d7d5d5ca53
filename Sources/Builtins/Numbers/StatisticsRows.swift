import Language
import Tensors

/// Statistics of observations, histograms and filters.
enum StatisticsRows {
  static let theme = Theme(
    "Observations and signals", "The last axis holds the variables, all axes before it are observations of them.")

  static let rows: [Builtin] = [cov, corr, histogram, groupMean, filter, convolve, crossCorrelation, interpolate]

  private static let cov = Builtin(
    "cov", theme, "The covariance of variables over observations.",
    parameters: [
      Parameter("x", .tensor(rank: 2...Int.max), "Observations […, variable]"),
      Parameter("ddof", .count, .defaults(.number(1)), "What the divisor is less than the number of observations by"),
    ],
    result: "a symmetric matrix [variable, variable]",
    examples: [Example("cov([[1, 2], [3, 6]])", shows: "[[2, 4], [4, 8]]")]
  ) { call in .tensor(try call.tensor("x").covariance(ddof: call.integer("ddof"))) }

  private static let corr = Builtin(
    "corr", theme, "Pearson's correlation of two signals, or of every pair of variables.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "A signal, or observations […, variable]"),
      Parameter("y", .tensor, .optional("the correlations within x"), "Another signal of the same shape"),
    ],
    result: "a number, or a matrix [variable, variable]; nan where something is constant",
    examples: [
      Example("corr([1, 2, 3], [2, 4, 7]) > 0.99", shows: "true"), Example("corr([[1, 2], [3, 6], [2, 5]])"),
    ]
  ) { call in
    let x = call.tensor("x")
    if let y = call.tensorOrNil("y") { return .number(try call.blaming("y") { try x.correlation(with: y) }) }
    return .tensor(try call.blaming("x") { try x.correlation() })
  }

  private static let histogram = Builtin(
    "histogram", theme, "Counts of elements between edges.",
    details: "A bin holds its lower edge; the last one also its upper. What lies outside and nan are left out.",
    parameters: [
      .x, Parameter("bins", .oneOf([.size, .vector]), .defaults(.number(10)), "How many equal bins, or their edges"),
      Parameter("from", .number, .optional("the smallest element"), "Lower edge of the first bin"),
      Parameter("to", .number, .optional("the largest element"), "Upper edge of the last bin"),
    ],
    result: "a record: counts [bin], edges [bin + 1]",
    examples: [
      Example("histogram([1, 2, 2, 5], 2).counts", shows: "[3, 1]"),
      Example("histogram([1, 2, 2, 5], [0, 2, 6]).counts", shows: "[1, 3]"),
    ]
  ) { call in
    let x = call.tensor("x")
    let found =
      if let bins = call["bins"].asInteger {
        try call.blaming("bins") {
          try x.histogram(bins: bins, from: call.numberOrNil("from"), to: call.numberOrNil("to"))
        }
      } else {
        try call.blaming("bins") { try x.histogram(edges: call.tensor("bins")) }
      }
    return .record(Record([("counts", .tensor(found.counts)), ("edges", .tensor(found.edges))]))
  }

  private static let groupMean = Builtin(
    "group_mean", theme, "The mean over the positions of an axis that carry the same label.",
    details: "With trials labelled by condition this is the condition average, the peri-stimulus time histogram. "
      + "`counts` holds how many positions carry each label, those with nan too; `sem` is `std` divided by the root of "
      + "how many numbers went into it.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The numbers"),
      Parameter("by", .labels, "A label for every position of the axis, a number or a word"),
      Parameter("over", .axis, .defaults(.number(0)), "The labelled axis, by name or number; the first by default"),
      .skipNaN,
    ],
    result: "a record: mean, std and sem with one position a group on that axis, labels [group], counts [group]",
    examples: [
      Example("group_mean([[1, 2], [3, 4], [10, 10]], by: [0, 0, 1]).mean", shows: "[[2, 3], [10, 10]]")
    ]
  ) { call in
    let x = call.tensor("x"), labels = call.labels("by")
    let axis = try call.axis("over", of: x)
    guard labels.numbers.count == x.shape[axis] else {
      throw call.fault(
        "by", "there is not one label for each position", expected: "\(x.shape[axis]) labels",
        found: "\(labels.numbers.count)")
    }
    let groups = labels.numbers.distinct()
    guard groups.values.count > 0 else { throw call.fault("by", "there are no labels, so there are no groups") }
    let whole = Array(repeating: AxisIndex.all, count: axis)
    let members = (0..<groups.values.count).map { group in groups.inverse.doubles.map { Int($0) == group } }
    func gathered(_ reduction: Reduction, of x: Tensor) throws -> Tensor {
      let parts = try members.map { mask in
        try x.indexed(whole + [.mask(mask)]).reduced(reduction, over: [axis], skippingNaN: call.bool("skip_nan"))
      }
      return try Tensor.stacked(parts, axis: axis, name: x.axes[axis] == nil ? nil : "group")
    }
    let deviation = try gathered(.std, of: x)
    let roots = try gathered(.count, of: x.mapped(.isnan).mapped(.not)).mapped(.sqrt)
    return .record(
      Record([
        ("mean", .tensor(try gathered(.mean, of: x))), ("std", .tensor(deviation)),
        ("sem", .tensor(try Tensor.elementwise(.divide, deviation, roots))),
        ("labels", labels.words.map { Value.list($0.map(Value.string)) } ?? .tensor(groups.values)),
        ("counts", .tensor(groups.counts)),
      ]))
  }

  private static let filter = Builtin(
    "gaussian_filter", theme, "Smooths along an axis with a Gaussian.",
    details: "The Gaussian is cut at four standard deviations; near the ends its weights are scaled to what is inside, "
      + "so that a constant stays what it is.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The numbers"),
      Parameter("sd", .number(.nonNegative), unit: "positions", "Standard deviation of the Gaussian"),
      .along("to smooth"),
    ],
    result: "numbers of the same shape",
    examples: [
      Example("sum(gaussian_filter([0, 0, 0, 1, 0, 0, 0], 0.5))"),
      Example("gaussian_filter(ones(9), 3) ≈ ones(9)", shows: "true"),
    ]
  ) { call in
    let x = call.tensor("x"), sd = call.number("sd")
    guard sd.isFinite else {
      throw call.fault(
        "sd", "`sd` of `gaussian_filter` is out of range", expected: "a finite number, at least 0",
        found: NumberText.shortest(sd))
    }
    return .tensor(try x.smoothed(sd: sd, axis: call.axis("over", of: x)))
  }

  private static let convolve = Builtin(
    "convolve", theme, "The convolution with a kernel along an axis.",
    details: "The middle of the kernel (of an even number of weights the first of the two) stands on each position in "
      + "turn, as in NumPy's \"same\"; the axis keeps its length, even where the kernel is longer. With edges: "
      + "\"normalised\" the weights near the ends are scaled to what is inside.",
    parameters: [
      Parameter("x", .tensor(rank: 1...Int.max), "The numbers"), Parameter("kernel", .vector, "The weights"),
      .along("to convolve"),
      Parameter(
        "edges", .choice(["zero", "normalised"]), .defaults(.string("zero")), "What lies outside: zeros, or nothing"),
    ],
    result: "numbers of the same shape", examples: [Example("convolve([1, 2, 3], [1, 1, 1])", shows: "[3, 6, 5]")]
  ) { call in
    let x = call.tensor("x")
    let edges: Tensor.Edges = call.string("edges") == "zero" ? .zero : .normalised
    return .tensor(
      try call.blaming("kernel") {
        try x.convolved(call.tensor("kernel").doubles, axis: call.axis("over", of: x), edges: edges)
      })
  }

  private static let crossCorrelation = Builtin(
    "xcorr", theme, "The cross-correlation of two signals at a range of lags.",
    details:
      "At lag k it is the correlation of x[t] with y[t + k], each less its mean, over the times both have, divided "
      + "by the spread of both over all times; a peak at a positive lag says that x leads.",
    parameters: [
      Parameter("x", .vector, "A signal"), Parameter("y", .vector, "Another of the same length"),
      Parameter("max_lag", .count, "Largest lag in either direction"),
    ],
    result: "a record: lags [lag], values [lag]",
    examples: [Example("c = xcorr([0, 1, 0, 0, 0], [0, 0, 0, 1, 0], 3); c.lags[argmax(c.values)]", shows: "2")]
  ) { call in
    let (x, y) = (call.tensor("x").doubles, call.tensor("y").doubles)
    guard x.count == y.count else {
      throw call.fault("y", "the signals differ in length", expected: "\(x.count) numbers", found: "\(y.count)")
    }
    let most = call.integer("max_lag")
    guard most < Swift.max(x.count, 1) else {
      throw call.fault(
        "max_lag", "a lag must leave something to compare", expected: "at most \(x.count - 1)", found: "\(most)")
    }
    func centred(_ x: [Double]) -> [Double] {
      // Levelled, so that the squares stay within range.
      let level = Tensor.levelling(x.reduce(0) { Swift.max($0, $1.magnitude) })
      let levelled = x.map { $0 * level }
      let mean = levelled.reduce(0, +) / Double(x.count)
      return levelled.map { $0 - mean }
    }
    let (a, b) = (centred(x), centred(y))
    let scale = (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    let values = (-most...most).map { lag -> Double in
      let times = Swift.max(0, -lag)..<(x.count - Swift.max(0, lag))
      return scale > 0 ? times.reduce(0) { $0 + a[$1] * b[$1 + lag] } / scale : .nan
    }
    return .record(
      Record([
        ("lags", .vector((-most...most).map(Double.init), axis: "lag")), ("values", .vector(values, axis: "lag")),
      ]))
  }

  private static let interpolate = Builtin(
    "interp", theme, "Values between known points, on straight lines.",
    parameters: [
      .x, Parameter("points", .vector, "Where values are known, ascending"),
      Parameter("values", .vector, "The values there"),
    ],
    result: "numbers of the shape of x; outside the points their first or last value",
    examples: [Example("interp([0.5, 3], [0, 1, 2], [10, 20, 40])", shows: "[15, 40]")]
  ) { call in
    let x = call.tensor("x"), points = call.tensor("points").doubles, values = call.tensor("values").doubles
    guard points.count == values.count, let first = values.first, let last = values.last else {
      throw call.fault(
        "values", "there is not one value for each point", expected: "\(Swift.max(points.count, 1)) values",
        found: "\(values.count)")
    }
    if let k = points.indices.dropFirst().first(where: { !(points[$0] > points[$0 - 1]) }) {
      throw call.fault(
        "points", "the points do not ascend",
        found: "\(NumberText.shortest(points[k])) after \(NumberText.shortest(points[k - 1]))")
    }
    let result = x.doubles.map { at -> Double in
      if at.isNaN { return .nan }
      let next = Tensor.upperBound(at, in: points)
      if next == 0 { return first }
      if next == points.count { return last }
      let share = (at - points[next - 1]) / (points[next] - points[next - 1])
      return values[next - 1] + share * (values[next] - values[next - 1])
    }
    return Value(Tensor(result, shape: x.shape, axes: x.axes))
  }
}
