import Testing

/// What `doctor` says of planted faults, and that it says nothing where there is none.
@Suite("The doctor")
struct DoctorTests {
  /// A small chaotic network, whose data is sound, and a model of fitting size.
  private static let sound = """
    data = synthetic("chaotic_rnn_inputs_g2p5", conditions: 8, replications: 15, steps: 30, units: 10)
    counts = concat(data.train.data, data.valid.data)
    fn model(keep_prob: 0.95, batch_size: 16, rate: 0.01, ramp: 60, weight: 1) {
      lfads(factors: 4, co_dim: 1, gen_dim: 16, con_dim: 8, ci_enc_dim: 8, ic_enc_dim: 8, ic_dim: 4, l2_gen_scale: 10,
        initial_rates: "data", seed: 1, keep_prob: keep_prob, batch_size: batch_size, learning_rate_init: rate,
        kl_increase_steps: ramp, l2_increase_steps: 60, kl_ic_weight: weight, kl_co_weight: weight)
    }
    fn trained(m, data, epochs) { try { fit(m, data, epochs: epochs, quiet: true) } else { nil }; m }
    fn said(d) { for f in d { print(f.check + ": " + f.finding + " | " + f.evidence + " | " + f.change) } }

    """

  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    /// The checks that find something, in order, and words of the first finding.
    let checks: [String]
    let words: [String]

