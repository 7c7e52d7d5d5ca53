extension ExplanationTable {
  private static func row(
    _ path: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.parameter, path, what, equation: equation, more: more, less: less, look: look)
  }

  /// Every parameter of every model, by path.
  static let parameters: [Explanation] =
    readIn + encoder("ic_encoder", "for its initial condition", "e = [h_fwd(last), h_bwd(first)] → g0")
    + head("g0_posterior", "the code g0", from: "what the encoders made of the trial", "e")
    + [
      row(
        "g0_prior/mean", "Mean of the prior of g0: the start expected of a trial nothing is known of.",
        equation: "p(g0) = N(mean, v)", more: "the expected start moves", less: "0 at first",
        look: "mean(post.g0_mean, over: \"trial\") against it"),
      row(
        "g0_prior/logvar", "Log of the prior variance of g0; trains only where ic_prior_var_min and _max differ.",
        equation: "v = ic_prior_var_scale, or v = σ(eᵖ)·(max − min) + min with p this parameter",
        more: "starts may spread further", less: "starts crowd together", look: "kl_g0"),
    ] + encoder("ci_encoder", "for the controller", "c(t) reads h_fwd(t−lag), h_bwd(t+lag)")
    + [
      row(
        "u_prior/logevars", "Log of the innovation variance of each inferred input's prior.",
        equation: "p(u(t)|u(t−1)) = N(φ·u(t−1), exp(logevar))", more: "large changes of the input are cheap",
        less: "they cost much", look: "exp of it, in the units of post.inputs squared"),
      row(
        "u_prior/logatau", "Log of the autocorrelation time of each inferred input's prior, in bins.",
        equation: "φ = exp(−1/τ),  τ = exp(logatau)", more: "slow inputs expected", less: "fast inputs expected",
        look: "exp of it, times the bin width"),
      row(
        "controller/c0", "The controller's state before the first bin, learned, the same for all trials.",
        equation: "c(0) = c0", more: "a unit starts active", less: "a unit starts at rest",
        look: "trace(m, data, trial: 0).controller.h"),
    ] + splitCell("controller", "c", inputs: "[h_fwd, h_bwd, f(t−1)]")
    + head("u_posterior", "the inferred inputs u(t)", from: "the controller's state", "c(t)")
    + [
      row(
        "generator/g0", "The generator's first state where there is no code of it (ic_dim 0): one for all trials.",
        equation: "g(0) = g0", more: "a unit starts active", less: "a unit starts at rest", look: "post.initial_states"),
      row(
        "generator/from_g0_W", "Weights from the code of a trial to the generator's first state.",
        equation: "g(0) = g0·W + b", more: "that dimension of the code moves the start far", less: "it hardly matters",
        look: "norm of its rows beside plot_kl(m, data)"),
      row(
        "generator/from_g0_b", "The generator's first state for a code of 0.", equation: "g(0) = g0·W + b",
        more: "a unit starts active", less: "a unit starts at rest",
        look: "mean(post.initial_states, over: "
          + "\"trial\")"),
    ] + splitCell("generator", "g", inputs: "u(t)") + readOut

  private static let readIn: [Explanation] = [
    row(
      "readin/*/W", "Brings a session's neurons into the space that all sessions share, before the encoders.",
      equation: "x̃(t) = x(t)·W + b", more: "that neuron speaks loudly in that dimension",
      less: "it is not heard "
        + "there",
      look: "the alignment it starts from: data.alignment_matrix_cxf"),
    row(
      "readin/*/b", "What is added to a session's neurons after the read-in.", equation: "x̃(t) = x(t)·W + b",
      more: "shifts the dimension up", less: "shifts it down", look: "data.alignment_bias_c"),
  ]

  private static let readOut: [Explanation] = [
    row(
      "generator/to_factors_W", "Reads the factors from the generator's state; its columns are scaled to length 1.",
      equation: "f(t) = dropout(g(t))·Ŵ,  Ŵ = W/‖columns‖", more: "that unit counts in that factor",
      less: "it does not", look: "post.factors"),
    row(
      "readout/*/lograte_W", "Makes a session's log rates from the factors: which neuron follows which factor.",
      equation: "log r(t) = f(t)·W + b", more: "the neuron fires more when the factor is up",
      less: "negative: it fires less", look: "heatmap(m.params.readout…lograte_W)"),
    row(
      "readout/*/lograte_b", "Log rate of each neuron where all factors are 0, in spikes per bin.",
      equation: "log r(t) = f(t)·W + b", more: "a busier neuron", less: "a quieter one",
      look: "exp of it beside mean(data.train.data, over: [\"trial\", \"time\"])"),
    row(
      "readout/*/mean_W", "Makes the means of a session's Gaussian data from the factors.",
      equation: "μ(t) = f(t)·W + b", more: "the channel follows the factor", less: "negative: it runs against it",
      look: "post.rates"),
    row(
      "readout/*/mean_b", "Mean of each channel where all factors are 0.", equation: "μ(t) = f(t)·W + b",
      more: "a higher channel", less: "a lower one", look: "post.rates"),
    row(
      "readout/*/logvar_W", "Lets the noise of a channel depend on the factors; starts at 0.",
      equation: "log σ²(t) = f(t)·W + b", more: "noise grows with the factor", less: "negative: it shrinks",
      look: "post.variances"),
    row(
      "readout/*/logvar_b", "Log variance of each channel's noise where all factors are 0; starts at 1.",
      equation: "log σ²(t) = f(t)·W + b", more: "a noisier channel: its errors count less", less: "a cleaner one",
      look: "post.variances"),
  ]

  /// A pair of encoders: GRUs over [x, h].
  private static func encoder(_ path: String, _ purpose: String, _ use: String) -> [Explanation] {
    [
      row(
        "\(path)/*/h0", "State of the encoder that reads a trial \(purpose), before its first bin; learned.",
        equation: "h(0) = h0", more: "a unit starts active", less: "a unit starts at rest", look: use),
      row(
        "\(path)/*/gates_W", "Weights of the gates of the encoder that reads a trial \(purpose).",
        equation: "[r, u] = σ([x, h]·W + b + [0, 1])", more: "a gate that answers sharply",
        less: "a gate that stays half open",
        look: "trace(m, data, trial: 0).\(path).forward.u, the gates of a trial"),
      row(
        "\(path)/*/gates_b", "Biases of those gates; 1 is added to u's at run time.",
        equation: "[r, u] = σ([x, h]·W + b + [0, 1])", more: "u nearer 1: the unit keeps its state for longer",
        less: "u nearer 0: it forgets", look: "trace(m, data, trial: 0).\(path).forward.u, the gates of a trial"),
      row(
        "\(path)/*/candidate_W", "Weights of what the encoder's state would become.",
        equation: "c = tanh([x, r∘h]·W + b),  h ← u∘h + (1−u)∘c", more: "a unit that answers strongly",
        less: "a unit that hardly moves", look: use),
      row(
        "\(path)/*/candidate_b", "Biases of what the encoder's state would become.",
        equation: "c = tanh([x, r∘h]·W + b)", more: "a unit pulled towards +1", less: "towards −1", look: use),
    ]
  }

  /// A GRU with input and recurrent weights apart.
  private static func splitCell(_ path: String, _ state: String, inputs: String) -> [Explanation] {
    let gates = "[r, u] = σ(x·W_x + \(state)·W_h + b + [0, 1]),  x = \(inputs)"
    let candidate = "c̃ = tanh(x·W_x + (r∘\(state))·W_rh + b),  \(state) ← u∘\(state) + (1−u)∘c̃"
    return [
      row(
        "\(path)/gates_x_W", "How inputs open and close the \(path)'s gates.", equation: gates,
        more: "inputs decide what is kept", less: "the state decides by itself",
        look: "trace(m, data, trial: 0).\(path).u, the gates of a trial"),
      row(
        "\(path)/gates_h_W", "How the \(path)'s state opens and closes its own gates; counted by the L2 cost.",
        equation: gates, more: "speed that depends sharply on where the state is", less: "the same speed everywhere",
        look: "trace(m, data, trial: 0).\(path).u, the gates of a trial"),
      row(
        "\(path)/gates_h_b", "Biases of the \(path)'s gates: how slow each unit is; counted by the L2 cost.",
        equation: gates, more: "u nearer 1: slow units", less: "u nearer 0: quick units",
        look: "−1 / log(trace(m, data, trial: 0).\(path).u): time constants in bins"),
      row(
        "\(path)/candidate_x_W", "How inputs push the \(path)'s state.", equation: candidate,
        more: "inputs move it far", less: "inputs hardly matter", look: "simulate(m, kicks: {at: 10, input: [1]})"),
      row(
        "\(path)/candidate_rh_W", "The \(path)'s recurrence: where its state drives itself; counted by the L2 cost.",
        equation: candidate, more: "rich dynamics: oscillations, several fixed points", less: "states decay",
        look: "lesson(6): eigenvalues where it rests"),
      row(
        "\(path)/candidate_rh_b", "Where each unit of the \(path) is pulled by itself; counted by the L2 cost.",
        equation: candidate, more: "towards +1", less: "towards −1", look: "the state at rest"),
    ]
  }

  /// Mean and log variance of a Gaussian posterior.
  private static func head(_ path: String, _ what: String, from source: String, _ symbol: String) -> [Explanation] {
    [
      row(
        "\(path)/mean_W", "Reads the posterior mean of \(what) from \(source).", equation: "μ = \(symbol)·W + b",
        more: "more is told of the trial", less: "near 0: nothing is", look: "plot_kl(m, data)"),
      row(
        "\(path)/mean_b", "Posterior mean of \(what) where nothing is seen.", equation: "μ = \(symbol)·W + b",
        more: "shifts it up", less: "shifts it down", look: "plot_kl(m, data)"),
      row(
        "\(path)/logvar_W", "Reads how sure the posterior is of \(what) from \(source).",
        equation: "log σ² = \(symbol)·W + b", more: "certainty depends on the trial", less: "the same for all trials",
        look: "the posterior's logvar"),
      row(
        "\(path)/logvar_b", "Log variance of \(what) where nothing is seen.", equation: "log σ² = \(symbol)·W + b",
        more: "less sure, cheaper in KL", less: "surer, dearer in KL", look: "the posterior's logvar"),
    ]
  }
}
