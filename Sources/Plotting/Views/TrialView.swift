import Tensors

/// What one trial gave, for the view of a trial. All are [time, …].
public struct TrialValues: Sendable {
  /// `train, trial 3`.
  public var title: String
  /// Spikes in each bin [time, neuron].
  public var data: Tensor
  /// Spikes per bin [time, neuron].
  public var rates: Tensor
  /// Spikes per bin [time, neuron], where known.
  public var truth: Tensor?
  /// [time, input]; nil for a model without a controller.
  public var inputs: Tensor?
  /// [time, factor].
  public var factors: Tensor
  /// [time, unit]; nil where they were not kept.
  public var states: Tensor?

  public init(
    title: String, data: Tensor, rates: Tensor, truth: Tensor? = nil, inputs: Tensor? = nil, factors: Tensor,
    states: Tensor?
  ) {
    self.title = title
    self.data = data
    self.rates = rates
    self.truth = truth
    self.inputs = inputs
    self.factors = factors
    self.states = states
  }
}

extension StandardView {
  /// A trial a column, as the reference draws them: rates against truth, controller output, data, factors, generator
  /// states, and heat maps of data and rates.
  ///
  /// - Parameter shown: how many neurons and units are drawn as curves; those that vary most.
  public static func trials(_ trials: [TrialValues], dt: Double, shown: Int = 8) -> Figure {
    let hasInputs = trials.contains { $0.inputs != nil }
    let hasStates = trials.contains { $0.states != nil }
    let columns = trials.map { column($0, dt, shown, hasInputs, hasStates) }
    let rows = columns.map(\.count).max() ?? 0
    let weights = [1.5] + (hasInputs ? [0.7] : []) + [1, 0.9] + (hasStates ? [1.1] : []) + [1, 1]
    return Figure(
      title: nil, panels: (0..<rows).flatMap { row in columns.map { $0[row] } }, columns: max(1, trials.count),
      width: trials.count > 1 ? 860 : 480, height: Double(rows) * 165, rowWeights: weights, sharesX: .shared)
  }

  private static func column(
    _ trial: TrialValues, _ dt: Double, _ shown: Int, _ hasInputs: Bool, _ hasStates: Bool
  ) -> [Panel?] {
    let rates = Matrix(trial.rates).scaled(1 / dt)
    let data = Matrix(trial.data)
    let x = timeAxis(rates.rows, dt)
    var rows = stacked(
      trial.rates, truth: trial.truth, x: timePoints(rates.rows, dt), axis: x, factor: 1 / dt, unit: "spikes/s",
      shown: shown)
    rows.title = "\(trial.title): rates"
    var panels: [Panel?] = [rows]
    if hasInputs {
      panels.append(
        trial.inputs.map { curves("controller output", Axis("input"), Matrix($0), dt, shown, x, name: "input") })
    }
    panels.append(
      Panel(
        "spikes", x: x, y: Axis("neuron", isReversed: true),
        marks: [.raster(Raster(counts: trial.data, binWidth: dt * 1000))]))
    panels.append(curves("factors", Axis("factor value"), Matrix(trial.factors), dt, Int.max, x, name: nil))
    if hasStates {
      panels.append(
        trial.states.map { curves("generator state", Axis("unit state"), Matrix($0), dt, shown, x, name: nil) })
    }
    panels.append(
      heat(
        "spike counts", data, dt, x, ColorScale(map: .ink, lower: 0, label: "count", unit: "spikes/bin", group: "data"))
    )
    panels.append(
      heat("inferred rates", rates, dt, x, ColorScale(lower: 0, label: "rate", unit: "spikes/s", group: "rates")))
    return panels
  }

  private static func curves(
    _ title: String, _ y: Axis, _ values: Matrix, _ dt: Double, _ shown: Int, _ x: Axis, name: String?
  ) -> Panel {
    let chosen = values.liveliest(min(shown, values.columns))
    let time = timePoints(values.rows, dt)
    let marks = chosen.enumerated().map { place, index in
      Mark.line(
        Line(
          x: time, y: values.column(index), color: categoryColor(place, of: chosen.count), width: 1.2,
          label: chosen.count > 1 ? name.map { "\($0) \(index)" } : nil))
    }
    var scale = categoryScale("", of: chosen.count)
    scale.showsBar = false
    return Panel(title, x: x, y: y, marks: marks, colorScale: scale)
  }

  private static func heat(_ title: String, _ values: Matrix, _ dt: Double, _ x: Axis, _ scale: ColorScale) -> Panel {
    let turned = values.transposed
    return Panel(
      title, x: x, y: Axis("neuron", isReversed: true),
      marks: [
        .heatMap(HeatMap(values: turned.values, rows: turned.rows, columns: turned.columns, x: timeCenters(dt)))
      ], colorScale: scale)
  }
}
