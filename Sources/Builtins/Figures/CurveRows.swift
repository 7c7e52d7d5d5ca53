import Language
import Plotting
import Tensors

/// Curves and clouds.
enum CurveRows {
  static let rows: [Builtin] = [plot, band, scatter]

  private static let plot = Builtin(
    "plot", .figures, "Draws curves: the columns of a tensor against time, positions, or given x.",
    details: """
      `plot(y)` draws y against its first axis (`time`, wherever it stands), `plot(x, y)` against x. Along a time axis
      places are in ms where the bin width is known. Many neurons, and any beside their `truth:`, stand each on a line
      of its own, those that vary most; `stack:` says otherwise. Lay figures over each other with `overlay`, beside
      each other with `grid`; add to one with `vlines`, `shade`, `note`.
      """,
    parameters: [
      Parameter("x", .tensor(rank: 1...2), .required, "The curves, a column each; or the places, where y is given"),
      Parameter("y", .tensor(rank: 1...2), .optional("x are the curves"), "The curves over the places x"),
      Parameter("truth", .tensor(rank: 1...2), .optional("none"), "What they should be, drawn in grey behind them"),
      Parameter("labels", .list(of: .string), .optional("none"), "A name for each curve"),
      Parameter("stack", .bool, .optional("true of many neurons"), "Each curve on a line of its own"),
      Parameter("shown", .size, .defaults(.number(8)), "Stacked: how many curves, those that vary most"),
      Parameter("steps", .bool, .defaults(.bool(false)), "Whether a value holds until the next place"),
    ] + Parameter.timing + Parameter.framing,
    result: "figure",
    examples: [
      Example("type(plot(sin(linspace(0, 6, 50)), title: \"a wave\"))", shows: "\"figure\""),
      Example(
        "x = linspace(0, 1, 20)\nplot(x, x^2, x_label: \"time (s)\", y_label: \"distance (m)\").panels", shows: "1"),
    ]
  ) { call in
    let values = try (call.tensorOrNil("y") ?? call.tensor("x")).curves()
    let label = call.wasGiven("y") ? "y" : "x"
    let x = call.wasGiven("y") ? call.tensor("x") : nil
    if let x, x.rank != 1 || x.count != values.shape[0] {
      throw call.fault(
        "x", "there is not one place for each point of y", expected: "\(values.shape[0]) numbers",
        found: "shape \(x.shape)")
    }
    let (points, axis) = abscissas(of: values, at: x, call)
    let truth = try call.tensorOrNil("truth")?.curves()
    if let truth, truth.shape != values.shape {
      throw call.fault(
        "truth", "the truth has another shape than the curves", expected: "\(values.shape)", found: "\(truth.shape)")
    }
    let names = try labels(call, count: values.shape[1])
    let scale = try call.blaming(label) { try call.rateScale() }
    let count = values.shape[1]
    let isCrowd = count > StandardView.categoryLimit && values.axes[1] == "neuron"
    if call.boolOrNil("stack") ?? (isCrowd || (truth != nil && count > 1)) {
      return try call.framed(
        StandardView.stacked(
          values, truth: truth, x: points, axis: axis, factor: scale.factor, unit: scale.unit,
          shown: call.integer("shown"), names: names))
    }
    return try call.framed(
      panel(
        values, truth, points, axis: axis, scale, names: names,
        form: call.bool("steps") ? .step : .straight))
  }

  private static func labels(_ call: Call, count: Int) throws -> [String]? {
    guard let names = call.listOrNil("labels")?.compactMap(\.asString) else { return nil }
    guard names.count == count else {
      throw call.fault("labels", "there is not one name for each curve", expected: "\(count)", found: "\(names.count)")
    }
    return names
  }

