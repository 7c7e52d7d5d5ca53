import Tensors

extension StandardView {
  /// Some curves, each on a line of its own, over grey curves of what they should be; all on one scale, the distance of
  /// two lines being what the y axis says.
  ///
  /// - Parameters:
  ///   - values: [time, curve].
  ///   - truth: of the same shape.
  ///   - x: where the rows stand on the axis.
  ///   - factor: from the numbers to those of `unit`.
  ///   - shown: how many curves; those that vary most.
  ///   - names: of the curves; by default their numbers.
  public static func stacked(
    _ values: Tensor, truth: Tensor? = nil, x: [Double], axis: Axis, factor: Double = 1, unit: String? = nil,
    shown: Int = 8, names: [String]? = nil
  ) -> Panel {
    let curves = Matrix(values).scaled(factor)
    let truths = truth.map { Matrix($0).scaled(factor) }
    let chosen = curves.liveliest(shown)
    let all = chosen.flatMap { curves.column($0) + (truths?.column($0) ?? []) }.filter(\.isFinite)
    let (low, high) = (min(all.min() ?? 0, 0), max(all.max() ?? 1, 0))
    let reach = high > low ? high - low : 1
    var marks: [Mark] = []
    for (place, index) in chosen.enumerated() {
      let foot = Double(chosen.count - 1 - place)
      func lifted(_ values: [Double]) -> [Double] { values.map { foot + ($0 - low) / reach } }
      if let truths {
        marks.append(.line(Line(x: x, y: lifted(truths.column(index)), color: .muted, width: 2, label: "true")))
      }
      let color: Color = truths == nil ? .foreground : .category(1)
      marks.append(
        .line(
          Line(
            x: x, y: lifted(curves.column(index)), color: color, width: 1.3,
            label: truths == nil ? nil : "inferred")))
    }
    let ticks = chosen.enumerated().map { place, index in
      Axis.Tick(Double(chosen.count - 1 - place) + 0.35, names?[index] ?? "\(index)")
    }
    let height = NumberText.rounded(reach, digits: 2) + (unit.map { " " + $0 } ?? "")
    return Panel(
      x: axis,
      y: Axis(
        values.axes[1] ?? "curve", unit: height, lower: -0.05, upper: Double(max(chosen.count, 1)) + 0.05,
        ticks: .at(ticks)),
      marks: marks, legend: .above)
  }
}
