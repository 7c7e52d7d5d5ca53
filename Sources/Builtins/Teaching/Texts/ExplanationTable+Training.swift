extension ExplanationTable {
  private static func row(
    _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.hyperparameter, name, what, equation: equation, more: more, less: less, look: look)
  }

  /// How the parameters move.
  static let optimisation: [Explanation] = [
    row(
      "learning_rate_init", "How far one step moves the parameters at the start of training.",
      equation: "θ ← θ − α·m/(√v + 0.1)   (Adam; α is the rate, bias-corrected)",
      more: "faster, until costs jump about or become NaN", less: "steadier and slower",
      look: "plot_training(m): a cost that falls smoothly"),
    row(
      "learning_rate_decay_factor", "What the rate is multiplied by each time the cost has stopped falling.",
      equation: "α ← factor·α", more: "closer to 1: a longer training that settles more finely",
      less: "the training ends sooner", look: "m.history.learning_rate"),
    row(
      "learning_rate_stop", "The rate below which training ends by itself.",
      equation: "stop when α < learning_rate_stop",
      more: "ends sooner", less: "trains on with ever smaller steps", look: "the fit report: why it stopped"),
    row(
      "learning_rate_n_to_compare",
      "How many recorded epochs an epoch's cost must exceed, every one, for the rate to decay.",
      equation: "decay when cost(e) > max(cost(e−n … e−1))", more: "more patience with noisy costs",
      less: "quick to decay, also by chance or because a ramp rises", look: "doctor(m, data): decay during the ramps"),
    row(
      "do_reset_learning_rate", "Whether a training that goes on in its directory starts again at learning_rate_init.",
      equation: "α ← learning_rate_init on resuming", more: "a fresh push to a training that has settled",
      less: "it goes on as if it had never stopped", look: "m.learning_rate"),
    row(
      "max_grad_norm", "Bound on the length of the gradient of one step.",
      equation: "g ← g·min(1, max_grad_norm/‖g‖)", more: "rare bad batches may throw the parameters far",
      less: "every step has nearly the same length; if all are cut, training is slow",
      look: "m.history.gradient_norm, m.history.clipped_share"),
    row(
      "do_train_io_only",
      "Whether only read-ins and read-outs of the sessions train, the dynamics staying as they are.",
      equation: "only readin/…, readout/… move", more: "a new session is attached to a trained model",
      less: "everything trains", look: "the validation cost of the new session"),
    row(
      "do_train_encoder_only", "Whether only the initial-condition encoders and the posterior of g0 train.",
      equation: "only ic_encoder/…, g0_posterior/… move", more: "a trained generator is given new encoders",
      less: "everything trains", look: "kl_g0"),
    row(
      "do_train_readin", "Whether the read-in matrices of the sessions train.",
      equation: "x̃(t) = x(t)·W_in + b_in", more: "they move on from the alignment",
      less: "they stay as the alignment set them",
      look: "whether sessions agree: condition means of their factors"),
  ]

  /// What keeps the model from learning the noise.
  static let regularisation: [Explanation] = [
    row(
      "keep_prob", "Share of numbers that dropout leaves standing in training, anew at every step.",
      equation: "x̃ = x·b/keep_prob,  b = 1 with probability keep_prob, else 0",
      more: "1: no dropout, quickest to fit and to overfit",
      less: "no unit can be relied upon: smoother, until too little comes through",
      look: "training against validation cost: a gap asks for less"),
    row(
      "temporal_spike_jitter_width", "Bins by which each training spike is moved about, anew for every batch.",
      equation: "t ← t + uniform{−w … w}, reflected at the trial's ends",
      more: "exact spike times carry nothing: rates vary no faster than about w bins",
      less: "0: spikes stay where they were",
      look: "doctor(m, data): do rates repeat the spikes?"),
    row(
      "l2_gen_scale", "Weight of the penalty on the generator's recurrent weights.",
      equation: "½·l2_gen_scale·Σw²/n over the recurrent weights",
      more: "smoother, simpler dynamics", less: "freer dynamics; 0 lets the generator memorise",
      look: "m.history.l2 against m.history.train_reconstruction"),
    row(
      "l2_con_scale", "Weight of the penalty on the controller's recurrent weights.",
      equation: "½·l2_con_scale·Σw²/n over the recurrent weights",
      more: "a simpler controller, plainer inputs", less: "0: no penalty", look: "post.inputs"),
    row(
      "kl_ic_weight", "Price of one nat that g0 tells about its trial.",
      equation: "cost += kl_ic_weight · KL(q(g0|x) ‖ p(g0))",
      more: "the code must be short: trials start alike; far above 1 the posterior collapses",
      less: "a richer code; near 0 it is free to hold anything, noise too", look: "kl_g0; plot_kl(m, data)"),
    row(
      "kl_co_weight", "Price of one nat that the inferred inputs tell about their trial.",
      equation: "cost += kl_co_weight · Σ_t [log q(u(t)) − log p(u(t)|u(t−1))]",
      more: "inputs for large surprises only, or none", less: "inputs explain what the generator could",
      look: "kl_inputs; post.inputs"),
    row(
      "kl_start_step", "Training step at which the KL cost begins to rise.",
      equation: "w(step) = min(max(step − start, 0)/increase, 1)", more: "the codes are free for longer",
      less: "0: it rises from the first step", look: "m.history.kl_weight"),
    row(
      "kl_increase_steps", "Steps over which the KL cost rises to its full weight.",
      equation: "w(step) = min(max(step − start, 0)/increase, 1)",
      more: "a gentler rise: codes become useful before they must be cheap; longer until m.best exists",
      less: "0: full price at once, which invites collapse", look: "doctor(m, data, epochs: …): does it finish?"),
    row(
      "l2_start_step", "Training step at which the L2 cost begins to rise.",
      equation: "w(step) = min(max(step − start, 0)/increase, 1)", more: "free dynamics for longer",
      less: "0: it rises from the first step", look: "m.history.l2_weight"),
    row(
      "l2_increase_steps", "Steps over which the L2 cost rises to its full weight.",
      equation: "w(step) = min(max(step − start, 0)/increase, 1)", more: "a gentler rise; longer until m.best exists",
      less: "0: full weight at once, so that dynamics may never start", look: "doctor(m, data, epochs: …)"),
    row(
      "nan_bins", "What becomes of bins that were not observed (not a number).",
      equation: "mask: Σ over observed bins;  rescale: that sum ÷ (1 − missing share of the batch)",
      more: "rescale: trials with gaps weigh as much as whole ones", less: "mask: a missing bin adds nothing",
      look: "data; error refuses such data"),
    row(
      "initial_rates", "Where the read-out's biases start.",
      equation: "reference: b = 0 (one spike a bin), or the alignment's;  data: b = log of each neuron's mean rate",
      more: "rates are right on average from the first step",
      less: "exactly as the reference: the first steps find the mean",
      look: "the cost of the first epochs"),
  ]

  private static func cost(
    _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.cost, name, what, equation: equation, more: more, less: less, look: look)
  }

  /// The terms of the cost, under the names of the history (without `train_` and `valid_`) and of the posterior.
  static let costs: [Explanation] = [
    cost(
      "total",
      "What training makes small: how badly the data are explained plus what the explanation costs. In nats a trial.",
      equation: "total = reconstruction + w_kl·kl + w_l2·l2 + co_mean_corr_scale·correlation",
      more: "rises while a ramp rises: compare epochs only after the ramps", less: "better, on validation trials",
      look: "plot_training(m)"),
    cost(
      "reconstruction",
      "How surprising the spikes are under the rates: minus their log-likelihood, summed over time and neurons.",
      equation: "−Σ_{t,n} [k·log λ − λ − log k!]", more: "the rates miss the data",
      less: "they fit it; on training trials alone that may be noise learned by heart",
      look: "training against validation; bits_per_spike(m, data)"),
    cost(
      "kl",
      "What the codes tell about a trial beyond what was expected of any: of g0 and of the inputs together, with "
        + "their weights.",
      equation: "kl = kl_ic_weight·KL(g0) + kl_co_weight·KL(u)",
      more: "much is said about each trial", less: "near 0 nothing is: the posterior has collapsed",
      look: "plot_kl(m, data); doctor(m, data)"),
    cost(
      "kl_g0", "Nats that the initial condition tells about a trial.",
      equation: "KL = ½Σ_i [log(v_p/v_q) + (v_q + (μ_q − μ_p)²)/v_p − 1]",
      more: "trials are told apart by their starts", less: "they start alike", look: "posterior(m, data).kl_g0"),
    cost(
      "kl_inputs", "Nats that the inferred inputs tell about a trial, estimated from one sample of each.",
      equation: "KL ≈ Σ_t [log q(u(t)) − log p(u(t)|u(t−1))]",
      more: "much comes from outside; or the controller copies the spikes", less: "the dynamics run by themselves",
      look: "posterior(m, data).kl_inputs; post.inputs"),
    cost(
      "l2", "Size of the recurrent weights, before its ramp.",
      equation: "[½·l2_gen_scale·Σw² + ½·l2_con_scale·Σw²]/n",
      more: "strong recurrence, richer and less stable", less: "weak recurrence, smooth decaying dynamics",
      look: "m.history.l2"),
    cost(
      "correlation", "How much the inferred inputs move together, before its scale.",
      equation: "mean over pairs i<j of ½(Σ_t μ_i(t)·μ_j(t))²", more: "inputs repeat one another",
      less: "each carries something of its own", look: "m.history.correlation; co_mean_corr_scale"),
    cost(
      "nll_bound_vae", "Upper bound on how surprising a trial is under the model.",
      equation: "−E_q[log p(x|z)] + KL", more: "a worse model or a loose bound", less: "better",
      look: "mean(post.nll_bound_vae) of validation trials"),
    cost(
      "nll_bound_iwae", "The reference's tighter bound: samples weighed together, g0's KL taken exactly.",
      equation: "−log (1/S)Σ_s exp(log p(x|z_s) − KL_s)", more: "worse", less: "better; falls with more samples",
      look: "post.nll_bound_iwae, beside nll_bound_importance"),
    cost(
      "nll_bound_importance", "The importance-weighted bound proper.",
      equation: "−log (1/S)Σ_s p(x|z_s)·p(z_s)/q(z_s)", more: "worse", less: "better; falls with more samples",
      look: "post.nll_bound_importance"),
  ]
}
