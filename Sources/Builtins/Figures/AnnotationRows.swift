import Language
import Plotting
import Syntax
import Tensors

/// What is added to a figure.
enum AnnotationRows {
  static let rows: [Builtin] = [lines(.x), lines(.y), shade, note]

  private static let colors: [(name: String, color: Color)] = [
    ("grey", .muted), ("black", .foreground), ("blue", .category(0)), ("orange", .category(1)), ("green", .category(2)),
    ("pink", .category(3)),
  ]

  private static let color = Parameter(
    "color", .choice(colors.map(\.name)), .defaults(.string("grey")), "Its colour; all suit the colour-blind")

  /// A mark put on every panel of the figure.
  private static func adding(_ call: Call, _ marks: (Color) throws -> [Mark]) throws -> Value {
    let handle: FigureHandle = call.handle("figure")
    let name = call.string("color")
    let added = try marks(colors.first { $0.name == name }?.color ?? .muted)
    var figure = handle.figure
    for index in figure.panels.indices { figure.panels[index]?.marks += added }
    return call.drawn(figure)
  }

  private static func lines(_ direction: Direction) -> Builtin {
    let (name, across) = direction == .x ? ("vlines", "x") : ("hlines", "y")
    return Builtin(
      name, .figures, "Adds straight \(direction == .x ? "upright" : "level") lines at places of the \(across) axis.",
      parameters: [
        .drawnOn, Parameter("at", .vector, .required, "Where, in the \(across) axis' unit"), .name, color,
        Parameter(
          "dash", .choice(["solid", "dashed", "dotted"]), .defaults(.string("dashed")), "How the lines are drawn"),
      ],
      result: "figure",
      examples: [Example("plot([1, 3, 2]) |> \(name)([1], label: \"go cue\") |> type()", shows: "\"figure\"")]
    ) { call in
      let dash: Line.Dash =
        switch call.string("dash") {
        case "solid": .solid
        case "dotted": .dotted
        default: .dashed
        }
      return try adding(call) {
        [.rule(Rule(direction, at: call.tensor("at").doubles, color: $0, dash: dash, label: call.stringOrNil("label")))]
      }
    }
  }

  private static let shade = Builtin(
    "shade", .figures, "Adds a shaded stretch of the x axis, behind everything else.",
    parameters: [
      .drawnOn, Parameter("from", .number, .required, "Where it begins"),
      Parameter("to", .number, .required, "Where it ends"), .name, color,
      Parameter("opacity", .fraction, .defaults(.number(0.2)), "From 0, unseen, to 1"),
    ],
    result: "figure", examples: [Example("plot([1, 3, 2]) |> shade(0.5, 1.5, label: \"stimulus\") |> type()")]
  ) { call in
    let (from, to) = (call.number("from"), call.number("to"))
    guard from.isFinite, to.isFinite, from < to else {
      throw call.fault("to", "a stretch ends after it begins", expected: "more than \(NumberText.shortest(from))")
    }
    return try adding(call) {
      [.span(Span(.x, [from...to], color: $0, opacity: call.number("opacity"), label: call.stringOrNil("label")))]
    }
  }

  private static let note = Builtin(
    "note", .figures, "Adds a few words at a place of the axes.",
    parameters: [
      .drawnOn, Parameter("text", .string, .required, "The words"),
      Parameter("x", .number, .required, "Where on the x axis"),
      Parameter("y", .number, .required, "Where on the y axis"),
      Parameter(
        "align", .choice(["left", "center", "right"]), .defaults(.string("left")), "What of the words stands there"),
      color,
    ],
    result: "figure", examples: [Example("plot([1, 3, 2]) |> note(\"peak\", 1, 3) |> type()")]
  ) { call in
    let anchor: Note.Anchor =
      switch call.string("align") {
      case "center": .center
      case "right": .right
      default: .left
      }
    return try adding(call) {
      [
        .note(
          Note(
            call.string("text"), x: call.number("x"), y: call.number("y"), anchor: anchor,
            color: call.wasGiven("color") ? $0 : .foreground))
      ]
    }
  }
}
