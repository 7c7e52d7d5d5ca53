import LFADSModel
import Language
import Syntax
import Tensors
import Training

/// Saying what things are.
enum ExplainRows {
  static let rows: [Builtin] = [explain]

  private static let explain = Builtin(
    "explain", .teaching, "Says what a model, a hyperparameter, a cost term, a parameter or a fit report is and does.",
    details: """
      A hyperparameter or cost term by its name, a parameter by its path (`"generator/gates_h_W"`, or `"generator"` for
      all of that part): what it is, its equation, its present value, what raising or lowering it does, what to look at.
      The value is that of the model given, in either order, else of the models among your variables. A model gives its
      equations with its own sizes, a fit report is read aloud. Every field can be read: `explain("keep_prob").equation`.
      """,
    parameters: [
      Parameter("x", .any, .required, "A name in quotes, a model or a fit report"),
      Parameter(
        "of", .any, .optional("the models among your variables"), "The model whose value is wanted, or a name in it"),
    ],
    result: "explanation",
    examples: [
      Example(
        "explain(\"keep_prob\").equation", shows: "\"x̃ = x·b/keep_prob,  b = 1 with probability keep_prob, else 0\"")
    ]
  ) { call in
    switch (call["x"], call["of"]) {
    case (.string(let name), .nil): .handle(try explained(name, models(call), call, label: "x"))
    case (.string(let name), .handle(let handle as ModelHandle)):
      .handle(try explained(name, [("", handle.model)], call, label: "x"))
    case (.handle(let handle as ModelHandle), .string(let name)):
      .handle(try explained(name, [("", handle.model)], call, label: "of"))
    case (.handle(let handle as ModelHandle), .nil): .handle(ModelExplanation.of(handle))
    case (.handle(let handle as FitReportHandle), .nil): .handle(ReportExplanation.of(handle.report))
    case (.string, let other), (.handle(_ as ModelHandle), let other):
      throw call.fault(
        "of", "what is explained goes with a model", found: other.foundText, hint: "`explain(\"keep_prob\", m)`")
    case (let other, _):
      throw call.fault(
        "x", "there is nothing to explain about this", expected: "a name in quotes, a model or a fit report",
        found: other.foundText,
        hint: "name it: `explain(\"keep_prob\")`, `explain(\"generator/gates_h_W\")`, `explain(\"kl\")`")
    }
  }

  /// The models that the user's variables hold, with their names; the last few.
  private static func models(_ call: Call) -> [(name: String, model: Model)] {
    guard let interpreter = call.machine.interpreter else { return [] }
    let all = interpreter.names.compactMap { name in
      (interpreter[name]?.asHandle as? ModelHandle).map { (name, $0.model) }
    }
    return all.suffix(4)
  }

  private static func explained(
    _ asked: String, _ models: [(name: String, model: Model)], _ call: Call, label: String
  ) throws -> ExplanationHandle {
    let name = synonyms[asked] ?? asked
    if let row = ExplanationTable.row(name) { return row.handle(name, models) }
    // A part of the tree of parameters: `generator`.
    let layouts = models.compactMap { $0.model.state?.layout }
    let paths = layouts.last.map { $0.entries.map(\.path) } ?? ExplanationTable.parameters.map(\.name)
    let inside = paths.filter { $0.hasPrefix(name + "/") }
    if !inside.isEmpty {
      let width = inside.map(\.count).max() ?? 0
      let lines = inside.map { path in
        " " + path.padding(to: width + 2) + (ExplanationTable.row(path)?.equation ?? "")
      }
      return ExplanationHandle(
        name, kind: "\(inside.count) parameters",
        [
          .init(
            field: "what", heading: "",
            text: "Each by itself: `explain(\"\(inside[0])\")`\n" + lines.joined(separator: "\n"))
        ])
    }
    let known = ExplanationTable.rows.map(\.name) + paths + synonyms.keys
    throw call.fault(
      label, "there is nothing called \"\(asked)\" to explain",
      expected: "a hyperparameter, a cost term or the path of a parameter",
      hint: Suggestion.hint(for: asked, among: known, quote: "\"") ?? "`explain(m)` shows the parts of a model")
  }