    var testDescription: String { name }
  }

  static let faults = [
    Fault(
      name: "dead neurons", script: "counts[:, :, 3] = 0; counts[:, :, 7] = 0; said(doctor(dataset(counts, dt: 0.01)))",
      checks: ["silent neurons"], words: ["neurons 3 and 7 of 'data' never fire", "0 spikes", "leave them out"]),
    Fault(
      name: "duplicated channel",
      script: "counts[:, :, 6] = counts[:, :, 2]; said(doctor(dataset(counts, dt: 0.01)))",
      checks: ["coincident channels"],
      words: [
        "share their spikes", "2 and 6: correlation 1",
        "keep one of each "
          + "pair",
      ]),
    Fault(
      name: "rates in Hz as counts",
      script: "said(doctor(dataset(round(hz(data.train.rates, data)), dt: 0.01)))", checks: ["units"],
      words: ["rates in spikes per second, not spike counts", "spikes/s on average", "bin_spikes"]),
    Fault(
      name: "tiny batch", script: "said(doctor(model(batch_size: 2), data))", checks: ["batch size"],
      words: ["the batches are very small", "`batch_size` 2 of 96 trials", "`batch_size: 16`"]),
    Fault(
      name: "huge learning rate, before", script: "said(doctor(model(rate: 1000), data))", checks: ["learning rate"],
      words: ["very high", "`learning_rate_init` is 1000", "0.01"]),
    Fault(
      name: "huge learning rate, after", script: "said(doctor(trained(model(rate: 1000), data, 3), data))",
      checks: ["learning rate", "finite numbers"], words: ["very high"]),
    Fault(
      name: "no ramp", script: "said(doctor(model(ramp: 0), data))", checks: ["ramps"],
      words: ["the KL cost has no ramp", "from step 0 on", "kl_increase_steps"]),
    Fault(
      name: "KL weight 100", script: "said(doctor(trained(model(weight: 100), data, 60), data))",
      checks: ["kl weights", "kl weights", "gradient clipping", "posterior"],
      words: ["outweighs the data", "`kl_ic_weight` is 100"]),
    Fault(
      name: "float data with Poisson", script: "said(doctor(model(), dataset(randn(120, 30, 10, seed: 1), dt: 0.01)))",
      checks: ["likelihood"],
      words: ["no counts", "at trial 0, bin 0, neuron 0; 100 % of all", "output_dist: \"gaussian\""]),
    Fault(
      name: "keep_prob 0.05", script: "said(doctor(model(keep_prob: 0.05), data))", checks: ["dropout"],
      words: ["removes most", "`keep_prob` is 0.05", "0.95"]),
    Fault(
      name: "5 trials", script: "said(doctor(dataset(counts[..<5], dt: 0.01)))", checks: ["trials"],
      words: ["too few trials", "4 training trials", "more trials"]),
    Fault(
      name: "ramps that cannot finish", script: "said(doctor(model(), data, epochs: 5))", checks: ["epochs"],
      words: ["do not finish", "they end at step 60; 5 epochs reach step 30", "`epochs: 10`"]),
    Fault(
      name: "ramps that never end",
      script: "said(doctor(lfads(batch_size: 16, kl_start_step: 9e18, kl_increase_steps: 9e18), data, epochs: 1e18))",
      checks: ["epochs"], words: ["do not finish", "they never end", "reach step 6000000000000000000 | `kl_increase"]),
    Fault(
      name: "fill values for counts",
      script: "counts[0, 0, 1] = 1e20; said(doctor(model(), dataset(counts, dt: 0.01)))", checks: ["likelihood"],
      words: ["too large for a spike count", "1e20 at trial 0, bin 0, neuron 1", "fill values"]),
    Fault(
      name: "many spikes a bin, no bin width",
      script: "said(doctor(dataset(poisson(1000 * ones(100, 40, 3), seed: 1))))", checks: ["bin width"],
      words: ["does not say how wide a bin is"]),
    Fault(
      name: "many spikes a bin, cut",
      script: "said(doctor(dataset(clip(poisson(1000 * ones(100, 40, 3), seed: 1), upper: 1010))))",
      checks: ["bin width", "saturated neurons"], words: ["does not say how wide a bin is"]),
    Fault(
      name: "no bin width", script: "said(doctor(dataset(counts)))", checks: ["bin width"],
      words: ["does not say how wide a bin is", "dt: 0.01"]),
    Fault(
      name: "counts cut at one",
      script: "said(doctor(dataset(clip(poisson(0.5 * ones(100, 40, 3), seed: 1), upper: 1), dt: 0.05)))",
      checks: ["saturated neurons"], words: ["neurons 0, 1 and 2 in 'data' stop at a ceiling", "never above 1"]),
    Fault(
      name: "fewer trials than a batch", script: "said(doctor(model(batch_size: 128), data))", checks: ["batch size"],
      words: ["fewer training trials than a batch", "96 trials", "`batch_size: 24`"]),
  ]

  @Test("A planted fault is found, and nothing else", arguments: faults)
  func finds(_ fault: Fault) throws {
    let lines = try Workbench().run(Self.sound + fault.script)
    #expect(lines.map { String($0.prefix { $0 != ":" }) } == fault.checks, "\(lines)")
    for word in fault.words { #expect(lines.first?.contains(word) == true, "\(word) in \(lines)") }
  }

  @Test(
    "Sound data give no finding",
    arguments: [
      "chaotic_rnn_no_inputs", "chaotic_rnn_inputs_g1p5", "chaotic_rnn_inputs_g2p5", "chaotic_rnn_multisession",
      "chaotic_rnns_labeled",
    ])
  func passesSoundData(name: String) throws {
    let shown = try Workbench().show(
      "doctor(synthetic(\"\(name)\", conditions: 10, replications: 10)).is_healthy")
    #expect(shown == "true", "\(shown)")
  }

  @Test("A model of fitting size gives no finding before training or after")
  func passesSoundModel() throws {
    let lines = try Workbench().run(
      Self.sound + """
        m = model()
        said(doctor(m, data, epochs: 20))
        said(doctor(trained(m, data, 40), data))
        print(len(doctor(m, data)), len(doctor(m, data).checked))
        real = synthetic("gaussian_chaotic_rnn_no_inputs", conditions: 10, replications: 10)
        said(doctor(lfads(output_dist: "gaussian", batch_size: 20, seed: 1), real))
        said(doctor(lfads(output_dist: "gaussian", batch_size: 20, seed: 1), dataset(1e20 * ones(40, 20, 3), dt: 0.01)))
        """)
    #expect(lines == ["0 20"], "\(lines)")
  }

  @Test("Inputs that cost nothing explain everything, and repeat the spikes")
  func readsThePosterior() throws {
    let lines = try Workbench().run(
      Self.sound + """
        fn free(co_dim, weight) {
          lfads(factors: 10, co_dim: co_dim, gen_dim: 24, con_dim: 24, ci_enc_dim: 24, ic_enc_dim: 8, ic_dim: 4, seed: 1,
            batch_size: 16, kl_increase_steps: 60, l2_increase_steps: 60, kl_ic_weight: weight, kl_co_weight: 0,
            controller_input_lag: 0, keep_prob: 1, l2_gen_scale: 0, initial_rates: "data", learning_rate_init: 0.02)
        }
        said(filter(doctor(trained(free(6, 10), data, 60), data).findings, fn(f) { f.check != "overfitting" }))
        """)
    #expect(lines.map { String($0.prefix { $0 != ":" }) } == ["posterior", "identity"], "\(lines)")
    #expect(lines.first?.contains("the controller explains everything") == true, "\(lines)")
    #expect(lines.last?.contains("the rates repeat the spikes") == true, "\(lines)")
  }

  @Test("What training recorded is read: decay during ramps, clipping, overfitting, a controller that takes all")
  func readsTraining() throws {
    let script =
      Self.sound + """
        m = lfads(factors: 4, co_dim: 1, gen_dim: 16, con_dim: 8, ci_enc_dim: 8, ic_enc_dim: 8, ic_dim: 4, seed: 1,
          batch_size: 48, kl_increase_steps: 2000, l2_increase_steps: 2000, learning_rate_n_to_compare: 0,
          learning_rate_decay_factor: 0.5, max_grad_norm: 0.001, learning_rate_init: 0.05)
        fit(m, data, epochs: 30, quiet: true)
        for f in doctor(m, data) { print(f.check) }
        """
    let lines = try Workbench().run(script)
    #expect(lines.contains("rate decay") && lines.contains("gradient clipping"), "\(lines)")
  }

  @Test("It shows itself in aligned lines, reads as records, and refuses what it cannot look at")
  func showsItself() throws {
    let bench = try Workbench()
    let shown = try bench.show("doctor(dataset(zeros(40, 20, 3), dt: 0.5))")
    #expect(
      shown == """
        diagnosis of data  2 findings, 8 checks
          bin width       'data' has bins of an unusual width
                          500 ms
                          try 5 to 20 ms: dynamics faster than a bin are lost
          silent neurons  neurons 0, 1 and 2 of 'data' never fire
                          0 spikes in all training trials
                          try leave them out: `dataset(counts[:, :, kept], …)`
        """, "\(shown)")
    #expect(try bench.show("keys(doctor(dataset(zeros(40, 20, 3), dt: 0.5))[-1])").contains("evidence"))
    #expect(bench.error("doctor()")?.contains("there is nothing to look at") == true)
    #expect(bench.error("doctor(dataset(ones(40, 20, 3), dt: 0.01))[5]")?.contains("no finding of that number") == true)
    #expect(
      bench.error(
        "m = bind(lfads(gen_dim: 4, factors: 2, seed: 1), dataset(ones(40, 20, 3))); fit(m, dataset(ones(40, 20, "
          + "3)), epochs: 1); doctor(m, dataset(ones(40, 20, 4)))"
      )?
      .contains("the model was made for 3 neurons") == true)
  }
}
