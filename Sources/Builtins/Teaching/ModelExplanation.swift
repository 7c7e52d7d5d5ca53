import LFADSModel
import Language
import Tensors
import Training

/// A model in its own equations.
enum ModelExplanation {
  static func of(_ handle: ModelHandle) -> ExplanationHandle {
    let hyper = handle.model.hyperparameters
    return ExplanationHandle(
      "LFADS model", kind: handle.shortText.plain,
      [
        .init(
          field: "what", heading: "",
          text:
            "Each trial's rates are made by a network, the generator, that runs from a start g(0) and is driven by "
            + "a few inputs u(t). Encoders guess start and inputs from the spikes; training makes the rates "
            + "explain the spikes while start and inputs tell as little as they can."
        ),
        .init(field: "equation", heading: "equations", text: equations(hyper, handle.model.state?.layout.shape)),
        .init(field: "value", heading: "value", text: value(handle)),
        .init(
          field: "more", heading: "to change",
          text: "explain(\"co_dim\"), explain(\"factors_dim\"), explain(\"keep_prob\"), explain(\"kl_ic_weight\"), …"),
        .init(
          field: "look", heading: "look at",
          text:
            "doctor(m, data), plot_training(m), plot_trial(m, data), plot_kl(m, data); explain(\"generator\", m) "
            + "for its parameters"
        ),
      ])
  }

  private static func equations(_ hyper: Hyperparameters, _ shape: ModelShape?) -> String {
    let channels = shape.map { $0.sessions.map { "\($0.channels)" }.joined(separator: "/") } ?? "D"
    let steps = shape.map { "\($0.steps)" } ?? "T"
    var lines: [String] = []
    func line(_ equation: String, _ words: String) { lines.append(" " + equation.padding(to: 44) + words) }
    line(
      "x(1…\(steps))",
      "[\(channels)] the spikes of a trial"
        + (hyper.ext_input_dim > 0 ? ", and \(hyper.ext_input_dim) known inputs" : ""))
    if hyper.hasInitialConditionCode {
      line("e = [GRU→(x), GRU←(x)]", "[2·\(hyper.ic_enc_dim)] the trial, read both ways")
      line("g0 ~ N(μ(e), σ²(e))", "[\(hyper.ic_dim)] the code of its start")
      line(hyper.initialConditionIsIdentity ? "g(0) = g0" : "g(0) = g0·W + b", "[\(hyper.gen_dim)]")
    } else {
      line("g(0)", "[\(hyper.gen_dim)] learned, the same for all trials")
    }
    if hyper.hasController {
      let seen =
        hyper.do_causal_controller
        ? "h→(t−\(hyper.controller_input_lag))"
        : "h→(t−\(hyper.controller_input_lag)), h←(t+\(hyper.controller_input_lag))"
      let feedback = hyper.feedsFactors ? ", f(t−1)" : hyper.feedsRates ? ", r(t−1)" : ""
      line("c(t) = GRU([\(seen)\(feedback)], c(t−1))", "[\(hyper.con_dim)] the controller")
      line("u(t) ~ N(μ(c(t)), σ²(c(t)))", "[\(hyper.co_dim)] the inferred inputs")
    }
    let inputs = [hyper.hasController ? "u(t)" : nil, hyper.injectedInputs > 0 ? "v(t)" : nil].compactMap(\.self)
    line("g(t) = GRU(\((inputs + ["g(t−1)"]).joined(separator: ", ")))", "[\(hyper.gen_dim)] the generator")
    line("f(t) = Ŵ·g(t)", "[\(hyper.factors_dim)] the factors")
    let words = hyper.output_dist.likelihood.words
    line(words.equation, "[\(channels)] \(words.meaning)")
    line("cost = −log p(x|r) + w_kl·KL + w_l2·L2", "what training makes small")
    return lines.joined(separator: "\n")
  }

  private static func value(_ handle: ModelHandle) -> String {
    guard let state = handle.model.state else { return "has not met data: no parameters yet" }
    let size = "\(state.layout.parameterCount) parameters, \(state.step) steps"
    guard let last = state.history.last else { return size + ", no whole epoch yet" }
    return size + ", \(state.history.count) epochs; cost \(FindingText.number(last.train.total, 5)) in training"
      + (last.valid.map { ", \(FindingText.number($0.total, 5)) in validation" } ?? "")
      + "; ramps at \(FindingText.number(last.weights.kl, 2)) (KL) and \(FindingText.number(last.weights.l2, 2)) (L2)"
  }
}

/// A fit report read aloud.
enum ReportExplanation {
  static func of(_ report: FitReport) -> ExplanationHandle {
    ExplanationHandle(
      "fit report", kind: "\(report.epochs.count) epochs",
      [
        .init(
          field: "what", heading: "",
          text:
            "What one call of `fit` did: costs are nats a trial, means over the epoch's batches (training, with "
            + "dropout) and over all validation trials (without)."
        ),
        .init(
          field: "equation", heading: "equation",
          text: "total = reconstruction + w_kl·kl + w_l2·l2 + co_mean_corr_scale·correlation"),
        .init(field: "value", heading: "value", text: value(report)),
        .init(
          field: "more", heading: "rising",
          text:
            "A total that rises while a ramp rises says nothing; a validation total that rises after the ramps, "
            + "while training falls, is overfitting: use `m.best`."
        ),
        .init(field: "less", heading: "falling", text: "Still falling at the end: train on, `fit` goes on from here."),
        .init(
          field: "look", heading: "look at", text: "plot_training(m), doctor(m, data), explain(\"reconstruction\", m)"),
      ])
  }

  private static func value(_ report: FitReport) -> String {
    guard let first = report.epochs.first, let last = report.epochs.last else { return "no whole epoch was trained" }
    func change(_ name: String, _ from: Double, _ to: Double) -> String {
      " " + name.padding(to: 28) + "\(FindingText.number(from, 5)) → \(FindingText.number(to, 5))"
    }
    var lines = [
      change("reconstruction, training", first.train.reconstruction, last.train.reconstruction)
    ]
    if let from = first.valid, let to = last.valid {
      lines.append(change("reconstruction, validation", from.reconstruction, to.reconstruction))
    }
    lines.append(change("kl, before its ramp", first.train.kl, last.train.kl))
    lines.append(change("l2, before its ramp", first.l2, last.l2))
    lines.append(change("ramp of the kl cost", first.weights.kl, last.weights.kl))
    lines.append(change("learning rate", first.learningRate, last.learningRate))
    if let epoch = report.bestEpoch, let cost = report.bestCost {
      lines.append(" best validation cost " + FindingText.number(cost, 5) + " at epoch \(epoch)")
    }
    return lines.joined(separator: "\n")
  }
}
