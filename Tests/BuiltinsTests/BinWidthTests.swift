import Testing

/// Whose bin width is meant where a call says nothing of it.
@Suite("Bin widths")
struct BinWidthTests {
  private static let data = "a = dataset(ones(10, 12, 3), dt: 0.01)\ntrial = a.train.data[trial: 0]\n"

  @Test("As long as all data have one, it is taken without a word")
  func one() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.data + "b = dataset(ones(10, 12, 3), dt: 0.01)\nsmooth(a.train.data)\nplot(trial)")
    #expect(bench.warnings.isEmpty)
    // The same in single precision.
    _ = try bench.run("c = dataset(ones(10, 12, 3), dt: 0.009999999776482582)\nsmooth(a.train.data)")
    #expect(bench.warnings.isEmpty)
  }

  @Test("Where there are several, a call that falls back on the last says so, once")
  func several() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.data + "b = dataset(ones(10, 12, 3), dt: 0.02)")
    for script in ["smooth(a.train.data)", "plot(trial)", "raster(trial)", "heatmap(trial)", "band(trial, trial)"] {
      _ = try bench.run(script)
      #expect(
        bench.warnings == [
          "bins of 20 ms were taken, as of the data loaded or made last; earlier data have bins of 10 ms; "
            + "say which in seconds: `dt: 0.02` or `dt: 0.01`"
        ], "\(script)")
    }
    for loop in ["smooth(a.train.data)", Self.data + "dataset(ones(10, 12, 3), dt: 0.02)\nsmooth(a.train.data)"] {
      _ = try bench.run("for i in 0..<3 { \(loop) }")
      #expect(bench.warnings.count == 1, "\(loop)")
    }
    for script in [
      "smooth(a.train.data, dt: 0.01)", "plot(trial, dt: 0.01)", "plot(trial, rates_of: a)", "plot(0..<12, trial)",
      "band(trial, trial, x: 0..<12)", "plot([1, 2, 3])", "hz(trial, a)",
    ] {
      _ = try bench.run(script)
      #expect(bench.warnings.isEmpty, "\(script)")
    }
  }

  @Test("Counts that were binned and data that were kept are met too")
  func met() throws {
    let bench = try Workbench()
    _ = try bench.run("cached(\"d.h5\", fn() { dataset(ones(10, 12, 3), dt: 0.01) })")
    _ = try bench.run(
      """
      counts = bin_spikes([[0.1, 0.2]], [0], window: [0, 1], dt: 0.02)
      kept = cached("d.h5", fn() { fail("computed again") })
      smooth(counts)
      """)
    #expect(bench.warnings.first?.contains("bins of 10 ms were taken") == true)
  }

  @Test("Where none is known, both ways to give it are named")
  func unknown() throws {
    let bench = try Workbench()
    let both = "`load(…, dt: 0.01)` or `dataset(…, dt: 0.01)`"
    #expect(try bench.show("data = dataset(ones(10, 12, 3))\ndata").contains(both))
    for script in ["hz(ones(3), data)", "plot(ones(3), rates_of: data)", "plot_r2(lfads(seed: 1), data)"] {
      #expect(bench.error(script)?.contains(both) == true, "\(script)")
    }
  }
}
