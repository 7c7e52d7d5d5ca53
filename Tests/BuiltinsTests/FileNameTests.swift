import Foundation
import Testing

/// Names of files that promise something else than what is written, or lead to something else than data.
@Suite("Names of files")
struct FileNameTests {
  private static let model = """
    data = dataset(ones(10, 12, 4), dt: 0.02)
    m = bind(lfads(gen_dim: 4, factors: 2, ic_dim: 3, ic_enc_dim: 3, ci_enc_dim: 3, con_dim: 3, seed: 1), data)
    post = push_mean(m, data)

    """

  @Test(
    "What is written as HDF5 takes no name of another kind of file",
    arguments: [
      ("save(m, \"m.npy\")", "a model is not written as '.npy'"), ("save(m, \"m.CSV\")", "'.csv'"),
      ("save(post, \"post.npy\")", "`save(post.rates, \"post.npy\")`"),
      ("save(data, \"d.npy\")", "`save(data.train.data, \"d.npy\")`"), ("save(data, \"d.mat\")", "h5read"),
      ("save_dataset(data, \"d.json\")", "'.json'"), ("save_parameters(m, \"p.txt\")", "'.txt'"),
      ("cached(\"c.npy\", fn() { fail(\"computed\") })", "'.npy'"),
    ])
  func refused(script: String, words: String) throws {
    let bench = try Workbench()
    let text = try #require(bench.error(Self.model + script), "no error")
    #expect(text.contains(words) && text.contains("ending in .h5") && text.contains("^"), "\(text)")
    #expect(bench.files.isEmpty)
  }

  @Test("Names without an ending, of HDF5, and with an ending that means nothing are taken")
  func taken() throws {
    let bench = try Workbench()
    let names = ["m", "m.2", "m.h5", "m.hdf5", "m_v0.5"]
    _ = try bench.run(Self.model + names.map { "save(m, \"\($0)\")" }.joined(separator: "\n"))
    #expect(bench.files == names.sorted())
  }

  @Test("Of the directory of a training, and of what is no data in it, `load` says what to type")
  func training() throws {
    let bench = try Workbench()
    _ = try bench.run(Self.model + "fit(m, data, epochs: 2, dir: \"tr\", example_every: 0)")
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.path("tr"))
    let newest = try #require(names.filter { $0.hasSuffix("-2.h5") }.first)
    for name in ["tr", "tr/", "tr/checkpoint"] {
      let text = try #require(bench.error("load(\"\(name)\")"), "no error")
      #expect(text.contains("`load(\"tr/\(newest)\")`") && !text.contains("did you mean"), "\(text)")
    }
    #expect(try bench.show("load(\"tr/\(newest)\").epochs") == "2")
    _ = try bench.run("save_parameters(m, \"tr/model_params\")")
    let text = try #require(bench.error("load(\"tr/model_params\")"), "no error")
    #expect(text.contains("`load_parameters(m, data, \"tr/model_params\")`"), "\(text)")
  }

  @Test("Any other directory is said to be one")
  func directory() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("results"), withIntermediateDirectories: false)
    for name in ["results", "results/"] {
      let text = try #require(bench.error("load(\"\(name)\")"), "no error")
      #expect(text.contains("it is a directory") && !text.contains("did you mean"), "\(text)")
    }
  }
}