  /// Other words for the same.
  static let synonyms = [
    "factors": "factors_dim", "total_cost": "total", "reconstruction_cost": "reconstruction", "kl_cost": "kl",
    "l2_cost": "l2", "corr_cost": "correlation", "correlation_cost": "correlation", "train_total": "total",
    "valid_total": "total", "train_reconstruction": "reconstruction", "valid_reconstruction": "reconstruction",
    "train_kl": "kl", "valid_kl": "kl", "log_likelihood": "reconstruction",
  ]
}

extension Explanation {
  func handle(_ asked: String, _ models: [(name: String, model: Model)]) -> ExplanationHandle {
    let words = headings
    return ExplanationHandle(
      asked, kind: kind.rawValue,
      [
        .init(field: "what", heading: "", text: what), .init(field: "equation", heading: "equation", text: equation),
        .init(field: "value", heading: "value", text: value(asked, models)),
        .init(field: "more", heading: words.more, text: more), .init(field: "less", heading: words.less, text: less),
        .init(field: "look", heading: "look at", text: look),
      ])
  }

  /// What the two directions are called.
  private var headings: (more: String, less: String) {
    guard kind == .hyperparameter, let row = HyperparameterTable.row(named: name) else { return ("larger", "smaller") }
    switch row.access {
    case .integer, .number: return ("larger", "smaller")
    case .flag: return ("true", "false")
    case .choice(_, _, let words): return (words.last ?? "", words.first ?? "")
    }
  }

  private func value(_ asked: String, _ models: [(name: String, model: Model)]) -> String {
    let values = models.compactMap { name, model in
      value(asked, in: model).map { name.isEmpty ? $0 : "`\(name)`: \($0)" }
    }
    guard kind == .hyperparameter else { return values.joined(separator: "\n") }
    let standard = HyperparameterLabels.value(Hyperparameters().value(named: name))
    let word = standard.asNumber?.isInfinite == true ? "as many as there are" : standard.codeText ?? "?"
    return values.isEmpty ? "default \(word)" : values.joined(separator: ", ") + " (default \(word))"
  }

  private func value(_ asked: String, in model: Model) -> String? {
    switch kind {
    case .hyperparameter:
      let value = HyperparameterLabels.value(model.hyperparameters.value(named: name))
      return value.asNumber?.isInfinite == true ? "as many as there are" : value.codeText
    case .cost: return cost(in: model)
    case .parameter: return parameter(asked, in: model)
    }
  }

  /// The last epoch's.
  private func cost(in model: Model) -> String? {
    guard let last = model.state?.history.last else { return nil }
    let train: Double, valid: Double?
    switch name {
    case "total": (train, valid) = (last.train.total, last.valid?.total)
    case "reconstruction": (train, valid) = (last.train.reconstruction, last.valid?.reconstruction)
    case "kl": (train, valid) = (last.train.kl, last.valid?.kl)
    case "l2": (train, valid) = (last.l2, nil)
    case "correlation": (train, valid) = (last.correlation, nil)
    default: return nil
    }
    let weight =
      name == "kl"
      ? ", ramp at \(FindingText.number(last.weights.kl, 2))"
      : name == "l2" ? ", ramp at \(FindingText.number(last.weights.l2, 2))" : ""
    return "\(FindingText.number(train, 5)) in training"
      + (valid.map { ", \(FindingText.number($0, 5)) in validation" } ?? "") + " after epoch \(last.epoch)\(weight)"
  }

  /// Shape and spread of a tensor, how it started, whether it trains.
  private func parameter(_ asked: String, in model: Model) -> String? {
    guard let state = model.state,
      let entry = state.layout[asked] ?? state.layout.entries.first(where: { covers($0.path) }),
      let tensor = state.parameters.tensor(entry.path)
    else { return nil }
    let values = tensor.doubles, count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    let start =
      switch entry.initialiser {
      case .constant(let value): "started at \(FindingText.number(Double(value)))"
      case .normal(let deviation): "drawn with standard deviation \(FindingText.number(Double(deviation)))"
      case .given: "started from the data"
      }
    return
      "[\(entry.shape.map(String.init).joined(separator: ", "))], mean \(FindingText.number(mean)), standard deviation "
      + "\(FindingText.number(deviation)); \(start)\(entry.isTrainable ? "" : "; does not train")"
  }
}
