import Foundation
import HDF5
import Testing

/// What a scientist brings: files of other programs and spike times; read right, or refused with what to do instead.
@Suite("Own data")
struct OwnDataTests {
  /// A script over a file, and what must be in the error it ends in.
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let file: (name: String, bytes: [UInt8])?
    let script: String
    let says: [String]

    var testDescription: String { what }

    init(_ what: String, _ name: String? = nil, _ content: String = "", _ script: String, says: [String]) {
      self.what = what
      file = name.map { ($0, Array(content.utf8)) }
      self.script = script
      self.says = says
    }
  }

  private static let counts = "counts = zeros(10, 20, 3)\n"

  static let cases: [Case] = [
    Case("a ragged table", "x.csv", "time,unit\n1,2\n3\n", "read(\"x.csv\")", says: ["line 3", "1 field", "has 2"]),
    Case(
      "text among numbers", "x.csv", "time,unit\n1,2\n3,two\n", "read(\"x.csv\", \"unit\")",
      says: ["line 3", "'unit'", "\"two\"", "nan"]),
    Case("an unended quotation", "x.csv", "a,b\n\"1,2\n", "read(\"x.csv\")", says: ["line 2", "quotation"]),
    Case(
      "a misspelt column", "x.csv", "time,unit\n1,2\n", "read(\"x.csv\", \"tiem\")",
      says: ["'tiem'", "did you mean \"time\"?", "\"unit\""]),
    Case(
      "a column by name where there are none", "x.csv", "1,2\n", "read(\"x.csv\", \"time\")",
      says: ["no names", "0 to 1"]),
    Case("an empty table", "x.csv", "", "read(\"x.csv\")", says: ["nothing in it"]),
    Case("a file of no kind", "x.dat", "1 2 3\n", "read(\"x.dat\")", says: ["what kind of file", ".npy"]),
    Case("text called .npy", "x.npy", "1,2\n", "read(\"x.npy\")", says: ["x.npy", "no .npy file"]),
    Case("a name for an .npy", nil, "", "save([1, 2], \"x.npy\")\nread(\"x.npy\", \"a\")", says: ["without a name"]),
    Case("no file", nil, "", "read(\"nowhere.csv\")", says: ["nowhere.csv", "no such file"]),
    Case(
      "a misspelt file", "spikes.csv", "1\n", "read(\"spikse.csv\")",
      says: ["no such file", "did you mean \"spikes.csv\"?"]),
    Case("a directory", nil, "", "read(\".\")", says: ["directory"]),
    Case(
      "a misspelt array", nil, "", "save(ones(30), \"x.h5\")\nread(\"x.h5\", \"dat\")",
      says: ["no such object", "did you mean \"data\"?"]),
    Case(
      "an old MATLAB file", "x.mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64" + String(repeating: " ", count: 600),
      "read(\"x.mat\")", says: ["-v7.3"]),
    Case(
      "a table where a data set is needed", "x.csv", "time\n1\n", "load(\"x.csv\")", says: ["HDF5", "`read(path)`"]),
    Case(
      "a tensor of three axes for a table", nil, "", "save(ones(2, 3, 4), \"x.csv\")",
      says: ["at most two axes", ".npy"]),
    Case("a tensor for MATLAB", nil, "", "save(ones(3), \"x.mat\")", says: [".mat", ".h5", "h5read"]),

    Case(
      "counts of two axes", nil, "", "dataset(zeros(10, 20))", says: ["counts", "3 axes"]),
    Case(
      "truth of another shape", nil, "", counts + "dataset(counts, truth: zeros(10, 19, 3))",
      says: ["truth", "19", "20"]),
    Case(
      "conditions of too few trials", nil, "", counts + "dataset(counts, conditions: [1, 2])",
      says: ["conditions", "2", "10"]),
    Case("a bin width in milliseconds", nil, "", counts + "dataset(counts, dt: 10)", says: ["dt", "10"]),
    Case(
      "inf among the counts", nil, "", counts + "counts[3, 4, 1] = inf\ndataset(counts)", says: ["inf", "[3, 4, 1]"]),
    Case(
      "a neuron that was never observed", nil, "", counts + "counts[:, :, 1] = nan\ndataset(counts)",
      says: ["neuron 1", "missing"]),
    Case(
      "missing bins where none may be", nil, "",
      counts + "counts[3, 4, 1] = nan\nbind(lfads(nan_bins: \"error\"), dataset(counts))",
      says: ["missing", "[3, 4, 1]", "nan_bins: \"mask\""]),
    Case("shares that leave nothing", nil, "", counts + "dataset(counts, valid: 0.5, test: 0.5)", says: ["test: 0.5"]),
    Case("all trials for validation", nil, "", counts + "dataset(counts, valid: 1)", says: ["valid", "train on"]),
    Case("no trials", nil, "", "dataset(zeros(0, 20, 3))", says: ["nothing in it"]),
    Case(
      "external input of other trials", nil, "", counts + "dataset(counts, ext_input: zeros(9, 20, 1))",
      says: ["9", "10"]),

    Case(
      "more conditions than memory holds", nil, "", "synthetic(\"chaotic_rnn_no_inputs\", conditions: 1e18)",
      says: ["conditions", "from 1 to 16777216"]),
    Case(
      "more conditions than memory holds, to be written", nil, "", "save_synthetic(\"synth\", conditions: 1e18)",
      says: ["conditions", "from 1 to 16777216"]),
    Case(
      "more replications than memory holds", nil, "", "synthetic(\"itb_rnn\", replications: 1e18)",
      says: ["replications", "from 1 to 16777216"]),
    Case(
      "more steps than memory holds", nil, "", "synthetic(\"chaotic_rnn_no_inputs\", steps: 1e18)",
      says: ["steps", "from 4 to 16777216"]),
    Case(
      "more units than memory holds", nil, "", "synthetic(\"chaotic_rnn_no_inputs\", units: 1e18)",
      says: ["units", "from 1 to 16384"]),
    Case(
      "trials that together are too many", nil, "",
      "synthetic(\"chaotic_rnn_no_inputs\", conditions: 1e7, replications: 1e7)",
      says: ["conditions", "fit into memory"]),
    Case(
      "a seed of more than 32 bits", nil, "", "synthetic(\"chaotic_rnn_no_inputs\", seed: 4294967301)",
      says: ["seed", "between 0 and 4294967295"]),

    Case(
      "as many units as spikes are not", nil, "",
      "bin_spikes([0.1, 0.2], [0], window: [0, 1], dt: 0.1, units: [1])", says: ["units", "1", "2"]),
    Case(
      "times for units", nil, "", "bin_spikes([0.1, 0.2], [0], window: [0, 1], dt: 0.1, units: [0.5, 0.25])",
      says: ["0.5", "whole number", "units"]),
    Case(
      "a time that is none", nil, "", "bin_spikes([[0.1, nan]], [0], window: [0, 1], dt: 0.1)",
      says: ["nan", "neuron 0"]),
    Case(
      "a window that ends before it begins", nil, "", "bin_spikes([0.1], [0], window: [1, 0], dt: 0.1)",
      says: ["window", "rising"]),
    Case(
      "a window of no whole number of bins", nil, "", "bin_spikes([0.1], [0], window: [0, 1], dt: 0.3)",
      says: ["3.333 bins of 0.3 s", "whole number of bins", "`window: [0, 0.9]`", "`dt: 0.25`"]),
    Case(
      "a window shorter than a bin", nil, "", "bin_spikes([0.1], [0], window: [-0.1, 0.1], dt: 0.3)",
      says: ["0.667 bins", "`window: [-0.1, 0.2]`", "`dt: 0.2`"]),
    Case(
      "no trial starts", nil, "", "bin_spikes([0.1], zeros(0), window: [0, 1], dt: 0.1)",
      says: ["trial_starts", "trial"]),
    Case(
      "bins beyond any memory", nil, "", "bin_spikes([0.1], [0], window: [0, 1000000], dt: 0.000001)",
      says: ["dt", "memory"]),
    Case(
      "a list of texts for spike times", nil, "", "bin_spikes([\"a\"], [0], window: [0, 1], dt: 0.1)",
      says: ["neuron 0", "vector of spike times"]),
  ]

  @Test("It is refused with an error that says where and what", arguments: cases)
  func isRefused(given: Case) throws {
    let bench = try Workbench()
    if let file = given.file { try Data(file.bytes).write(to: URL(fileURLWithPath: bench.path(file.name))) }
    let text = try #require(bench.error(given.script), "no error")
    for part in given.says { #expect(text.contains(part), "\(part) is not in:\n\(text)") }
    #expect(text.contains("test.lfs:"), "no place in:\n\(text)")
  }

  @Test("What is saved is read back", arguments: ["npy", "csv", "h5"])
  func roundTrip(ending: String) throws {
    let bench = try Workbench()
    let printed = try bench.run(
      """
      x = [[0.5, -1, 3], [4, 5, 1e-9]]
      save(x, "x.\(ending)")
      print(all(read("x.\(ending)") == x), shape(read("x.\(ending)")))
      v = [1.25, 2.5]
      save(v, "x.\(ending)")
      print(read("x.\(ending)"))
      """)
    #expect(printed == ["true [2, 3]", "[1.25, 2.5]"])
    #expect(bench.files == ["x.\(ending)"], "something was left behind")
  }

  @Test("A failed save leaves the old file as it was")
  func atomic() throws {
    let bench = try Workbench()
    _ = try bench.run("save([1, 2], \"x.csv\")")
    _ = try #require(bench.error("save(ones(2, 2, 2), \"x.csv\")"))
    #expect(try bench.show("read(\"x.csv\")") == "[1, 2]")
  }

  @Test("Spikes outside every trial are counted; unsorted times and overlapping trials are counted right")
  func binning() throws {
    let bench = try Workbench()
    let printed = try bench.run(
      """
      counts = bin_spikes([1.05, 0.01, 0.31, 7, 0.3], [0, 0.2, 1], window: [0, 0.4], dt: 0.1, units: [3, 3, 9, 9, 3])
      print(shape(counts))
      print(counts[:, :, 0])
      print(counts[:, :, 1])
      """)
    #expect(
      printed == [
        "[3, 4, 2]", "[[1, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]]", "[[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0]]",
      ])
    #expect(bench.warnings == ["1 of 5 spikes falls into no trial and was left out"])
  }

  @Test("When no spike falls into any trial, both clocks are shown")
  func clocks() throws {
    let bench = try Workbench()
    _ = try bench.run("bin_spikes([100, 2500], [0, 1], window: [0, 1], dt: 0.1, units: [0, 0])")
    let warning = try #require(bench.warnings.first)
    #expect(warning.contains("none of 2 spikes"))
    #expect(warning.contains("100 to 2500 s"))
    #expect(warning.contains("0 to 2 s"))
  }

  @Test("Times of several units in one vector, taken as one neuron's for want of `units:`, are pointed out")
  func unsorted() throws {
    let bench = try Workbench()
    _ = try bench.run("bin_spikes([0.1, 0.7, 0.2], [0], window: [0, 1], dt: 0.1)")
    #expect(bench.warnings.count == 1)
    #expect(bench.warnings.first?.contains("all 3 spikes were taken as one neuron's") == true)
    for script in [
      "bin_spikes([0.1, 0.2, 0.2, 0.7], [0], window: [0, 1], dt: 0.1)",
      "bin_spikes([0.1, 0.7, 0.2], [0], window: [0, 1], dt: 0.1, units: [1, 1, 2])",
    ] {
      _ = try bench.run(script)
      #expect(bench.warnings.isEmpty, "\(script)")
    }
  }

  @Test("Columns of a table go straight into counts and a data set")
  func table() throws {
    let bench = try Workbench()
    try Data("time,unit\n0.05,1\n0.15,2\n1.05,1\n".utf8).write(to: URL(fileURLWithPath: bench.path("spikes.csv")))
    try Data("start,side\n0,left\n1,right\n".utf8).write(to: URL(fileURLWithPath: bench.path("trials.csv")))
    let printed = try bench.run(
      """
      spikes = read("spikes.csv")
      trials = read("trials.csv")
      counts = bin_spikes(spikes.time, trials.start, window: [0, 0.2], dt: 0.1, units: spikes.unit)
      print(counts[:, :, 0], trials.side)
      print(dataset(counts, dt: 0.1, valid: 0).trials)
      """)
    #expect(printed == ["[[1, 0], [1, 0]] [\"left\", \"right\"]", "2"])
  }

  @Test("MATLAB's arrays come with their axes as MATLAB shows them, its vectors as vectors, its texts as texts")
  func matlab() throws {
    let bench = try Workbench()
    try HDF5File.write(to: bench.path("x.mat")) { writer throws(HDF5Error) in
      func write(_ values: [Double], _ shape: [Int], _ name: String, _ kind: String) throws(HDF5Error) {
        try writer.write(values, shape: shape, at: name)
        try writer.attribute("MATLAB_class", kind, of: name)
      }
      // MATLAB's [1 2 3; 4 5 6], first axis fastest.
      try write([1, 4, 2, 5, 3, 6], [3, 2], "matrix", "double")
      try write([1, 2, 3], [3, 1], "row", "double")
      try write([1, 2, 3], [1, 3], "column", "single")
      try write([7], [1, 1], "one", "int32")
      try write([1, 0], [2, 1], "flags", "logical")
      try write("left".utf16.map { Double($0) }, [4, 1], "text", "char")
      try write([0, 0], [2], "spikes", "cell")
    }
    let printed = try bench.run(
      """
      print(read("x.mat", "matrix"), read("x.mat", "row"), read("x.mat", "column"), read("x.mat", "one"))
      print(read("x.mat", "flags"), read("x.mat", "text"))
      """)
    #expect(printed == ["[[1, 2, 3], [4, 5, 6]] [1, 2, 3] [1, 2, 3] 7", "[true, false] left"])
    let cell = try #require(bench.error("read(\"x.mat\", \"spikes\")"))
    #expect(cell.contains("cell of MATLAB") && cell.contains("repelem"))
    let several = try #require(bench.error("read(\"x.mat\")"))
    #expect(several.contains("say which") && several.contains("\"matrix\""))
  }
}
