import Language
import Plotting
import Tensors

/// Matrices as colours, spikes as ticks, distributions, bars.
enum FieldRows {
  static let rows: [Builtin] = [heatmap, raster, hist, bars]

  private static let maps: [(name: String, map: ColorMap)] = [
    ("viridis", .viridis), ("diverging", .diverging), ("ink", .ink),
  ]

  private static let heatmap = Builtin(
    "heatmap", .figures, "Draws a matrix as coloured cells on a perceptual colour scale.",
    details: """
      Time runs across, wherever its axis stands; of a matrix without it rows run down and columns across. Cells with
      nan stay empty. Heat maps in one `grid` share a colour scale with `share_colors: true`.
      """,
    parameters: [
      Parameter("x", .matrix, .required, "The matrix: [time, neuron], [neuron, time] or any other"),
      Parameter(
        "sort", .choice(["none", "peak"]), .defaults(.string("none")),
        "Order of the rows: as they are, or by their peak"),
      Parameter("order", .vector, .optional("by sort"), "Which row stands at each place, from the top"),
      Parameter("map", .choice(maps.map(\.name)), .optional("by the sign of the numbers"), "The colours"),
      Parameter("limits", .vector, .optional("as the data needs"), "The numbers of the first and the last colour"),
      Parameter("label", .string, .optional("none"), "Words along the colour scale, unit included"),
    ] + Parameter.timing + Parameter.framing,
    result: "figure", examples: [Example("heatmap([[1, 2], [3, 4]], label: \"weight\").panels", shows: "1")]
  ) { call in
    var matrix = call.tensor("x")
    if matrix.axes[0] == "time", matrix.axes[1] != "time" { matrix = try matrix.transposed([1, 0]) }
    guard !matrix.shape.contains(0) else { throw call.fault("x", "there is nothing in it", found: "\(matrix.shape)") }
    let scale = try call.rateScale()
    let values = matrix.doubles.map { $0 * scale.factor }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let places = call.places(along: matrix.axes[1] ?? "column", count: columns)
    let limits = try call.ends("limits")
    var colors = ColorScale(
      map: colorMap(call, values), lower: limits?.lowerBound, upper: limits?.upperBound,
      label: call.stringOrNil("label") ?? scale.label, unit: call.wasGiven("label") ? nil : scale.unit)
    if limits == nil, scale.unit != nil { colors.lower = 0 }
    let order = try order(call, values, rows, columns)
    let name = matrix.axes[0] ?? "row"
    return try call.framed(
      Panel(
        x: places.axis, y: Axis(order == nil ? name : "\(name), sorted", isReversed: true),
        marks: [
          .heatMap(HeatMap(values: values, rows: rows, columns: columns, x: places.centers, order: order))
        ], colorScale: colors))
  }

  private static func colorMap(_ call: Call, _ values: [Double]) -> ColorMap {
    let name = call.stringOrNil("map")
    if let map = maps.first(where: { $0.name == name }) { return map.map }
    return .suiting(values)
  }

  private static func order(_ call: Call, _ values: [Double], _ rows: Int, _ columns: Int) throws -> [Int]? {
    if let order = call.tensorOrNil("order")?.doubles {
      let places = order.compactMap { Int(exactly: $0) }.filter { (0..<rows).contains($0) }
      guard places.count == order.count else {
        throw call.fault("order", "it names rows that are not there", expected: "whole numbers from 0 to \(rows - 1)")
      }
      return places
    }
    return call.string("sort") == "peak" ? HeatMap.orderByPeak(values, rows: rows, columns: columns) : nil
  }

  private static let raster = Builtin(
    "raster", .figures, "Draws spikes as ticks, a row for each neuron or trial.",
    parameters: [
      Parameter(
        "spikes", .oneOf([.matrix, .list]), .required,
        "Counts [time, neuron], or [trial, time] where its axis is named \"time\", or a list with the spike times "
          + "of each row in seconds"), .name,
    ] + [Parameter.timing[1]] + Parameter.framing,
    result: "figure", examples: [Example("early = [0.1, 0.3]\nlate = [0.2]\nraster([early, late]).panels", shows: "1")]
  ) { call in
    let label = call.stringOrNil("label")
    if let counts = call["spikes"].asTensor, counts.rank == 2 {
      let upright = counts.axes[1] == "time" && counts.axes[0] != "time" ? try counts.transposed([1, 0]) : counts
      let places = call.places(along: "time", count: upright.shape[0])
      return try call.framed(
        Panel(
          x: places.axis, y: Axis(upright.axes[1] ?? "row", isReversed: true),
          marks: [.raster(Raster(counts: upright, binWidth: places.step, label: label))]))
    }
    let rows = try call.items("spikes").enumerated().map { position, item -> [Double] in
      if let tensor = item.asTensor { return tensor.doubles.map { $0 * 1000 } }
      if let number = item.asNumber { return [number * 1000] }
      if let list = item.asList, list.isEmpty { return [] }
      throw call.fault("spikes", "row \(position) has no vector of spike times", found: item.foundText)
    }
    return try call.framed(
      Panel(
        x: Axis("time", unit: "ms"), y: Axis("row", isReversed: true),
        marks: [.raster(Raster(rows: rows, label: label))]))
  }

  private static let hist = Builtin(
    "hist", .figures, "Draws how numbers are distributed.",
    parameters: [
      Parameter("x", .tensor, .required, "The numbers, in any shape; those that are not finite are left out"),
      Parameter("bins", .integer(.within(1...10_000)), .optional("by the rule of Freedman and Diaconis"), "Bars"),
      .name,
    ] + Parameter.framing,
    result: "figure", examples: [Example("hist([1, 2, 2, 3, 3, 3], bins: 3).panels", shows: "1")]
  ) { call in
    let histogram = Histogram(
      of: call.tensor("x").doubles, bins: call.integerOrNil("bins"), label: call.stringOrNil("label"))
    return try call.framed(Panel(y: Axis("count"), marks: [.histogram(histogram)]))
  }

  private static let bars = Builtin(
    "bars", .figures, "Draws a bar for each number.",
    parameters: [
      Parameter("heights", .vector, .required, "How high each bar is"),
      Parameter("labels", .list(of: .string), .optional("positions"), "A word under each bar"), .name,
    ] + Parameter.framing,
    result: "figure", examples: [Example("bars([3, 1, 2], labels: [\"a\", \"b\", \"c\"]).panels", shows: "1")]
  ) { call in
    let heights = call.tensor("heights")
    let places = (0..<heights.count).map(Double.init)
    var x = Axis(heights.axes[0])
    if let words = call.listOrNil("labels")?.compactMap(\.asString) {
      guard words.count == heights.count else {
        throw call.fault(
          "labels", "there is not one word for each bar", expected: "\(heights.count)", found: "\(words.count)")
      }
      x.ticks = .at(zip(places, words).map { Axis.Tick($0, $1) })
    }
    let bars = Bars(x: places, heights: heights.doubles, color: .category(0), label: call.stringOrNil("label"))
    return try call.framed(Panel(x: x, marks: [.bars(bars)]))
  }
}
