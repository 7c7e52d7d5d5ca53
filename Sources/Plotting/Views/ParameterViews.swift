import Tensors

extension StandardView {
  /// Parameter matrices as heat maps, each on its own scale about zero.
  ///
  /// - Parameter parameters: names and tensors of one or two axes; a vector is drawn as one row.
  public static func parameters(_ parameters: [(name: String, value: Tensor)]) -> Figure {
    let panels = parameters.map { name, value in
      precondition(value.rank <= 2, "'\(name)' has \(value.rank) axes")
      let rows = value.rank == 2 ? value.shape[0] : 1
      let columns = value.shape.last ?? 1
      return Panel(
        name, x: Axis("column"), y: Axis("row", ticks: rows == 1 ? .none : .automatic, isReversed: true),
        marks: [.heatMap(HeatMap(values: value.doubles, rows: rows, columns: columns))],
        colorScale: ColorScale(map: .diverging))
    }
    return Figure(panels: panels, columns: min(3, max(1, panels.count)))
  }

  /// Where the model pays for what it infers: KL divergence of each dimension of the initial condition, and of the
  /// inferred inputs over time.
  ///
  /// - Parameters:
  ///   - initial: nats [dimension]; empty without an initial-condition code.
  ///   - inputs: nats per bin [time, input]; nil without a controller.
  public static func divergence(initial: [Double], inputs: Tensor?, dt: Double) -> Figure {
    var panels: [Panel] = []
    if !initial.isEmpty {
      let sorted = initial.sorted(by: >)
      panels.append(
        Panel(
          "initial condition", x: Axis("dimension, by KL"), y: Axis("KL", unit: "nats"),
          marks: [.bars(Bars(x: sorted.indices.map(Double.init), heights: sorted, color: .category(0)))]))
    }
    if let inputs {
      let values = Matrix(inputs)
      let marks = (0..<values.columns).map { input in
        Mark.line(
          Line(
            x: timePoints(values.rows, dt), y: values.column(input), color: categoryColor(input, of: values.columns),
            label: values.columns > 1 ? "input \(input)" : nil))
      }
      panels.append(
        Panel(
          "inferred inputs", x: timeAxis(values.rows, dt), y: Axis("KL", unit: "nats/bin"), marks: marks,
          colorScale: categoryScale("input", of: values.columns)))
    }
    return Figure(panels: panels, columns: max(1, panels.count))
  }
}
