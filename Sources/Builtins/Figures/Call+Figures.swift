import Language
import Plotting
import Tensors

/// Reading what figures are made of.
extension Call {
  var renderer: Renderer { Renderer(searching: settings.programPath) }

  /// A figure as a value of the language.
  func drawn(_ figure: Figure) -> Value { .handle(FigureHandle(figure, renderer: renderer)) }

  /// A figure of one panel with the words, limits and size that the caller asked for.
  func framed(_ panel: Panel) throws -> Value {
    var panel = panel
    if let title = stringOrNil("title") { panel.title = title }
    panel.x = try framed(panel.x, "x")
    panel.y = try framed(panel.y, "y")
    switch string("legend") {
    case "above": panel.legend = .above
    case "none": panel.legend = .none
    default: break
    }
    return drawn(Figure(panel, width: numberOrNil("width"), height: numberOrNil("height")))
  }

  private func framed(_ axis: Axis, _ name: String) throws -> Axis {
    var axis = axis
    if let label = stringOrNil("\(name)_label") {
      axis.label = label
      axis.unit = nil
    }
    if let log = stringOrNil("log"), log == name || log == "both" { axis.scale = .log }
    if let ends = try ends("\(name)_limits") {
      guard axis.scale == .linear || ends.lowerBound > 0 else {
        throw fault("\(name)_limits", "a logarithmic axis has no place for 0 or less", found: "\(ends.lowerBound)")
      }
      axis.lower = ends.lowerBound
      axis.upper = ends.upperBound
    }
    return axis
  }

  /// Two rising numbers, nil when left out.
  func ends(_ label: String) throws -> ClosedRange<Double>? {
    guard let given = tensorOrNil(label) else { return nil }
    let numbers = given.doubles
    guard numbers.count == 2, numbers.allSatisfy(\.isFinite), numbers[0] < numbers[1] else {
      throw fault(label, "limits are two rising numbers", expected: "`[0, 1]`", found: self[label].foundText)
    }
    return numbers[0]...numbers[1]
  }

  // MARK: Time and units

  /// Seconds of a bin, where the caller or the session knows them. Warns where the session knows several.
  func binWidth() -> Double? {
    let knowsData = builtin.parameters.contains { $0.label == "rates_of" }
    if knowsData, let data: DatasetHandle = handleOrNil("rates_of"), let dt = data.dataset.dt { return dt }
    return numberOrNil("dt") ?? lastBinWidth()
  }

  /// Factor from the numbers given to those drawn, and their unit.
  func rateScale() throws -> (factor: Double, label: String?, unit: String?) {
    guard let data: DatasetHandle = handleOrNil("rates_of") else { return (1, nil, nil) }
    guard let dt = data.dataset.dt else {
      throw fault("rates_of", "the bin width of '\(data.dataset.name)' is not known", hint: UnknownBinWidth.advice)
    }
    return (1 / dt, "rate", "spikes/s")
  }

  /// Where the points along an axis of a tensor stand: times in ms along an axis of time, else positions.
  func places(along axis: String?, count: Int) -> Places {
    guard axis == "time" else { return Places(first: 0, step: 1, count: count, axis: Axis(axis)) }
    guard let dt = binWidth() else {
      return Places(first: 0, step: 1, count: count, axis: Axis("time", unit: "bins"))
    }
    let end = Double(count) * dt * 1000
    return Places(
      first: dt * 500, step: dt * 1000, count: count, axis: Axis("time", unit: "ms", lower: 0, upper: max(end, dt)))
  }
}

/// Evenly spaced points of an axis, and what the axis says.
struct Places {
  let first, step: Double
  let count: Int
  let axis: Axis

  var points: [Double] { (0..<count).map { first + Double($0) * step } }
  var centers: HeatMap.Centers { HeatMap.Centers(first: first, step: step) }
}

extension Tensor {
  /// One or two axes as a matrix whose first axis is time, where one is, and a vector as one column.
  func curves() throws -> Tensor {
    if rank == 1 { return try expanded(at: 1) }
    return axes[1] == "time" && axes[0] != "time" ? try transposed([1, 0]) : self
  }

  /// The numbers of a column of a matrix.
  func column(_ index: Int) -> [Double] {
    let (values, width) = (doubles, shape[1])
    return (0..<shape[0]).map { values[$0 * width + index] }
  }
}
