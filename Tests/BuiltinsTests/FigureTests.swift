import Foundation
import HDF5
import Language
import Testing

/// Figures in the language: what they are made of, where they are written, what is refused.
@Suite("Figures")
struct FigureTests {
  private static let data = """
    data = dataset(floor(2 * rand(10, 20, 5, seed: 1)), dt: 0.01)

    """

  @Test("A figure is written as its file's extension says, and words in it do nothing but stand there")
  func written() throws {
    let bench = try Workbench()
    let hostile = "it's `touch hit` $(touch hit) <script>alert(1)</script>\\nset output 'hit' \\\"; !touch hit"
    for name in ["x.svg", "x.png", "x.pdf", "x.gp", "a'b `touch hit` $(touch hit).svg"] {
      _ = try bench.run("save(plot([1, 3, 2], title: \"\(hostile)\", labels: [\"\(hostile)\"]), \"\(name)\")")
    }
    #expect(bench.files == ["a'b `touch hit` $(touch hit).svg", "x.gp", "x.pdf", "x.png", "x.svg"])
    let svg = try String(contentsOfFile: bench.path("x.svg"), encoding: .utf8)
    #expect(svg.contains("&lt;script&gt;") && !svg.contains("<script>"))
  }

  @Test("The time axis is in ms and rates in spikes/s where the bin width is known")
  func units() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.data + "save(plot(data.train.data[trial: 0, neuron: 1], rates_of: data), \"x.svg\")")
    let svg = try String(contentsOfFile: bench.path("x.svg"), encoding: .utf8)
    #expect(svg.contains("time (ms)") && svg.contains("rate (spikes/s)"))
  }

  @Test("The rise of a weight is shaded from where it begins, that of L2 only where there is such a cost")
  func ramps() throws {
    let bench = try Workbench()
    let script =
      Self.data + """
        m = lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1,
          kl_start_step: 2, kl_increase_steps: 2, l2_start_step: 0, l2_increase_steps: 4, l2_gen_scale: L2)
        report = fit(m, data, epochs: 5)
        save(plot_training(WHAT), "x.gp")
        """
    for what in ["m", "report"] {
      _ = try bench.run(script.replacing("L2)", with: "0)").replacing("WHAT", with: what))
      let text = try String(contentsOfFile: bench.path("x.gp"), encoding: .utf8)
      // Middle and ends of the shaded stretch: a batch an epoch, and so a step.
      #expect(text.contains("KL weight rising") && text.contains(#/\n3\.0 \S+ 2\.0 4\.0 /#))
      #expect(!text.contains("both weights") && !text.contains("L2 weight"))
    }
    _ = try bench.run(script.replacing("L2)", with: "1)").replacing("WHAT", with: "report"))
    #expect(try String(contentsOfFile: bench.path("x.gp"), encoding: .utf8).contains("L2 weight"))
  }

  @Test("Groups named by words keep their names, however many there are")
  func manyWords() throws {
    let bench = try Workbench()
    let words = (0..<10).map { "\"group \($0)\"" }.joined(separator: ", ")
    _ = try bench.run("save(scatter(0..<10, 0..<10, groups: [\(words)]), \"x.svg\")")
    let svg = try String(contentsOfFile: bench.path("x.svg"), encoding: .utf8)
    for index in 0..<10 { #expect(svg.contains(">group \(index)<")) }
  }

  @Test("Initial conditions of one trial have no components, and the error says so")
  func oneTrial() throws {
    let text = try #require(
      try Workbench().error(
        Self.data + """
          m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)
          few = dataset(data.train.data[trial: 0..<5], dt: 0.01)
          plot_initial_conditions(m, few, split: "valid", samples: 1, labels: [0])
          """))
    #expect(text.contains("2 trials or more"), "\(text)")
  }

  @Test(
    "What cannot be drawn is an error at the guilty argument",
    arguments: [
      ("plot([1, 2], [1, 2, 3])", "one place for each point"),
      ("plot([1, 2, 3], truth: [1, 2])", "another shape"),
      ("plot([1, 2, 3], x_limits: [2, 1])", "two rising numbers"),
      ("plot([1, 2, 3], log: \"y\", y_limits: [0, 1])", "logarithmic"),
      ("band([1, 2])", "needs its reach"),
      ("heatmap(zeros(0, 3))", "nothing in it"),
      ("heatmap([[1, 2], [3, 4]], order: [0, 7])", "not there"),
      ("overlay(grid(plot([1]), plot([2])), plot([3]))", "2 panels"),
      ("save(plot([1, 2]), \"x.jpeg\")", ".svg, .png, .pdf, .gp"),
      ("save(plot([1, 2]), \"/dev/null/where/x.svg\")", "cannot be written"),
      (data + "plot_rates(bind(lfads(gen_dim: 4, factors: 2, seed: 1), data), data, samples: 1)", "no true rates"),
      (data + "plot_conditions(bind(lfads(gen_dim: 4, factors: 2, seed: 1), data), data, samples: 1)", "labels:"),
      (data + "plot_training(lfads(seed: 1))", "no training"),
      (
        data + "plot_factors(bind(lfads(gen_dim: 4, factors: 2, seed: 1), data), data, samples: 1, labels: [nan, 0])",
        "no whole number"
      ),
    ])
  func refused(script: String, words: String) throws {
    let bench = try Workbench()
    let text = try #require(bench.error(script), "no error")
    #expect(text.contains(words) && text.contains("^"), "\(text)")
    #expect(bench.files.isEmpty)
  }

  @Test("A trial whose pulse is nan is drawn without one; a pulse at no bin is refused")
  func pulses() throws {
    let bench = try Workbench()
    try HDF5File.write(to: bench.path("x.h5")) { writer throws(HDF5Error) in
      try writer.write((0..<180).map { Double($0 % 2) }, shape: [6, 10, 3], at: "train_data")
      try writer.write([Double.nan, .infinity, 4, 4, 4, 4], shape: [6], at: "input_times_train")
      try writer.write(0.01, at: "dt")
    }
    let script = """
      data = load("x.h5")
      m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)
      plot_inputs(m, data, split: "train", samples: 1, trial: TRIAL).panels
      """
    for trial in ["0", "2"] { #expect(try bench.show(script.replacing("TRIAL", with: trial)) == "1") }
    let text = try #require(bench.error(script.replacing("TRIAL", with: "1")))
    #expect(text.contains("`input_times` of training, trial 1 is no bin") && text.contains("found: inf"), "\(text)")
  }

  @Test("Without gnuplot the error says what to install")
  func missing() throws {
    let bench = try Workbench(programPath: "/nowhere")
    #expect(try #require(bench.error("save(plot([1, 2]), \"x.svg\")")).contains("apt install gnuplot-nox"))
    #expect(bench.files.isEmpty)
  }

  @Test("A training kept in a directory leaves pictures of an example for TensorBoard, as often as asked for")
  func examples() throws {
    let bench = try Workbench()
    _ = try bench.run(
      Self.data + """
        m = lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1)
        fit(m, data, epochs: 4, dir: "run", example_every: 2)
        """)
    let log = bench.path("run/lfads_log")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: log).first)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(log)/\(name)"))
    // After the first epoch, the second and the fourth.
    #expect(bytes.ranges(of: Data("LFADS_example".utf8)).count == 3)
    #expect(bytes.ranges(of: Data([0x89, 0x50, 0x4E, 0x47])).count == 3)
  }

  @Test(
    "What is cached comes back as it was, without computing it again",
    arguments: [
      "1.5", "\"text\"", "nil", "true", "[1, 2, 3]", "[[1, 2], [3, 4]] > 2", "[1, \"a\", nil, []]",
      "{b: [1, 2], a: {c: \"x\", d: false}}", "ones(2, 3, axes: [\"trial\", \"time\"])", "{}",
    ])
  func cached(value: String) throws {
    let bench = try Workbench()
    let first = try bench.show("cached(\"x.h5\", fn() { \(value) })")
    #expect(try bench.show("cached(\"x.h5\", fn() { fail(\"computed again\") })") == first)
    #expect(try bench.show("cached(\"x.h5\", fn() { 7 }, refresh: true)") == "7")
    #expect(try bench.show("cached(\"x.h5\", fn() { 8 })") == "7")
  }

  @Test("Models and posteriors are cached; what cannot be kept is refused and leaves no file")
  func cachedHandles() throws {
    let bench = try Workbench()
    let model =
      "bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)"
    let script =
      Self.data + "m = cached(\"m.h5\", fn() { \(model) })\n"
      + "post = cached(\"p.h5\", fn() { posterior(m, data, samples: 2, seed: 1) })\nsum(post.rates)"
    #expect(try bench.show(script) == bench.show(script))
    #expect(bench.files == ["m.h5", "p.h5"])
    for value in [
      "{f: plot([1, 2])}", #""a\u{0}b""#, #"{"a\u{0}b": 1}"#, #"named([1], "a\u{0}b")"#,
      "nested = {}; for k in 0..<300 { nested = {a: nested} }; nested",
    ] {
      let text = try #require(bench.error("cached(\"f.h5\", fn() { \(value) })"), "\(value)")
      #expect(text.contains("cannot be kept") && bench.files == ["m.h5", "p.h5"], "\(text)")
    }
  }
}
