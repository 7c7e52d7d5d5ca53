import Tensors

extension StandardView {
  /// Inferred inputs of one trial, mean ± SD, with the true pulses, a panel an input.
  ///
  /// - Parameters:
  ///   - mean, deviation: [time, input].
  ///   - pulses: bins in which a true pulse fell.
  public static func inferredInputs(
    mean: Tensor, deviation: Tensor, dt: Double, pulses: [Int] = [], title: String? = nil
  ) -> Figure {
    let (means, deviations) = (Matrix(mean), Matrix(deviation))
    precondition(means.rows == deviations.rows && means.columns == deviations.columns, "means without deviations")
    let panels = (0..<means.columns).map { input in
      var marks: [Mark] = [
        .rule(Rule(.y, at: [0], width: 0.8, dash: .dotted)),
        .band(
          Band(
            x: timePoints(means.rows, dt), middle: means.column(input), spread: deviations.column(input),
            color: .category(0),
            label: "inferred, mean ± SD")),
      ]
      if !pulses.isEmpty {
        let times = pulses.map { (Double($0) + 0.5) * dt * 1000 }
        marks.append(.rule(Rule(.x, at: times, color: .category(1), label: "true pulse")))
      }
      return Panel(
        input == 0 ? title : nil, x: timeAxis(means.rows, dt), y: Axis(means.columns > 1 ? "input \(input)" : "input"),
        marks: marks, legend: input == 0 ? .automatic : .none)
    }
    return Figure(panels: panels, columns: 1, sharesX: .shared)
  }

  /// Condition-averaged factors along their first principal components, coloured by condition; a disc marks the start.
  /// Where there is one component only, it runs along time.
  ///
  /// - Parameters:
  ///   - factors: [trial, time, factor].
  ///   - labels: the condition of each trial.
  ///   - dt: seconds a bin.
  ///   - names: what conditions are called, where they have names.
  /// - Throws: what the decomposition throws, such as for factors that are not finite.
  public static func factorComponents(
    _ factors: Tensor, labels: [Int], dt: Double, names: [Int: String] = [:]
  ) throws(TensorError) -> Figure {
    precondition(factors.rank == 3 && factors.shape[0] == labels.count, "trials do not match their labels")
    let bins = factors.shape[1]
    let count = min(3, factors.shape[2], labels.count * bins)
    let parts = try factors.principalComponents(components: count)
    let (scores, share) = (parts.scores.doubles, parts.share.doubles)
    let conditions = Set(labels).sorted()
    let paths = conditions.map { condition -> Matrix in
      let trials = labels.indices.filter { labels[$0] == condition }
      var mean = [Double](repeating: 0, count: bins * count)
      for trial in trials {
        for place in mean.indices { mean[place] += scores[trial * mean.count + place] / Double(trials.count) }
      }
      return Matrix(values: mean, rows: bins, columns: count)
    }
    let time = timePoints(bins, dt)
    let pairs: [(across: Int?, up: Int)] = count == 1 ? [(nil, 0)] : count == 2 ? [(0, 1)] : [(0, 1), (0, 2)]
    let panels = pairs.map { across, up in
      var marks: [Mark] = []
      for (place, path) in paths.enumerated() {
        let color = categoryColor(place, of: paths.count)
        let label = paths.count <= categoryLimit ? conditionName(conditions[place], names) : nil
        let (x, y) = (across.map(path.column) ?? time, path.column(up))
        marks.append(.line(Line(x: x, y: y, color: color, width: 1.3, label: label)))
        marks.append(.points(Points(x: [x[0]], y: [y[0]], color: color, label: label)))
      }
      return Panel(
        x: across.map { component($0, share) } ?? timeAxis(bins, dt), y: component(up, share), marks: marks,
        colorScale: categoryScale("condition", of: paths.count))
    }
    return Figure(title: "Factors by condition", panels: panels, columns: max(1, panels.count))
  }

  /// Initial conditions of the generator along their first two principal components, coloured by condition.
  ///
  /// - Parameter initial: [trial, dimension].
  public static func initialConditions(
    _ initial: Tensor, labels: [Int], names: [Int: String] = [:]
  ) throws(TensorError) -> Figure {
    precondition(initial.rank == 2 && initial.shape[0] == labels.count, "trials do not match their labels")
    let parts = try initial.principalComponents(components: min(2, initial.shape[1]))
    let scores = Matrix(parts.scores)
    let conditions = Set(labels).sorted()
    let up = scores.columns > 1 ? scores.column(1) : Array(repeating: 0, count: labels.count)
    let marks = conditions.enumerated().map { place, condition in
      let trials = labels.indices.filter { labels[$0] == condition }
      return Mark.points(
        Points(
          x: trials.map { scores[$0, 0] }, y: trials.map { up[$0] }, size: 4.5,
          color: categoryColor(place, of: conditions.count), opacity: 0.8,
          label: conditions.count <= categoryLimit ? conditionName(condition, names) : nil))
    }
    let share = parts.share.doubles
    return Figure(
      Panel(
        "Initial conditions", x: component(0, share), y: component(1, share), marks: marks,
        colorScale: categoryScale("condition", of: conditions.count)), width: 420, height: 340)
  }

  private static func component(_ index: Int, _ share: [Double]) -> Axis {
    let part = index < share.count && share[index].isFinite ? share[index] : 0
    return Axis("PC \(index + 1)", unit: "\(TickMarks.decimal(part * 100, digits: 0)) % of variance")
  }
}