  /// Curves over each other; many take their colours from a scale.
  private static func panel(
    _ values: Tensor, _ truth: Tensor?, _ x: [Double], axis: Axis,
    _ scale: (factor: Double, label: String?, unit: String?), names: [String]?, form: Line.Form
  ) -> Panel {
    let count = values.shape[1]
    var marks: [Mark] = []
    for index in 0..<count {
      let color = StandardView.categoryColor(index, of: count)
      if let truth {
        marks.append(
          .line(
            Line(
              x: x, y: truth.column(index).map { $0 * scale.factor }, form: form, color: .muted, width: 2.4,
              label: "true")))
      }
      marks.append(
        .line(
          Line(
            x: x, y: values.column(index).map { $0 * scale.factor }, form: form,
            color: truth == nil ? color : .category(1),
            label: names?[index] ?? (truth == nil ? nil : "inferred"))))
    }
    var colors = StandardView.categoryScale(values.axes[1] ?? "column", of: count)
    colors.showsBar = names == nil
    return Panel(x: axis, y: Axis(scale.label, unit: scale.unit), marks: marks, colorScale: colors)
  }

  private static let band = Builtin(
    "band", .figures, "Draws a curve with the shaded stretch of its spread, such as a mean ± its standard deviation.",
    details: "Several columns are several bands. Give `spread:`, or both `lower:` and `upper:`.",
    parameters: [
      Parameter("middle", .tensor(rank: 1...2), .required, "The curve, or one a column"),
      Parameter(
        "spread", .tensor(rank: 1...2), .optional("lower and upper"), "Reach to either side, of the same shape"),
      Parameter("lower", .tensor(rank: 1...2), .optional("by spread"), "Lower ends, of the same shape"),
      Parameter("upper", .tensor(rank: 1...2), .optional("by spread"), "Upper ends, of the same shape"),
      Parameter("x", .vector, .optional("time or position"), "Where the points stand"),
      Parameter("labels", .list(of: .string), .optional("none"), "A name for each curve"),
    ] + Parameter.timing + Parameter.framing,
    result: "figure",
    examples: [Example("t = linspace(0, 6, 50)\nband(sin(t), 0.2 * ones(50), x: t).panels", shows: "1")]
  ) { call in
    let middle = try call.tensor("middle").curves()
    let ends = try edges(of: middle, call)
    let x = call.tensorOrNil("x"), count = middle.shape[0]
    if let x, x.count != count {
      throw call.fault("x", "there is not one place for each point", expected: "\(count)", found: "\(x.count)")
    }
    let (points, axis) = abscissas(of: middle, at: x, call)
    let names = try labels(call, count: middle.shape[1])
    let scale = try call.rateScale()
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 * scale.factor } }
    let marks = (0..<middle.shape[1]).map { index in
      Mark.band(
        Band(
          x: points, lower: scaled(ends.lower.column(index)), upper: scaled(ends.upper.column(index)),
          middle: scaled(middle.column(index)), color: .category(index), label: names?[index]))
    }
    return try call.framed(Panel(x: axis, y: Axis(scale.label, unit: scale.unit), marks: marks))
  }

  /// Where the points of curves stand across: at the places given, else along the first axis.
  private static func abscissas(of curves: Tensor, at x: Tensor?, _ call: Call) -> (points: [Double], axis: Axis) {
    if let x { return (x.doubles, Axis(x.axes[0])) }
    let places = call.places(along: curves.axes[0], count: curves.shape[0])
    return (places.points, places.axis)
  }

  private static func edges(of middle: Tensor, _ call: Call) throws -> (lower: Tensor, upper: Tensor) {
    func given(_ label: String) throws -> Tensor? {
      guard let tensor = try call.tensorOrNil(label)?.curves() else { return nil }
      guard tensor.shape == middle.shape else {
        throw call.fault(label, "its shape is not the middle's", expected: "\(middle.shape)", found: "\(tensor.shape)")
      }
      return tensor
    }
    switch (try given("spread"), try given("lower"), try given("upper")) {
    case (let spread?, nil, nil):
      let pairs = zip(middle.doubles, spread.doubles)
      return (
        Tensor(pairs.map { $0 - $1 }, shape: middle.shape), Tensor(pairs.map { $0 + $1 }, shape: middle.shape)
      )
    case (nil, let lower?, let upper?): return (lower, upper)
    default:
      throw call.fault("middle", "a band needs its reach", expected: "either `spread:`, or `lower:` and `upper:`")
    }
  }

  private static let scatter = Builtin(
    "scatter", .figures, "Draws points.",
    parameters: [
      Parameter("x", .vector, .required, "Where they stand across"),
      Parameter("y", .vector, .required, "Where they stand up"),
      Parameter("values", .vector, .optional("none"), "A number for each, shown by a colour scale"),
      Parameter(
        "groups", .labels, .optional("none"),
        "A group for each, such as its condition, shown by colour; of 8 to 42 words by symbol too"),
      Parameter("value_label", .string, .optional("none"), "Words along the colour scale"),
      Parameter("size", .number(.within(0.5...50)), .defaults(.number(5)), unit: "pt", "Diameter"),
      Parameter("symbol", .choice(PointSymbols.names), .defaults(.string("disc")), "Their shape"),
      Parameter("opacity", .fraction, .defaults(.number(0.85)), "From 0, unseen, to 1"), .name,
    ] + Parameter.framing,
    result: "figure", examples: [Example("scatter([1, 2, 3], [2, 4, 5], groups: [0, 0, 1]).panels", shows: "1")]
  ) { call in
    let x = call.tensor("x").doubles
    func matching(_ label: String, _ values: [Double]) throws -> [Double] {
      guard values.count == x.count else {
        throw call.fault(label, "there is not one for each point", expected: "\(x.count)", found: "\(values.count)")
      }
      return values
    }
    let y = try matching("y", call.tensor("y").doubles)
    let symbol = PointSymbols.named(call.string("symbol"))
    let (size, opacity) = (call.number("size"), call.number("opacity"))
    let axes = ["x", "y"].map { Axis(call.tensor($0).axes[0]) }
    guard let grouping = call.labelsOrNil("groups") else {
      let values = try call.tensorOrNil("values").map { try matching("values", $0.doubles) }
      let points = Points(
        x: x, y: y, values: values, symbol: symbol, size: size, opacity: opacity, label: call.stringOrNil("label"))
      return try call.framed(
        Panel(
          x: axes[0], y: axes[1], marks: [.points(points)],
          colorScale: ColorScale(label: call.stringOrNil("value_label"))))
    }
    let groups = try matching("groups", grouping.numbers.doubles)
    let kinds = Set(groups).sorted()
    let title = call.stringOrNil("label") ?? (grouping.words == nil ? "group" : nil)
    let limit = StandardView.categoryLimit
    // A colour scale tells many numbers apart, but has no words: after the last colour words take the first again with
    // another symbol.
    let hasScale = kinds.count > limit && grouping.words == nil
    let symbols = Points.Symbol.allCases
    let first = symbols.firstIndex(of: symbol) ?? 0
    let marks = kinds.enumerated().map { place, kind in
      let members = groups.indices.filter { groups[$0] == kind }
      return Mark.points(
        Points(
          x: members.map { x[$0] }, y: members.map { y[$0] },
          symbol: hasScale ? symbol : symbols[(first + place / limit) % symbols.count], size: size,
          color: hasScale ? .scale(kind) : .category(place % limit), opacity: opacity,
          label: hasScale ? nil : [title, grouping.text(kind)].compactMap(\.self).joined(separator: " ")))
    }
    return try call.framed(
      Panel(
        x: axes[0], y: axes[1], marks: marks,
        colorScale: ColorScale(
          lower: kinds.first, upper: kinds.last, label: call.stringOrNil("value_label") ?? call.stringOrNil("label"))))
  }
}

/// The shapes of points by name.
enum PointSymbols {
  static let names = Points.Symbol.allCases.map { "\($0)" }

  static func named(_ name: String) -> Points.Symbol { Points.Symbol.allCases.first { "\($0)" == name } ?? .disc }
}
