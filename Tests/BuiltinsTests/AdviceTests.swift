import Testing

/// What errors offer in place of a value of the wrong kind, where a part of it was meant.
@Suite("Offered parts")
struct AdviceTests {
  private static let model = """
    m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)

    """

  @Test("Of a record by session one session is offered")
  func sessions() throws {
    let bench = try Workbench()
    _ = try bench.run(
      """
      for i in 0..<2 { save_dataset(dataset(ones(10, 12, 4 + i), dt: 0.02, name: "s\\(i)"), "multi_n\\(i)") }
      data = load("multi")

      """ + Self.model + """
        p = posterior(m, data, samples: 1, seed: 1)
        r = posterior_mean(m, data, samples: 1, seed: 1)
        """)
    for (script, words) in [
      ("hz(r, data)", "`r[\"n0\"]`"), ("plot_inputs(p, data)", "`r[\"n0\"]`"), ("p.rates", "`r[\"n0\"].rates`"),
      ("save(r, \"r.npy\")", "`save(r[\"n0\"], …)`"), ("smooth(data)", "`data[\"n0\"].valid.data`"),
    ] {
      let text = try #require(bench.error(script), "no error of \(script)")
      #expect(text.contains(words), "\(text)")
    }
    for script in ["hz(r[\"n0\"], data)", "plot_inputs(p[\"n1\"], data)", "p[\"n0\"].rates"] {
      _ = try bench.run(script)
    }
  }

  @Test(
    "Of data, splits and posteriors the part is offered that fits",
    arguments: [
      ("bits_per_spike(m, data.valid)", "`bits_per_spike(…, data, split: \"valid\")`"),
      ("fit(m, data.train)", "give the data set that it is a part of"), ("hz(post, data)", "`post.rates`"),
      ("plot(post)", "`post.rates[trial: 0]`"), ("bits_per_spike(post, data)", "`post.rates`"),
      ("bits_per_spike(post.rates, data)", "`data.valid.data`"), ("r2(post, data)", "`post.rates`"),
      ("r2(post.rates, data)", "`data.valid.rates`"), ("raster(data)", "`data.valid.data[trial: 0]`"),
      ("sum(data.train)", "`data.train.data`"), ("post.rates = 3", "`x = post.rates`"),
      ("data.train.data = 3", "`x = data.train.data`"), ("m.learning_rate = 0.1", "learning_rate_init: 0.1"),
      ("m.epochs = 3", "`fit(m, data)`"),
    ])
  func parts(script: String, words: String) throws {
    let bench = try Workbench()
    _ = try bench.run(
      "data = dataset(ones(10, 12, 4), dt: 0.02, truth: ones(10, 12, 4))\n" + Self.model
        + "post = push_mean(m, data)")
    let text = try #require(bench.error(script), "no error")
    #expect(text.contains(words), "\(text)")
  }

  @Test("Without validation trials, those there are are offered")
  func noValidation() throws {
    let bench = try Workbench()
    _ = try bench.run("data = dataset(ones(10, 12, 4), dt: 0.02, valid: 0)\n" + Self.model)
    let text = try #require(bench.error("bits_per_spike(m, data, samples: 1)"), "no error")
    #expect(text.contains("`split: \"train\"`") && !text.contains("leave"), "\(text)")
    _ = try bench.run("bits_per_spike(m, data, samples: 1, split: \"train\")")
  }

  @Test("Help on what stands for no value names what explains it", arguments: ["keep_prob", "co_dim", "factors", "kl"])
  func topics(name: String) throws {
    let bench = try Workbench()
    #expect(bench.error("help(\"\(name)\")")?.contains("`explain(\"\(name)\")`") == true)
    _ = try bench.run("explain(\"\(name)\")")
  }
}
