import Foundation
import HDF5
import Testing

/// What happens to data and arguments that cannot be used: an error that says where and what, and nothing half-written.
@Suite("Bad input")
struct BadInputTests {
  /// A file of the reference's layout with something wrong in it.
  struct BadFile: Sendable, CustomTestStringConvertible {
    let what: String
    let script: String
    let says: [String]
    let write: @Sendable (String) throws -> Void

    var testDescription: String { what }

    init(
      _ what: String, script: String = "load(\"bad.h5\")", says: [String],
      write: @escaping @Sendable (String) throws -> Void = { _ in }
    ) {
      self.what = what
      self.script = script
      self.says = says
      self.write = write
    }
  }

  private static func counts(_ shape: [Int], _ change: (inout [Double]) -> Void = { _ in }) -> [Double] {
    var values = (0..<shape.reduce(1, *)).map { Double($0 % 3 == 0 ? 1 : 0) }
    change(&values)
    return values
  }

  private static func file(
    train: [Int], valid: [Int]? = nil, _ change: @escaping @Sendable (inout [Double]) -> Void = { _ in },
    more: @escaping @Sendable (HDF5Writer) throws(HDF5Error) -> Void = { (_) throws(HDF5Error) in }
  ) -> @Sendable (String) throws -> Void {
    { path in
      try HDF5File.write(to: path) { writer throws(HDF5Error) in
        try writer.write(counts(train, change), shape: train, at: "train_data")
        if let valid { try writer.write(counts(valid), shape: valid, at: "valid_data") }
        try writer.write(0.01, at: "dt")
        try more(writer)
      }
    }
  }

  private static let fit = """
    data = load("bad.h5")
    fit(lfads(factors: 3, gen_dim: 6, co_dim: 0, ic_enc_dim: 4, seed: 1), data, epochs: 1)
    """

  static let files: [BadFile] = [
    BadFile("a missing file", script: "load(\"nowhere.h5\")", says: ["nowhere.h5", "no such file"]),
    BadFile("a file that is no HDF5", says: ["bad.h5", "HDF5"]) { path in
      try Data("time,neuron\n1,2\n".utf8).write(to: URL(fileURLWithPath: path))
    },
    BadFile("a truncated file", says: ["bad.h5"]) { path in
      try file(train: [20, 30, 10])(path)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
    },
    BadFile("data of the wrong rank", says: ["train_data", "[20, 30]"], write: file(train: [20, 30])),
    BadFile(
      "splits of different length", says: ["valid_data", "30", "25"],
      write: file(train: [20, 30, 4], valid: [5, 25, 4])),
    BadFile(
      "no train_data", says: ["no 'train_data'", "other"],
      write: { path in
        try HDF5File.write(to: path) { writer throws(HDF5Error) in try writer.write([1.0], shape: [1], at: "other") }
      }),
    BadFile(
      "an infinity", says: ["train_data", "inf at [0, 1, 3]"], write: file(train: [20, 30, 4], { $0[7] = .infinity })),
    BadFile(
      "a trial of which nothing was observed", says: ["train_data", "trial 0", "missing", "leave"],
      write: file(train: [20, 30, 4], { for cell in 0..<120 { $0[cell] = .nan } })),
    BadFile(
      "a negative count", script: fit, says: ["-1", "not a spike count", "gaussian"],
      write: file(train: [20, 30, 4], { $0[125] = -1 })),
    BadFile(
      "a fractional count", script: fit, says: ["0.5", "not a spike count"],
      write: file(train: [20, 30, 4], { $0[125] = 0.5 })),
    BadFile(
      "a fill value among counts", script: fit, says: ["at [1, 1, 1]", "too large for a spike count", "fill value"],
      write: file(train: [20, 30, 4], { $0[125] = 9.969209968386869e36 })),
    BadFile("an empty split", says: ["train_data"], write: file(train: [0, 30, 4])),
    BadFile(
      "external input of the wrong size", says: ["train_ext_input", "29", "30"],
      write: file(
        train: [20, 30, 4],
        more: { (writer) throws(HDF5Error) in
          try writer.write(counts([20, 29, 1]), shape: [20, 29, 1], at: "train_ext_input")
        })),
    BadFile(
      "external input the model does not expect", script: fit, says: ["external input", "ext_input_dim: 1"],
      write: file(
        train: [20, 30, 4],
        more: { (writer) throws(HDF5Error) in
          try writer.write(counts([20, 30, 1]), shape: [20, 30, 1], at: "train_ext_input")
        })),
    BadFile(
      "an alignment matrix of other factors", script: fit, says: ["alignment", "factors: 5"],
      write: file(
        train: [20, 30, 4],
        more: { (writer) throws(HDF5Error) in
          try writer.write(counts([4, 5]), shape: [4, 5], at: "alignment_matrix_cxf")
          try writer.write(counts([4]), shape: [4], at: "alignment_bias_c")
        })),
    BadFile("an unknown data set", script: "load(\"chaotic_rnn_inputs_g2p6\")", says: ["chaotic_rnn_inputs_g2p5"]),
    BadFile("an unknown function", script: "laod(\"x\")", says: ["laod", "load"]),
    BadFile("an unknown label", script: "lfads(factor_dim: 3)", says: ["factor_dim", "factors_dim"]),
    BadFile("an argument of the wrong type", script: "lfads(factors: \"many\")", says: ["factors", "\"many\""]),
    BadFile("an argument out of range", script: "lfads(keep_prob: 95)", says: ["keep_prob", "95"]),
    BadFile("a fraction where a count is needed", script: "lfads(co_dim: 1.5)", says: ["co_dim", "1.5"]),
    BadFile(
      "values that exclude each other",
      script: """
        m = lfads(factors: 3, do_train_io_only: true, do_train_encoder_only: true, seed: 1)
        bind(m, dataset(zeros(5, 6, 3), dt: 0.01))
        """, says: ["nothing to train"]),
    BadFile(
      "a kept record with two fields of one name", script: "cached(\"bad.h5\", fn() { 1 })",
      says: ["bad.h5", "two fields", "\"a\"", "refresh: true"]
    ) { path in
      try HDF5File.write(to: path) { writer throws(HDF5Error) in
        try writer.attribute("format", "lfads-repl value")
        try writer.group("value")
        try writer.attribute("type", "record", of: "value")
        for item in ["value/0", "value/1"] {
          try writer.write([1.0], shape: [1], at: item)
          try writer.attribute("type", "number", of: item)
          try writer.attribute("field", "a", of: item)
        }
      }
    },
    BadFile(
      "kept lists without end", script: "cached(\"bad.h5\", fn() { 1 })", says: ["bad.h5", "more than 200 deep"]
    ) { path in
      try HDF5File.write(to: path) { writer throws(HDF5Error) in
        try writer.attribute("format", "lfads-repl value")
        var list = "value"
        for _ in 0..<300 {
          try writer.group(list)
          try writer.attribute("type", "list", of: list)
          list += "/0"
        }
      }
    },
    BadFile(
      "a folder that cannot be made", script: "save(lfads(seed: 1), \"/dev/null/where/m.h5\")",
      says: ["/dev/null/where/m.h5"]),
  ]

  @Test("It is refused with an error that says where and what", arguments: files)
  func isRefused(file: BadFile) throws {
    let bench = try Workbench()
    try file.write(bench.path("bad.h5"))
    let before = bench.files
    let text = try #require(bench.error(file.script), "no error")
    for part in file.says { #expect(text.contains(part), "\(part) is not in:\n\(text)") }
    #expect(text.contains("test.lfs:"), "no place in:\n\(text)")
    #expect(bench.files == before, "something was left behind")
  }
}
