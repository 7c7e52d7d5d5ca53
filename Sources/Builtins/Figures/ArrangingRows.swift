import Language
import Plotting
import Tensors

/// Joining, arranging and showing figures.
enum ArrangingRows {
  static let rows: [Builtin] = [overlay, grid, show]

  private static let figures = Parameter(
    "figures", .oneOf([.figure, .list(of: .figure)]), .repeated, "The figures, one by one or in a list")

  private static func figures(_ call: Call) throws -> [Figure] {
    let all = call.list("figures").flatMap { $0.asList ?? [$0] }.compactMap { ($0.asHandle as? FigureHandle)?.figure }
    guard !all.isEmpty else { throw call.fault("figures", "there is no figure") }
    return all
  }

  private static let overlay = Builtin(
    "overlay", .figures, "Draws several figures on one pair of axes.",
    details: "Words and limits are those of the first that has them; colours go on from one figure to the next.",
    parameters: [figures] + Parameter.framing, result: "figure",
    examples: [
      Example("overlay(plot([1, 3, 2], labels: [\"a\"]), plot([2, 2, 2], labels: [\"b\"])).panels", shows: "1")
    ]
  ) { call in
    let panels = try figures(call).map { figure -> Panel in
      guard figure.panels.count == 1, let panel = figure.panels[0] else {
        throw call.fault(
          "figures", "a figure of \(figure.panels.count) panels cannot be laid over another",
          hint: "`grid` puts figures beside each other")
      }
      return panel
    }
    return try call.framed(Panel.overlaid(panels))
  }

  private static let grid = Builtin(
    "grid", .figures, "Puts figures beside and under each other.",
    parameters: [
      figures,
      Parameter("columns", .integer(.within(1...20)), .optional("about as many as rows"), "Panels a row"),
      Parameter("title", .string, .optional("none"), "Words above all of them"),
      Parameter("share_x", .bool, .defaults(.bool(false)), "Panels of a column have one x axis"),
      Parameter("share_y", .bool, .defaults(.bool(false)), "Panels of a row have one y axis"),
      Parameter(
        "share_colors", .bool, .defaults(.bool(false)), "All heat maps and points with values have one colour scale"),
      Parameter("width", .number(.within(120...4000)), .optional("by its panels"), unit: "pt", "Width of the figure"),
      Parameter("height", .number(.within(90...4000)), .optional("by its panels"), unit: "pt", "Height of the figure"),
    ],
    result: "figure", examples: [Example("grid(plot([1, 2]), hist([1, 2, 2]), columns: 2).panels", shows: "2")]
  ) { call in
    let panels = try figures(call).flatMap(\.panels)
    let columns = call.integerOrNil("columns") ?? min(3, Int(Double(panels.count).squareRoot().rounded(.up)))
    var figure = Figure(
      title: call.stringOrNil("title"), panels: panels, columns: columns, width: call.numberOrNil("width"),
      height: call.numberOrNil("height"), sharesX: call.bool("share_x") ? .shared : .none,
      sharesY: call.bool("share_y") ? .shared : .none)
    if call.bool("share_colors") { figure.shareColors() }
    return call.drawn(figure)
  }

  private static let show = Builtin(
    "show", .figures, "Shows a value as the prompt does, in a script too: a figure as a picture.",
    details: "In a terminal the picture is drawn by chafa; in a notebook it stands under its cell.",
    parameters: [Parameter("x", .any, .required, "What to show")], result: nil,
    examples: [Example("show(plot([1, 3, 2]))")]
  ) { call in
    call.machine.interpreter?.show(call["x"])
    return .nil
  }
}
