import LFADSModel
import Language
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
    let data = model.state.map { state in
      "\(state.layout.shape.sessions.map { "\($0.channels)" }.joined(separator: "/")) neurons × \(state.layout.shape.steps) bins"
    }
    text.append("\n\n  data \(data.map { "[\($0)]" } ?? "")")
    if h.ext_input_dim > 0 { text.append(" + \(h.ext_input_dim) external inputs") }
    if let shape = model.state?.layout.shape, shape.hasReadIn(0) { text.append(" → read-in [\(h.factors_dim)]") }
    if h.hasInitialConditionCode {
      text.append("\n   ├─ ")
      text.append("IC encoders", .name)
      text.append(" 2 × \(h.ic_enc_dim) → g0 [\(h.ic_dim)] ──────────────┐")
    } else {
      text.append("\n   │   first state learned, the same for all trials ──┐")
    }
    if h.hasController {
      text.append("\n   └─ ")
      text.append("CI encoders", .name)
      text.append(
        " \(h.do_causal_controller ? 1 : 2) × \(h.ci_enc_dim) → controller [\(h.con_dim)] → u [\(h.co_dim)] ──┤")
    }
    text.append("\n      ")
    text.append("generator", .name)
    text.append(" [\(h.gen_dim)] ◄───────────────────────────────┘")
    if h.injectedInputs > 0 { text.append("  ◄ external input") }
    let outputs = h.output_dist == .poisson ? "rates (Poisson)" : "means, variances (Gaussian)"
    text.append("\n       └→ factors [\(h.factors_dim)] → \(outputs)")
    if h.feedsFactors { text.append("   factors → controller") }
    if h.feedsRates { text.append("   rates → controller") }
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
}
