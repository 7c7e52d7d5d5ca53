extension ExplanationTable {
  private static func row(
    _ name: String, _ what: String, equation: String, more: String, less: String, look: String
  ) -> Explanation {
    Explanation(.hyperparameter, name, what, equation: equation, more: more, less: less, look: look)
  }

  /// How large the model's parts are.
  static let sizes: [Explanation] = [
    row(
      "ext_input_dim",
      "How many known inputs come with the data (a stimulus, a go cue). Inputs to be inferred are co_dim, not these.",
      equation: "encoders read [x(t), v(t)], or the generator [u(t), v(t)]; v(t) has ext_input_dim numbers",
      more: "must be the number of input channels in the data", less: "0: the data brings no inputs",
      look: "data.train.ext_input; inject_ext_input_to_gen for where they go"),
    row(
      "num_steps_for_gen_ic", "How many of the first bins the initial-condition encoders read.",
      equation: "e = [h_fwd(S), h_bwd(1)],  S = min(num_steps_for_gen_ic, T)",
      more: "the initial condition may use everything that follows, also what an input caused later",
      less: "the initial condition must be read from the start of the trial; later surprises are left to the inputs",
      look: "kl_g0 and kl_inputs of posterior(m, data): which of the two carries the information"),
    row(
      "ic_dim", "Dimensions of the code g0 that tells one trial's start from another's.",
      equation: "g0 ~ N(μ(e), σ²(e)),  g(0) = W·g0 + b;  ic_dim = gen_dim: g(0) = g0",
      more: "more kinds of starts; dimensions that are not needed cost almost nothing, their KL goes to 0",
      less: "trials must start more alike; 0 gives every trial the same learned start",
      look: "plot_kl(m, data): how many dimensions carry more than 0.1 nats"),
    row(
      "factors_dim",
      "How many factors: the few signals from which all rates are made, and what the model says underlies the data.",
      equation: "f(t) = Ŵ·g(t),  log r(t) = W_r·f(t) + b;  f has factors_dim numbers",
      more: "rates may move in more independent ways; too many let the model follow single spikes",
      less: "a tighter bottleneck: smoother rates, until something real no longer fits",
      look: "variance_dimensions(post.factors), and bits_per_spike on validation trials as you change it"),
    row(
      "ic_enc_dim",
      "Units of each of the two encoders (forward and backward) that read a trial for its initial condition.",
      equation: "h(t) = GRU(x(t), h(t−1)),  h has ic_enc_dim numbers",
      more: "a finer reading of the trial, slower", less: "faster; too few and g0 is guessed badly",
      look: "kl_g0, and the validation cost"),
    row(
      "gen_dim", "Units of the generator, the network whose own dynamics make the factors.",
      equation: "g(t) = GRU(u(t), g(t−1)),  g has gen_dim numbers",
      more: "richer dynamics; time per step grows with its square; needs the L2 cost to stay smooth",
      less: "simpler dynamics, faster; too few and oscillations or fast turns are lost",
      look: "r2 or bits_per_spike; variance_dimensions(post.states) says how many are used"),
    row(
      "co_dim", "How many inputs the controller may infer: what the generator cannot make by itself.",
      equation: "u(t) ~ N(μ(c(t)), σ²(c(t))),  u has co_dim numbers;  0: no controller",
      more: "more that may come from outside; more ways to copy the spikes instead of explaining them",
      less: "the generator must explain more by itself; 0 for autonomous dynamics",
      look: "plot(post.inputs[trial: 0]): events, or noise? and doctor(m, data)"),
    row(
      "ci_enc_dim", "Units of each encoder that reads the trial for the controller.",
      equation: "h(t) = GRU(x(t), h(t−1)),  h has ci_enc_dim numbers",
      more: "inputs are timed more exactly, slower", less: "faster; blurred inputs",
      look: "post.inputs around known events"),
    row(
      "con_dim", "Units of the controller, the network that decides on the inputs at every step.",
      equation: "c(t) = GRU([h(t), f(t−1)], c(t−1)),  c has con_dim numbers",
      more: "finer control, slower", less: "coarser inputs", look: "post.inputs, kl_inputs"),
    row(
      "batch_size", "Trials that one training step looks at together.",
      equation: "cost = mean over batch_size trials;  steps an epoch = trials / batch_size",
      more: "steadier gradients, fewer steps an epoch: the ramps, counted in steps, take more epochs",
      less: "more and noisier steps an epoch", look: "doctor(m, data): trials against batch size"),
  ]

  /// How the recurrent cells start and are bounded.
  static let cells: [Explanation] = [
    row(
      "cell_weight_scale", "Spread of the initial weights of the encoders' gates and of the controller.",
      equation: "W ~ N(0, (scale/√inputs)²)", more: "a livelier start; beyond about 2 it saturates the gates",
      less: "a calmer start; near 0 the gates begin the same for all trials", look: "the cost of the first epochs"),
    row(
      "gen_cell_input_weight_scale", "Spread of the generator's initial weights for its inputs.",
      equation: "W_x ~ N(0, (scale/√inputs)²)", more: "inputs move the generator strongly from the start",
      less: "the generator first learns to do without inputs", look: "kl_inputs during the first epochs"),
    row(
      "gen_cell_rec_weight_scale", "Spread of the generator's initial recurrent weights.",
      equation: "W_h ~ N(0, (scale/√gen_dim)²)",
      more: "above 1 it starts with rich, even chaotic activity of its own", less: "it starts by forgetting its state",
      look: "prior_sample(m) before training"),
    row(
      "cell_clip_value", "Bound on every state of a recurrent cell.",
      equation: "h = min(max(h, −clip), +clip)", more: "states may grow further before they are cut",
      less: "a tighter bound; gradients are 0 where it cuts",
      look: "max(abs(post.states)): far from the bound is "
        + "well"),
    row(
      "inject_ext_input_to_gen", "Where known inputs go: straight to the generator, or to the encoders.",
      equation: "true: g(t) = GRU([u(t), v(t)], g(t−1));  false: encoders read [x(t), v(t)]",
      more: "the generator is driven by the known input itself",
      less: "encoders and controller see it and pass on what helps",
      look: "how rates answer a known input"),
  ]
}
