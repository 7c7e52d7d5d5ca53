import Builtins
import Language
import Testing

/// Models from scripts, end to end on small data.
@Suite("Models in scripts")
struct ModelScriptTests {
  private static let small = """
    data = synthetic("chaotic_rnn_inputs_g2p5", conditions: 4, replications: 5, steps: 20, units: 10)
    m = lfads(factors: 3, co_dim: 1, gen_dim: 10, con_dim: 6, ci_enc_dim: 5, ic_enc_dim: 5, ic_dim: 4, batch_size: 8, seed: 1)

    """

  @Test("The program's four lines run")
  func trainsAndReads() throws {
    let lines = try Workbench().run(
      Self.small + """
        report = fit(m, data, epochs: 3)
        rates = posterior_mean(m, data, samples: 4, seed: 1)
        print(report.epochs, shape(rates), all(rates > 0))
        print(r2(posterior_mean(m, data, split: "valid", samples: 4, seed: 1), data.valid.rates) < 1)
        print(bits_per_spike(m, data, samples: 4, seed: 1) < 1, hz(rates, data)[0, 0, 0] ≈ rates[0, 0, 0] / 0.01)
        """)
    #expect(lines == ["3 [20, 20, 10] true", "true", "true true"])
  }

  @Test("A model is asked for every hyperparameter by the labels it takes it by")
  func labels() throws {
    let parameters = try #require(BuiltinTable.standard["lfads"]).parameters
    let labels = parameters.flatMap { [$0.label] + $0.shortNames }
    let reads = labels.map { "x = m.\($0)" }.joined(separator: "\n")
    let lines = try Workbench().run(
      "m = lfads(factors: 7, keep_prob: 0.9)\n\(reads)\nprint(m.factors, m.factors_dim, m.keep_prob)")
    #expect(lines == ["7 7 0.9"])
  }

  @Test("Ramps that never end leave no best model, which is told; a seed below 0 is shown as it was given")
  func neverBest() throws {
    let bench = try Workbench()
    let report = try bench.show(
      """
      data = dataset(floor(2 * rand(10, 6, 3, seed: 1)), dt: 0.01)
      m = lfads(factors: 2, co_dim: 0, gen_dim: 4, ic_enc_dim: 3, ic_dim: 3, seed: -1,
        kl_start_step: 9e18, kl_increase_steps: 9e18)
      fit(m, data, epochs: 1)
      """)
    #expect(report.contains("the cost's ramps never end, so there will be no `m.best`"), "\(report)")
    #expect(bench.error("m.best")?.contains("before both ramps are done, and these never are") == true)
    #expect(try bench.show("m.seed") == "-1")
  }

  @Test("The same script gives the same bits, on one thread or two")
  func isReproducible() throws {
    let script =
      Self.small + """
        fit(m, data, epochs: 2, threads: THREADS)
        print(sum(posterior(m, data, samples: 3, threads: THREADS).rates), sum(push_mean(m, data).factors))
        """
    let one = try Workbench().run(script.replacing("THREADS", with: "1"))
    let two = try Workbench().run(script.replacing("THREADS", with: "2"))
    #expect(one == two)
  }

  @Test("A model kept and loaded goes on to the bit; a posterior comes back as it was")
  func keeps() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      Self.small + """
        fit(m, data, epochs: 2)
        save(m, "m.h5")
        n = load("m.h5")
        fit(m, data, epochs: 2)
        fit(n, data, epochs: 2)
        a = posterior(m, data, split: "valid", samples: 2, seed: 4)
        b = posterior(n, data, split: "valid", samples: 2, seed: 4)
        print(all(a.rates == b.rates), n.epochs)
        save(a, "post.h5")
        print(all(load("post.h5").factors == a.factors), load("post.h5").samples)
        c = copy(m)
        fit(c, data, epochs: 1)
        print(m.epochs, c.epochs)
        """)
    #expect(lines == ["true 4", "true 2", "4 5"])
    #expect(bench.files == ["m.h5", "post.h5"])
  }

  @Test("Several sessions give records by session name")
  func readsSessions() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      """
      for i in 0..<2 { save_dataset(dataset(ones(10, 12, 4 + i), dt: 0.02, name: "s\\(i)"), "multi_n\\(i)") }
      data = load("multi")
      m = lfads(factors: 3, co_dim: 1, gen_dim: 8, con_dim: 5, ci_enc_dim: 4, ic_enc_dim: 4, ic_dim: 3, seed: 1)
      fit(m, data, epochs: 2)
      rates = posterior_mean(m, data, samples: 2, seed: 1)
      print(data.sessions, shape(rates.n1), data[1].neurons, data["n0"].trials)
      """)
    #expect(lines == ["[\"n0\", \"n1\"] [10, 12, 5] 5 10"])
  }

  @Test("The prior is sampled, and the best model is refused before the ramps are done")
  func samplesPrior() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      Self.small + "bind(m, data)\np = prior_sample(m, n: 3, seed: 2)\nprint(shape(p.rates), shape(p.inputs))")
    #expect(lines == ["[3, 20, 10] [3, 20, 1]"])
    #expect(bench.error("m.best")?.contains("no best model before both ramps are done, at step 2000") == true)
  }
}
