import LFADSModel
import Language
import Syntax
import Tensors
import Training

extension ModelHandle {
  private var status: String {
    guard let state = model.state else { return "has not met data yet" }
    guard state.step > 0 else { return "untrained" }
    return "trained \(state.history.count) epochs, \(state.step) steps"
  }

  var shortText: StyledText {
    let h = model.hyperparameters
    return StyledText("model, \(h.factors_dim) factors, \(h.co_dim) inputs, \(status)")
  }

  /// The model's diagram with its sizes.
  func longText(columns: Int) -> StyledText {
    let h = model.hyperparameters
    var text = StyledText("LFADS model", .heading)
    text.append("  \(status)")
    if let dataName { text.append(" on \(dataName)", .name) }
    text.append("\n\n" + diagram(h))
    if let layout = model.state?.layout { text.append("\n\n  \(layout.parameterCount) parameters") }
    let changed = HyperparameterTable.rows.filter {
      h.value(named: $0.name) != Hyperparameters().value(named: $0.name)
    }
    if !changed.isEmpty {
      text.append("\n  not at their defaults: ", .dim)
      text.append(
        changed.map { "\($0.name): \(HyperparameterLabels.value(h.value(named: $0.name)).codeText ?? "?")" }
          .joined(separator: ", "))
    }
    return text
  }

  /// What leads to what, a line each; the generator's two sources meet in one line at the right.
  private func diagram(_ h: Hyperparameters) -> StyledText {
    let shape = model.state?.layout.shape
    var head = StyledText("  data")
    if let shape {
      head.append(" [\(shape.sessions.map { "\($0.channels)" }.joined(separator: "/")) neurons × \(shape.steps) bins]")
    }
    if h.ext_input_dim > 0 { head.append(" + \(h.ext_input_dim) external inputs") }
    if let shape, shape.hasReadIn(0) { head.append(" → read-in [\(h.factors_dim)]") }

    let last = h.hasController ? "├─ " : "└─ "
    var sources = [
      h.hasInitialConditionCode
        ? StyledText("   " + last) + StyledText("IC encoders", .name)
          + StyledText(" 2 × \(h.ic_enc_dim) → g0 [\(h.ic_dim)] ")
        : StyledText("   " + (h.hasController ? "│  " : "   ") + "first state learned, the same for all trials ")
    ]
    if h.hasController {
      sources.append(
        StyledText("   └─ ") + StyledText("CI encoders", .name)
          + StyledText(
            " \(h.do_causal_controller ? 1 : 2) × \(h.ci_enc_dim) → controller [\(h.con_dim)] → u [\(h.co_dim)] "))
    }
    let generator = StyledText("      ") + StyledText("generator", .name) + StyledText(" [\(h.gen_dim)] ◄")
    let width = (sources + [generator]).map(\.plain.count).max() ?? 0
    func filled(_ line: StyledText, _ corner: String) -> StyledText {
      line + StyledText(String(repeating: "─", count: width - line.plain.count + 2) + corner)
    }
    var lines = [head]
    for (position, source) in sources.enumerated() { lines.append(filled(source, position == 0 ? "┐" : "┤")) }
    lines.append(filled(generator, "┘") + StyledText(h.injectedInputs > 0 ? "  ◄ external input" : ""))
    let outputs = h.output_dist.likelihood.words.outputs
    var foot = "       └→ factors [\(h.factors_dim)] → \(outputs)"
    if h.feedsFactors { foot += "   factors → controller" }
    if h.feedsRates { foot += "   rates → controller" }
    return .joined(lines + [StyledText(foot)], separator: "\n")
  }
}
