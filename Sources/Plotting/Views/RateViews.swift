import Tensors

extension StandardView {
  /// Rates beside truth as heat maps on one scale, neurons in the order of the truth's peaks.
  ///
  /// - Parameters:
  ///   - rates: spikes per bin [time, neuron], of one trial or averaged.
  ///   - truth: of the same shape.
  public static func ratesBesideTruth(_ rates: Tensor, _ truth: Tensor, dt: Double, title: String? = nil) -> Figure {
    let shown = [("inferred rates", Matrix(rates)), ("true rates", Matrix(truth))].map {
      ($0, $1.scaled(1 / dt).transposed)
    }
    let order = HeatMap.orderByPeak(shown[1].1.values, rows: shown[1].1.rows, columns: shown[1].1.columns)
    let panels = shown.map { name, values in
      Panel(
        name, x: timeAxis(values.columns, dt), y: Axis("neuron, by true peak", isReversed: true),
        marks: [
          .heatMap(
            HeatMap(
              values: values.values, rows: values.rows, columns: values.columns, x: timeCenters(dt), order: order))
        ], colorScale: ColorScale(lower: 0, label: "rate", unit: "spikes/s", group: "rates"))
    }
    return Figure(title: title, panels: panels, columns: 2, sharesY: .shared)
  }

  /// Condition averages of data (mean ± standard error over trials, of a single trial a dashed line) under those of the
  /// model, a panel a neuron.
  ///
  /// - Parameters:
  ///   - data, model: spikes per bin [trial, time, neuron].
  ///   - labels: the condition of each trial.
  ///   - neurons: those shown; by default the six whose model rates vary most.
  ///   - conditions: how many conditions are shown, the first by label.
  ///   - names: what conditions are called, where they have names.
  public static func conditionAverages(
    data: Tensor, model: Tensor, labels: [Int], dt: Double, neurons: [Int]? = nil, conditions: Int = 4,
    names: [Int: String] = [:]
  ) -> Figure {
    precondition(data.rank == 3 && data.shape == model.shape && data.shape[0] == labels.count, "trials do not match")
    let (bins, count) = (data.shape[1], data.shape[2])
    let all = Set(labels).sorted().prefix(conditions)
    let flat = Matrix(values: model.doubles, rows: labels.count * bins, columns: count)
    let chosen = neurons ?? flat.liveliest(6)
    let time = timePoints(bins, dt)
    let (counts, rates) = (data.doubles, model.doubles)
    let panels = chosen.map { neuron in
      var marks: [Mark] = []
      for (place, condition) in all.enumerated() {
        let trials = labels.indices.filter { labels[$0] == condition }
        let seen = moments(counts, trials, bins, count, neuron, 1 / dt)
        let fitted = moments(rates, trials, bins, count, neuron, 1 / dt)
        if trials.count > 1 {
          marks.append(
            .band(
              Band(
                x: time, lower: zip(seen.mean, seen.error).map { $0 - $1 },
                upper: zip(seen.mean, seen.error).map { $0 + $1 },
                color: .category(place), label: "data ± SEM")))
        } else {
          // A band would have no width.
          marks.append(
            .line(
              Line(x: time, y: seen.mean, color: .category(place), width: 1, dash: .dashed, label: "data, one trial")))
        }
        marks.append(
          .line(
            Line(
              x: time, y: fitted.mean, color: .category(place), label: "model, \(conditionName(condition, names))")))
      }
      return Panel(
        "neuron \(neuron)", x: timeAxis(bins, dt), y: Axis("rate", unit: "spikes/s", lower: 0), marks: marks)
    }
    return Figure(panels: panels, columns: min(2, max(1, panels.count)), sharesX: .shared, sharesLegend: true)
  }

  /// Mean over trials and its standard error, bin by bin, times a factor.
  private static func moments(
    _ values: [Double], _ trials: [Int], _ bins: Int, _ neurons: Int, _ neuron: Int, _ factor: Double
  ) -> (mean: [Double], error: [Double]) {
    let count = Double(trials.count)
    var (means, errors) = ([Double](), [Double]())
    for bin in 0..<bins {
      let here = trials.map { values[($0 * bins + bin) * neurons + neuron] * factor }
      let mean = here.reduce(0, +) / count
      let variance = here.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      means.append(mean)
      errors.append(trials.count > 1 ? (variance / count).squareRoot() : 0)
    }
    return (means, errors)
  }

  /// R² of each neuron: sorted bars, and their distribution.
  public static func r2PerNeuron(_ r2: [Double], title: String? = nil) -> Figure {
    let sorted = r2.filter(\.isFinite).sorted(by: >)
    let mean = sorted.reduce(0, +) / Double(max(sorted.count, 1))
    let rule = Rule(.y, at: [mean], label: "mean \(TickMarks.decimal(mean, digits: 2))")
    return Figure(
      title: title,
      panels: [
        Panel(
          x: Axis("neuron, by R²"), y: Axis("R²", upper: 1),
          marks: [
            .bars(Bars(x: sorted.indices.map(Double.init), heights: sorted, color: .category(0))), .rule(rule),
          ]),
        Panel(x: Axis("R²"), y: Axis("neurons"), marks: [.histogram(Histogram(of: sorted, color: .category(0)))]),
      ], columns: 2)
  }
}
