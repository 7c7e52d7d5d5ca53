import Foundation
import Testing

/// Labels that are words, as a column of a table holds them.
@Suite("Labels that are words")
struct LabelTests {
  @Test("Conditions are numbered as they first occur, and their words stay with the data")
  func conditions() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      """
      sides = ["right", "left", "right", "right"]
      data = dataset(zeros(4, 5, 2), dt: 0.01, conditions: sides, valid: 0)
      print(data.train.condition_labels, data.condition_names)
      save(data, "d.h5")
      print(load("d.h5").train.condition_labels, load("d.h5").condition_names)
      """)
    #expect(Set(lines) == ["[0, 1, 0, 0] [\"right\", \"left\"]"])
    #expect(bench.error("dataset(zeros(4, 5, 2), conditions: [\"left\"])")?.contains("conditions") == true)
    #expect(bench.error("dataset(zeros(2, 5, 2), conditions: [\"left\", 1])")?.contains("item 1") == true)
  }

  @Test("Units are the neurons in the order in which they first fire")
  func units() throws {
    let lines = try Workbench().run(
      """
      units = ["b", "a", "b", "b"]
      counts = bin_spikes([0.05, 0.15, 1.05, 1.15], [0, 1, 2], window: [0, 0.2], dt: 0.1, units: units)
      print(counts[:, :, 0], counts[:, :, 1])
      """)
    #expect(lines == ["[[1, 0], [1, 1], [0, 0]] [[0, 1], [0, 0], [0, 0]]"])
  }

  @Test("Groups are averaged by words and named by them; figures take them too")
  func groups() throws {
    let bench = try Workbench()
    let lines = try bench.run(
      """
      groups = group_mean([1, 10, 3], by: ["go", "stop", "go"])
      print(groups.mean, groups.labels, groups.counts)
      print(scatter([1, 2, 3], [1, 2, 3], groups: ["go", "stop", "go"]).panels)
      data = dataset(ones(4, 12, 3), dt: 0.02)
      m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)
      print(plot_conditions(m, data, split: "all", samples: 1, labels: ["go", "stop", "go", "stop"]).panels)
      """)
    #expect(lines == ["[2, 10] [\"go\", \"stop\"] [2, 1]", "1", "3"])
  }

  @Test("Legends have the words, given with the call or with the data", arguments: ["labels: words", "samples: 1"])
  func legends(argument: String) throws {
    let bench = try Workbench()
    _ = try bench.run(
      """
      words = ["go", "stop", "go", "stop"]
      data = dataset(ones(4, 12, 3), dt: 0.02, conditions: words)
      m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)
      save(plot_conditions(m, data, split: "all", \(argument)), "a.gp")
      save(plot_factors(m, data, split: "all", \(argument)), "b.gp")
      save(plot_initial_conditions(m, data, split: "all", \(argument)), "c.gp")
      """)
    for name in ["a.gp", "b.gp", "c.gp"] {
      let text = try String(contentsOfFile: bench.path(name), encoding: .utf8)
      #expect(text.contains("stop") && !text.contains("condition 1"), "\(name)")
    }
  }
}
