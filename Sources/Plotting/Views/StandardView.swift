import Tensors

/// The figures people look at when they judge a model, made from plain tensors. Rates are spikes per bin, as
/// everywhere; `dt`, seconds a bin, turns them into spikes per second on the page.
public enum StandardView {
  /// Above so many categories a colour scale tells them apart better than the palette does.
  public static let categoryLimit = 7

  static func timePoints(_ bins: Int, _ dt: Double) -> [Double] { (0..<bins).map { (Double($0) + 0.5) * dt * 1000 } }

  static func timeCenters(_ dt: Double) -> HeatMap.Centers { HeatMap.Centers(first: dt * 500, step: dt * 1000) }

  static func timeAxis(_ bins: Int, _ dt: Double) -> Axis {
    Axis("time", unit: "ms", lower: 0, upper: Double(bins) * dt * 1000)
  }

  /// The colour of one of several categories.
  public static func categoryColor(_ index: Int, of count: Int) -> Color {
    count <= categoryLimit ? .category(index) : .scale(Double(index))
  }

  /// What a condition is called in a legend.
  static func conditionName(_ condition: Int, _ names: [Int: String]) -> String {
    names[condition] ?? "condition \(condition)"
  }

  /// The scale that colours so many categories.
  public static func categoryScale(_ label: String, of count: Int) -> ColorScale {
    ColorScale(lower: 0, upper: Double(max(count - 1, 1)), label: label)
  }
}
