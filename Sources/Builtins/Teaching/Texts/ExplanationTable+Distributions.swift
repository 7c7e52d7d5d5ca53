import LFADSModel

extension ExplanationTable {
  private static func row(
    _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.hyperparameter, name, what, equation: equation, more: more, less: less, look: look)
  }

  /// What is taken to be distributed how.
  static let distributions: [Explanation] = [
    row(
      "output_dist", "What the data are taken to be drawn from.",
      equation: OutputDistribution.allCases.map { "\($0.rawValue): \($0.likelihood.words.density)" }
        .joined(separator: ";  "),
      more: "real numbers such as fluorescence or field potentials, with a variance of their own at every bin",
      less: "spike counts, whole numbers of at least 0", look: "doctor(m, data): could the data have been drawn so?"),
    row(
      "ic_prior_var_min", "Lower bound of the prior variance of g0 where that is learned.",
      equation: "v = σ(eᵖ)·(max − min) + min", more: "the prior cannot become narrow", less: "it may",
      look: "posterior(m, data).g0_logvar against it"),
    row(
      "ic_prior_var_scale", "Prior variance of g0: how far initial conditions are expected to spread.",
      equation: "p(g0) = N(m, v),  v = ic_prior_var_scale where min = max",
      more: "codes may spread further at the same cost", less: "codes must crowd together, or pay in KL",
      look: "std(post.g0_mean, over: \"trial\")^2 against it"),
    row(
      "ic_prior_var_max", "Upper bound of the prior variance of g0; equal to the lower one the variance is fixed.",
      equation: "v = σ(eᵖ)·(max − min) + min", more: "the prior may widen where codes spread",
      less: "equal to ic_prior_var_min: nothing is learned, as in the papers", look: "kl_g0"),
    row(
      "ic_post_var_min", "Floor of the posterior variance of g0, so that the code cannot become exact.",
      equation: "σ²(e) = exp(logvar) + ic_post_var_min", more: "a noisier code: less can be told of a trial",
      less: "0 lets the posterior shrink to a point", look: "min(post.g0_logvar)"),
    row(
      "co_prior_var_scale", "Kept so that settings of the reference read as they are; no part of the model uses it.",
      equation: "none", more: "nothing", less: "nothing", look: "prior_ar_nvar, which is the one in force"),
    row(
      "prior_ar_atau",
      "How long the prior expects an inferred input to last, in bins; where it starts if it is learned.",
      equation: "p(u(t)|u(t−1)) = N(φ·u(t−1), v),  φ = exp(−1/τ)",
      more: "inputs are expected to change slowly: sudden ones cost more", less: "inputs may jump from bin to bin",
      look: "exp(m.params.u_prior.logatau) after training: what was learned"),
    row(
      "prior_ar_nvar",
      "How much an inferred input is expected to change from bin to bin; where it starts if it is learned.",
      equation: "v, the variance of u(t) − φ·u(t−1);  stationary variance v/(1 − φ²)",
      more: "strong inputs are cheap", less: "strong inputs cost much: they are used for large events only",
      look: "kl_inputs; exp(m.params.u_prior.logevars)"),
    row(
      "do_train_prior_ar_atau", "Whether the inputs' autocorrelation time is learned.", equation: "τ = exp(logatau)",
      more: "the prior comes to fit the inputs", less: "it stays at prior_ar_atau: a wish stays a wish",
      look: "explain(\"u_prior/logatau\", m)"),
    row(
      "do_train_prior_ar_nvar", "Whether the inputs' innovation variance is learned.", equation: "v = exp(logevar)",
      more: "the prior comes to fit the inputs", less: "it stays at prior_ar_nvar",
      look: "explain(\"u_prior/logevars\", m)"),
  ]

  /// What the controller sees.
  static let controller: [Explanation] = [
    row(
      "do_causal_controller", "Whether the controller may see the future.",
      equation: "true: c(t) reads h_fwd(t−lag);  false: also h_bwd(t+lag)",
      more: "inputs use the past only, as a brain must; they come a little late", less: "inputs are timed best",
      look: "post.inputs around known events, early or late"),
    row(
      "do_feed_factors_to_controller", "Whether the controller sees what the generator last put out.",
      equation: "c(t) = GRU([h(t), f(t−1)], c(t−1));  false: without f",
      more: "it can see where the generator errs and correct that", less: "it acts on the data alone", look: "kl_inputs"
    ),
    row(
      "feedback_factors_or_rates", "What of the generator's last output the controller sees.",
      equation: "factors: f(t−1);  rates: exp(log r(t−1)), one for each neuron (one session only)",
      more: "what the data are compared with; wide for many neurons", less: "few numbers, the same for every session",
      look: "kl_inputs, and the time an epoch takes"),
    row(
      "controller_input_lag", "Bins by which the controller's view of the encoders is set back.",
      equation: "c(t) reads h_fwd(t − lag) and h_bwd(t + lag)",
      more: "it cannot see the bin it acts on: less copying of spikes", less: "0: it sees the very bin it acts on",
      look: "doctor(m, data): do rates repeat the spikes?"),
    row(
      "co_mean_corr_scale", "Cost of inferred inputs that move together.",
      equation: "scale · mean over pairs i<j of ½(Σ_t μ_i(t)·μ_j(t))²",
      more: "inputs become unlike one another", less: "0: they may share what they carry",
      look: "corr(flatten_trials(post.inputs)) with several inputs"),
  ]
}
