import Testing

/// A model taken apart in scripts.
@Suite("Models taken apart")
struct OpenedModelTests {
  private static let small = """
    data = dataset(poisson(rand(20, 12, 5, seed: 1), seed: 2), dt: 0.01)
    m = bind(lfads(factors: 3, co_dim: 1, gen_dim: 6, con_dim: 5, ci_enc_dim: 4, ic_enc_dim: 4, ic_dim: 3, seed: 1), data)

    """

  @Test("Parameters are read by name, written in place, and copied as a record")
  func parameters() throws {
    let lines = try Workbench().run(
      Self.small + """
        b = m
        before = copy(m.params)
        print(keys(m.params))
        print(axes(m.params.generator.to_factors_W), shape(m.params.generator.gates_h_b), len(m.params.ic_encoder))
        m.params.generator.gates_h_b[0] = 2.5
        m.params.u_prior.logatau = 3
        print(b.params.generator.gates_h_b[0], m.params.u_prior.logatau, before.generator.gates_h_b[0])
        rates = push_mean(m, data).rates
        m.params.generator.candidate_rh_W *= 0
        print(all(m.params.generator.candidate_rh_W == 0), any(push_mean(m, data).rates != rates))
        m.params.generator = before.generator
        print(m.params.generator.gates_h_b[0], m.params.u_prior.logatau)
        n = copy(m)
        n.params.generator.gates_h_b = 7
        m.params = {u_prior: {logatau: [1]}}
        print(m.params.generator.gates_h_b[0], m.params["u_prior"].logatau, n.params.u_prior.logatau)
        """)
    #expect(
      lines == [
        #"["readout", "ic_encoder", "g0_posterior", "g0_prior", "ci_encoder", "u_prior", "controller", "u_posterior", "generator"]"#,
        #"["unit", "factor"] [12] 2"#, "2.5 [3] 0", "true true", "0 [3]", "0 [1] [3]",
      ])
  }

  @Test("A gradient step by hand lowers the cost; the gradient is that of the cost")
  func gradient() throws {
    let lines = try Workbench().run(
      Self.small + """
        n = noise(m, seed: 3, trials: 16, dropout: true)
        fn total() { costs(m, data.train, noise: n, kl_weight: 0.5, l2_weight: 1).total }
        g = gradient(m, data.train, noise: n, kl_weight: 0.5, l2_weight: 1)
        w = m.params.generator.gates_h_W
        slope = g.generator.gates_h_W
        d = 0.01 * slope / norm(slope)
        m.params.generator.gates_h_W = w + d
        up = total()
        m.params.generator.gates_h_W = w - d
        down = total()
        print(abs((up - down) / 0.02 / norm(slope) - 1) < 0.01, same(keys(g), keys(m.params)))
        """)
    #expect(lines == ["true true"])
  }

  @Test("With the noise of a posterior's sample a trace is that sample, in every form the trials take")
  func tracesSample() throws {
    let lines = try Workbench().run(
      Self.small + """
        fit(m, data, epochs: 1)
        post = posterior(m, data, split: "train", samples: 1, seed: 4)
        n = noise(m, seed: 4, trials: 16)
        t = trace(m, data, trial: 3, split: "train", noise: n)
        print(max(abs(t.rates - post.rates[3])) < 1e-5, max(abs(t.inputs - post.inputs[3])) < 1e-5, keys(t))
        print(abs(-sum(t.log_likelihood) - post.reconstruction[3]) < 1e-3, abs(sum(t.kl_g0) - post.kl_g0[3]) < 1e-4)
        print(abs(sum(t.kl_inputs) - t.costs.kl_inputs) < 1e-4, abs(t.costs.kl_inputs - post.kl_inputs[3]) < 1e-3)
        print(shape(t.generator.r), axes(t.controller.c), t.noise.g0 ≈ n.g0[3])
        one = {g0: n.g0[3], u: n.u[3]}
        for x in [data.train, data.train.data, {data: data.train.data}] {
          print(all(trace(m, x, trial: 3, noise: one).rates == t.rates), all(trace(m, x, noise: n).rates[3] == t.rates))
        }
        mean = push_mean(m, data, split: "train").rates[3]
        print(max(abs(trace(m, data.train.data[3], trial: 0).rates - mean)) < 1e-5)
        """)
    #expect(
      lines == [
        #"true true ["data", "noise", "encoder_input", "ic_encoder", "g0_posterior", "g0_prior", "g0", "ci_encoder", "controller", "u_posterior", "inputs", "initial_state", "generator", "states", "factors", "log_rates", "rates", "log_likelihood", "kl_g0", "kl_inputs", "costs"]"#,
        "true true", "true true", #"[12, 6] ["time", "unit"] true"#, "true true", "true true", "true true", "true",
      ])
  }

  @Test("One step after another, a simulation, a decoded code and the engine are the same states")
  func generator() throws {
    let lines = try Workbench().run(
      Self.small + """
        t = trace(m, data, noise: noise(m, seed: 2, trials: 20))
        d = decode(m, t.g0, t.inputs)
        s = simulate(m, from: t.initial_state, inputs: t.inputs)
        x = t.initial_state
        same = true
        for k in 0..<12 {
          x = step(m, x, t.inputs[:, k])
          same = same and all(x == s.states[:, k])
        }
        print(same, all(d.states == s.states), all(d.rates == s.rates), all(d.initial_states == t.initial_state))
        print(max(abs(s.states - t.states)) < 1e-6, max(abs(s.rates - t.rates)) < 1e-6)
        e = encode(m, data)
        print(all(e.g0_mean == t.g0_posterior.mean), all(e.ci_encoder.backward == t.ci_encoder.backward.h))
        one = simulate(m, from: t.initial_state[4], inputs: t.inputs[4], kicks: [{at: 5, input: [1]}, {at: 7, state: ones(6)}])
        y = step(m, one.states[4], t.inputs[4, 5] + 1)
        print(shape(one.states), all(one.states[..<5] == s.states[4, ..<5]), all(y == one.states[5]))
        print(all(step(m, one.states[6] + 1, t.inputs[4, 7]) == one.states[7]), shape(simulate(m, steps: 30).rates))
        """)
    #expect(
      lines == ["true true true true", "true true", "true true", "[12, 6] true true", "true [30, 5]"])
  }

  @Test("A trial's noise depends on the seed and its number alone")
  func noise() throws {
    let lines = try Workbench().run(
      Self.small + """
        few = noise(m, seed: 6, trials: 2, dropout: true)
        many = noise(m, seed: 6, trials: 5, dropout: true)
        print(all(few.g0 == many.g0[..<2]), all(few.u == many.u[..<2]), keys(few.masks))
        print(all(map(keys(few.masks), fn(k) { all(few.masks[k] == many.masks[k][..<2]) })))
        print(any(noise(m, seed: 7).u != few.u[..<1]), mean(many.masks.generator) > 0.9, any(not many.masks.generator))
        t = trace(m, data.train.data[..<2], noise: few)
        print(max(abs(t.encoder_input - few.masks.data * t.data / 0.95)) < 1e-6)
        """)
    #expect(
      lines == [
        #"true true ["data", "ic_encoder", "ci_encoder", "feedback", "generator"]"#, "true", "true true true", "true",
      ])
  }

  @Test("Of several sessions one is said by name, by the data, or asked for")
  func sessions() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      """
      for i in 0..<2 { save_dataset(dataset(ones(10, 12, 4 + i), dt: 0.02, name: "s\\(i)"), "multi_n\\(i)") }
      data = load("multi")
      m = lfads(factors: 3, co_dim: 1, gen_dim: 8, con_dim: 5, ci_enc_dim: 4, ic_enc_dim: 4, ic_dim: 3, seed: 1)
      print(shape(trace(m, data, session: "n1", trial: 0).rates), shape(trace(m, data[1], trial: -1).rates))
      g = gradient(m, {data: data[0].train.data, session: "n0"})
      print(norm(g.readin.n0.W) > 0, norm(g.readin.n1.W), norm(gradient(m, data["n1"].valid).readin.n1.b) > 0)
      p = textbook.forward(m.params, {data: data[1].train.data, session: "n1"}, {}, m)
      print(max(abs(p.rates - trace(m, data[1].train).rates)) < 1e-5)
      print(shape(simulate(m, session: "n1").rates), shape(simulate(m, session: "n0").rates))
      n = bind(copy(lfads(factors: 3, co_dim: 1, gen_dim: 8, con_dim: 5, ci_enc_dim: 4, ic_enc_dim: 4, ic_dim: 3)), data)
      n.params = m.params
      print(all(n.params.readout.n1.lograte_W == m.params.readout.n1.lograte_W))
      """)
    #expect(lines == ["[12, 5] [12, 5]", "true 0 true", "true", "[12, 5] [12, 4]", "true"])
    for code in ["trace(m, data)", "simulate(m)", "encode(m, ones(12, 4))"] {
      #expect(bench.error(code)?.contains("say which: `session: \"n0\"`") == true, "\(code)")
    }
    #expect(bench.error("trace(m, data, session: \"x\")")?.contains("no session \"x\"") == true)
  }

  @Test("A model with injected input, no controller and Gaussian observations runs by hand too")
  func gaussian() throws {
    let lines = try Workbench().run(
      """
      data = dataset(randn(10, 8, 4, seed: 1), dt: 0.01, ext_input: randn(10, 8, 2, seed: 2))
      m = bind(lfads(factors: 3, co_dim: 0, gen_dim: 5, ic_enc_dim: 4, ic_dim: 0, output_dist: "gaussian",
        ext_input_dim: 2, inject_ext_input_to_gen: true, seed: 1), data)
      t = trace(m, data.train)
      d = decode(m, inputs: data.train.ext_input)
      print(max(abs(d.states - t.states)) < 1e-6, max(abs(d.variances - exp(t.logvars))) < 1e-5, shape(d.initial_states))
      print(keys(noise(m, seed: 1)), keys(encode(m, data)), shape(step(m, zeros(3, 5), ones(2))))
      """)
    #expect(lines == ["true true [5]", "[] [] [3, 5]"])
  }

  @Test(
    "What does not fit is said with what would",
    arguments: [
      ("trace(lfads(seed: 1), ones(3, 12, 5))", "has not met any data yet"),
      ("lfads(seed: 1).params", "has not met any data yet"),
      ("noise(lfads(seed: 1))", "has not met any data yet"),
      ("trace(m)", "a model is traced on data"),
      ("trace([[1, 2], [3, 4]], trial: 1)", "takes nothing else"),
      ("trace(m, data, trial: 20)", "0 to 19"),
      ("trace(m, data, split: \"valid\", trial: 4)", "0 to 3"),
      ("trace(m, ones(12, 6))", "the model was made for 5 neurons"),
      ("trace(m, ones(3, 11, 5))", "trials of 12 time steps, these have 11"),
      ("trace(m, 0.5 * ones(3, 12, 5))", "0.5 in trial 0, bin 0, neuron 0"),
      ("trace(m, 1e20 * ones(3, 12, 5))", "below 2^31"),
      ("noise(m, trials: 1e12)", "at most 17895697"),
      ("noise(m, trials: 1e18, dropout: true)", "hold too many numbers"),
      ("prior_sample(m, n: 1e12)", "hold too many numbers"),
      ("trace(m, {dat: ones(12, 5)})", "did you mean `data`?"),
      ("trace(m, data, noise: {u: ones(2, 12, 1)})", "[20, 12, 1]"),
      ("trace(m, data, noise: {v: 1})", "its parts are `g0`, `u`, `masks`"),
      ("step(m, zeros(7))", "[unit: 6] or [trial, unit: 6]"),
      ("step(m, zeros(6), [1, 2])", "[input: 1] or [trial, input: 1]"),
      ("step(m, zeros(2, 6), zeros(3, 1))", "different numbers of trials"),
      ("simulate(m, inputs: zeros(5, 1), steps: 6)", "not as many inputs as steps"),
      ("simulate(m, kicks: {at: 12, state: ones(6)})", "at: 0 to 11"),
      ("simulate(m, kicks: {at: 1, state: ones(5)})", "a tensor [6] of finite numbers"),
      ("simulate(m, kicks: {at: 1})", "a kick moves something"),
      ("decode(m, zeros(4))", "[code: 3] or [trial, code: 3]"),
      ("gradient(m, data, session: \"x\")", "no session \"x\""),
      ("m.params.generator.gates_h_b = ones(5)", "a tensor [12], or one number for all of it"),
      ("m.params.generator.gates_h_b = \"a\"", "the parameter `generator.gates_h_b`"),
      ("m.params.generator.gates_h_b = 0 / 0", "parameters are finite numbers"),
      ("m.params.generator.gate_h_b = 1", "gates_h_b"),
      ("m.params.generator = 1", "is a group of parameters"),
      ("m.params[\"generatr\"]", "did you mean `generator`?"),
      ("m.steps = 4", "steps"),
    ])
  func refuses(code: String, says: String) throws {
    let bench = try Workbench()
    _ = try bench.run(Self.small)
    let error = bench.error(code) ?? "no error"
    #expect(error.contains(says), "\(error)")
  }

  @Test("A refused record of parameters changes nothing")
  func isWhole() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.small + "before = m.params.generator.gates_h_b")
    #expect(bench.error("m.params.generator = {gates_h_b: 4, gates_h_W: [1]}") != nil)
    #expect(try bench.run("print(all(m.params.generator.gates_h_b == before))") == ["true"])
  }
}
