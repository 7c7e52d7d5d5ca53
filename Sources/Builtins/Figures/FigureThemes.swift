import Language
import Tensors

extension Theme {
  static let figures = Theme("Figures", "Draw numbers; join, arrange, show and keep what was drawn.")
  static let views = Theme("Standard views", "The figures one looks at to judge a model.")
}

extension ParameterType {
  static let figure = ParameterType.handle(FigureHandle.typeName)
}

/// Parameters that many figures share.
extension Parameter {
  /// What stands around the axes, common to everything that draws.
  static let framing: [Parameter] = [
    Parameter("title", .string, .optional("none"), "Words above the axes"),
    Parameter("x_label", .string, .optional("what is known of the axis"), "Words along the x axis, unit included"),
    Parameter("y_label", .string, .optional("what is known of the axis"), "Words along the y axis, unit included"),
    Parameter("x_limits", .vector, .optional("as the data needs"), "The two ends of the x axis"),
    Parameter("y_limits", .vector, .optional("as the data needs"), "The two ends of the y axis"),
    Parameter("log", .choice(["x", "y", "both"]), .optional("neither"), "Which axis is logarithmic"),
    Parameter(
      "legend", .choice(["auto", "above", "none"]), .defaults(.string("auto")),
      "Where names stand: in a free corner, above, nowhere"),
    Parameter("width", .number(.within(120...4000)), .optional("by its panels"), unit: "pt", "Width of the figure"),
    Parameter("height", .number(.within(90...4000)), .optional("by its panels"), unit: "pt", "Height of the figure"),
  ]

  /// How bins become time and counts become rates.
  static let timing: [Parameter] = [
    Parameter(
      "rates_of", .dataset, .optional("numbers as they are"),
      "The data these are rates of: spikes per bin are drawn as spikes/s"),
    Parameter("dt", .binWidth, .optional("the data set loaded last"), unit: "s", "Bin width of a time axis"),
  ]

  static let name = Parameter("label", .string, .optional("none"), "Its name in the legend")
  static let drawnOn = Parameter("figure", .figure, .required, "What to draw on; every panel of it")
}
