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
    let hyper = model.hyperparameters
    return StyledText("model, \(hyper.factors_dim) factors, \(hyper.co_dim) inputs, \(status)")
  }

  /// The model's diagram with its sizes.
  func longText(columns: Int) -> StyledText {
    let hyper = model.hyperparameters
    var text = StyledText("LFADS model", .heading)
    text.append("  \(status)")
    if let dataName { text.append(" on \(dataName)", .name) }
    text.append("\n\n" + diagram(hyper))
    if let layout = model.state?.layout { text.append("\n\n  \(layout.parameterCount) parameters") }
    let changed = HyperparameterTable.rows.filter {
      hyper.value(named: $0.name) != Hyperparameters().value(named: $0.name)
    }
    if !changed.isEmpty {
      text.append("\n  not at their defaults: ", .dim)
      text.append(
        changed.map { "\($0.name): \(HyperparameterLabels.value(hyper.value(named: $0.name)).codeText ?? "?")" }
          .joined(separator: ", "))
    }
    return text
  }

  /// What leads to what, a line each; the generator's two sources meet in one line at the right.
  private func diagram(_ hyper: Hyperparameters) -> StyledText {
    let shape = model.state?.layout.shape
    var head = StyledText("  data")
    if let shape {
      head.append(" [\(shape.sessions.map { "\($0.channels)" }.joined(separator: "/")) neurons × \(shape.steps) bins]")
    }
    if hyper.ext_input_dim > 0 { head.append(" + \(hyper.ext_input_dim) external inputs") }
    if let shape, shape.hasReadIn(0) { head.append(" → read-in [\(hyper.factors_dim)]") }

    let last = hyper.hasController ? "├─ " : "└─ "
    var sources = [
      hyper.hasInitialConditionCode
        ? StyledText("   " + last) + StyledText("IC encoders", .name)
          + StyledText(" 2 × \(hyper.ic_enc_dim) → g0 [\(hyper.ic_dim)] ")
        : StyledText("   " + (hyper.hasController ? "│  " : "   ") + "first state learned, the same for all trials ")
    ]
    if hyper.hasController {
      sources.append(
        StyledText("   └─ ") + StyledText("CI encoders", .name)
          + StyledText(
            " \(hyper.do_causal_controller ? 1 : 2) × \(hyper.ci_enc_dim) → controller [\(hyper.con_dim)] → u [\(hyper.co_dim)] "
          ))
    }
    let generator = StyledText("      ") + StyledText("generator", .name) + StyledText(" [\(hyper.gen_dim)] ◄")
    let width = (sources + [generator]).map(\.plain.count).max() ?? 0
    func filled(_ line: StyledText, _ corner: String) -> StyledText {
      line + StyledText(String(repeating: "─", count: width - line.plain.count + 2) + corner)
    }
    var lines = [head]
    for (position, source) in sources.enumerated() { lines.append(filled(source, position == 0 ? "┐" : "┤")) }
    lines.append(filled(generator, "┘") + StyledText(hyper.injectedInputs > 0 ? "  ◄ external input" : ""))
    let outputs = hyper.output_dist.likelihood.words.outputs
    var foot = "       └→ factors [\(hyper.factors_dim)] → \(outputs)"
    if hyper.feedsFactors { foot += "   factors → controller" }
    if hyper.feedsRates { foot += "   rates → controller" }
    return .joined(lines + [StyledText(foot)], separator: "\n")
  }
}
