extension ExplanationTable {
  private static func hyper(
    _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.hyperparameter, name, what, equation: equation, more: more, less: less, look: look)
  }

  private static func part(
    _ name: String, _ what: String, _ symbol: String, more: String, less: String, look: String
  ) -> [Explanation] {
    [
      Explanation(
        .parameter, "readout/*/\(name)_W", "Lets the \(what) of a channel depend on the factors.",
        equation: "\(symbol) = f(t)·W + b", more: more, less: less, look: look),
      Explanation(
        .parameter, "readout/*/\(name)_b", "The \(what) of a channel where all factors are 0, before σ and scale.",
        equation: "\(symbol) = f(t)·W + b", more: more, less: less, look: look),
    ]
  }

  /// The zero-inflated Gamma likelihood: its settings and what it learns.
  static let gamma: [Explanation] =
    [
      hyper(
        "gamma_loc", "The least number above 0 that can be observed.", equation: "x = 0, or gamma_loc + Gamma(α, β)",
        more: "small numbers must be 0; they are refused otherwise", less: "any positive number can be observed",
        look: "hist(data.train.data)"),
      hyper(
        "zig_scale_init", "Where the scales of shape and decay start, for every channel.",
        equation: "α = max(σ(a), 1e-5)·s₀,  β = max(σ(b), 1e-5)·s₁", more: "shapes and decays start large",
        less: "they start small", look: "m.params.readout"),
      hyper(
        "zig_scale_prior", "Where the penalty draws the scales to.", equation: "½·zig_scale_penalty·Σ(s − prior)²",
        more: "scales are drawn up", less: "scales are drawn down", look: "m.params.readout"),
      hyper(
        "zig_scale_penalty", "How strongly the scales are drawn to zig_scale_prior; it rises with the L2 cost.",
        equation: "½·zig_scale_penalty·Σ(s − prior)²", more: "scales stay near their prior",
        less: "0: every channel finds its own", look: "m.history.l2"),
      Explanation(
        .parameter, "readout/*/scale", "The largest shape (first row) and decay (second row) of every channel.",
        equation: "α = max(σ(a), 1e-5)·s₀,  β = max(σ(b), 1e-5)·s₁", more: "larger shapes or decays are possible",
        less: "they are bounded lower", look: "post.shapes; post.decays"),
    ]
    + part(
      "shape", "shape", "a", more: "a larger shape α: larger numbers", less: "smaller numbers", look: "post.shapes")
    + part(
      "decay", "decay", "b", more: "a larger decay β: smaller numbers", less: "larger numbers", look: "post.decays")
    + part(
      "logit", "probability", "c", more: "numbers above 0 are likelier", less: "0 is likelier",
      look: "post.probabilities")
}
