import Datasets
import Foundation
import HDF5
import Interchange
import Language
import Syntax
import Tensors
import Testing

@testable import Commands

/// What is shown while a run is recorded or repeated.
private final class Shown: OutputSink, @unchecked Sendable {
  var lines: [String] = []
  var warnings: [String] = []

  func text(_ text: StyledText) { lines.append(text.plain) }
  func warning(_ diagnostic: Diagnostic) { warnings.append(diagnostic.message.title) }
  func present(_ value: any Presentable) {}
  func progress(_ update: ProgressUpdate) {}
}

/// A directory with data, a module, a script and the record of its run.
private final class Desk {
  let path = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path

  static let script = """
    import tools
    data = load("counts.h5")
    m = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 40)
    fit(m, data, epochs: 2, dir: "training", quiet: true)
    print(args[0], tools.double(sum(posterior_mean(m, data))), normal(0, 1))
    save(m, "model.h5")
    twin = load("model.h5")
    slow = cached("slow.h5", fn() { twin.steps })
    print("steps", slow)
    """

  init(_ script: String = Desk.script) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try writeCounts(bump: 0)
    try write("fn double(x) { x * 2 }\n", to: "tools.lfs")
    try write(script, to: "run.lfs")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }

  /// Counts of 60 trials, so that a batch has more shards than one.
  func writeCounts(bump: Float) throws {
    var counts = (0..<(60 * 8 * 5)).map { (cell: Int) -> Float in Float((cell * 7919 / 13) % 3) }
    counts[17] += bump
    let data = try Dataset(counts: Tensor(counts, shape: [60, 8, 5]), name: "counts", dt: 0.01)
    _ = try DatasetWriter.write(data, to: path + "/counts.h5")
  }

  private func settings(threads: Int?) -> Settings { Settings(workingDirectory: path, threads: threads, version: "1") }

  @discardableResult
  func record(threads: Int? = 1, token: CancellationToken = CancellationToken()) throws -> Shown {
    let shown = Shown()
    try RecordCommand(script: path + "/run.lfs", arguments: ["word"], output: path + "/run.h5")
      .run(settings(threads: threads), shown, token)
    return shown
  }

  /// What a repetition says, and the error it ends in.
  func rerun(
    threads: Int? = nil, keeping output: String? = nil
  ) -> (said: String, warnings: [String], failure: LocatedError?) {
    let shown = Shown()
    var failure: LocatedError?
    do throws(LocatedError) {
      try RerunCommand(record: path + "/run.h5", threads: threads, output: output)
        .run(settings(threads: nil), shown, CancellationToken())
    } catch { failure = error }
    return (shown.lines.joined(separator: "\n"), shown.warnings, failure)
  }

  /// Makes a file look as if it was there a minute ago.
  func age(_ name: String) throws {
    let date = Date(timeIntervalSinceNow: -60)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(path)/\(name)")
  }

  func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: "\(path)/\(name)") }

  var kept: RunRecord { get throws { try RunRecord(reading: path + "/run.h5") } }
}

@Suite("Recorded runs") struct RecordTests {
  @Test("A repetition is identical on any number of threads", arguments: [1, 2, 5])
  func identical(threads: Int) throws {
    let desk = try Desk()
    let shown = try desk.record(threads: 1)
    #expect(shown.lines.last == "steps 4")
    let again = desk.rerun(threads: threads)
    #expect(again.failure == nil, "\(again.said)")
    #expect(again.said.hasSuffix("identical: every result is the same to the bit"))
  }

  @Test("A record holds what the run was made from and what it came to")
  func contents() throws {
    let desk = try Desk()
    try desk.record()
    let record = try desk.kept
    #expect(record.script.text == Desk.script)
    #expect(record.arguments == ["word"])
    #expect(record.modules.map(\.text) == ["fn double(x) { x * 2 }\n"])
    #expect(record.inputs.map(\.name) == ["counts.h5"])
    #expect(record.draws > 0)
    #expect(record.versions.contains { $0.hasPrefix("kernels ") })
    #expect(
      record.results.map { "\($0.kind.rawValue) \($0.name)" } == [
        "model model of seed \(try seed(record))", "printed ", "printed ", "file training", "file model.h5",
        "file slow.h5",
      ])
    let model = try #require(record.results.first)
    #expect(model.lines.contains("keep_prob 0.95") && model.lines.contains("steps 4"))
    #expect(model.lines.contains { $0.hasPrefix("parameters/generator/gates_h_W ") })
    #expect(record.results[1].place.hasSuffix("run.lfs:5"))
  }

  private func seed(_ record: RunRecord) throws -> String {
    try #require(record.results.first?.lines.first { $0.hasPrefix("seed ") }).dropFirst(5).description
  }

  @Test("Other data are named, and the first result they change")
  func otherData() throws {
    let desk = try Desk()
    try desk.record()
    try desk.writeCounts(bump: 1)
    let again = desk.rerun()
    #expect(again.failure?.cause is DifferentResultsError)
    #expect(again.said.contains("input     'counts.h5' has changed"))
    #expect(again.said.contains("first     model of seed"))
    #expect(!again.said.contains("identical"))
  }

  /// Reads a table of another program's, and one that the run wrote itself.
  private static let reading = """
    save(read("table.csv", "rate") * 2, "twice.npy")
    print(sum(read("twice.npy")))
    """

  @Test("Files of other programs are data too, those the run wrote itself are not")
  func otherPrograms() throws {
    let desk = try Desk(Self.reading)
    try desk.write("time,rate\n0,1\n1,2\n", to: "table.csv")
    #expect(try desk.record().lines == ["6"])
    #expect(try desk.kept.inputs.map(\.name) == ["table.csv"])
    try FileManager.default.removeItem(atPath: desk.path + "/twice.npy")
    let again = desk.rerun()
    #expect(again.failure == nil, "\(again.said)")
    try desk.write("time,rate\n0,1\n1,3\n", to: "table.csv")
    let changed = desk.rerun()
    #expect(changed.failure?.cause is DifferentResultsError)
    #expect(changed.said.contains("input     'table.csv' has changed"), "\(changed.said)")
    #expect(changed.said.contains("then    6\n    now     8"), "\(changed.said)")
  }

  @Test("Vanished data end the repetition otherwise than the run")
  func vanishedData() throws {
    let desk = try Desk()
    try desk.record()
    try FileManager.default.removeItem(atPath: desk.path + "/counts.h5")
    let again = desk.rerun()
    #expect(again.failure?.cause is DifferentResultsError)
    #expect(again.said.contains("'counts.h5' is missing"))
    #expect(again.warnings.first?.hasPrefix("no data are called 'counts.h5'") == true, "\(again.warnings)")
  }

  @Test("Of a result that differs both texts are shown, with the line that printed them")
  func otherText() throws {
    let desk = try Desk("print(\"same\")\nprint(\"was\")\n")
    try desk.record()
    var record = try desk.kept
    record.results[1] = RunResult(.printed, place: record.results[1].place, lines: ["is"])
    record.versions[0] = "lfads-repl 0"
    try record.write(to: desk.path + "/run.h5")
    let again = desk.rerun()
    #expect(again.failure?.message.title == "1 of 2 results are not those of the record")
    #expect(again.said.contains("run.lfs:2\n    then    is\n    now     was"), "\(again.said)")
    #expect(again.said.contains("version   lfads-repl 0 then, lfads-repl 1 now"))
  }

  @Test("A repetition leaves the files of the run alone, and its own nowhere unless asked to")
  func filesStay() throws {
    let desk = try Desk()
    try desk.record()
    let names = ["model.h5", "slow.h5", "training/fitlog.csv"]
    let before = names.map(desk.bytes)
    try desk.write("", to: "training/mark")
    let entries = try FileManager.default.contentsOfDirectory(atPath: desk.path).sorted()
    #expect(desk.rerun().failure == nil)
    #expect(names.map(desk.bytes) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.path).sorted() == entries)
    #expect(desk.rerun(keeping: desk.path + "/kept").failure == nil)
    #expect(desk.bytes("kept/\(desk.path)/model.h5") != nil)
    // What is kept there would be gone on with.
    let again = desk.rerun(keeping: desk.path + "/kept")
    #expect(again.failure?.message.title.contains("files of an earlier repetition") == true)
  }

  @Test("What lay in a directory before the run wrote to it is an input")
  func earlierFiles() throws {
    let desk = try Desk(
      """
      m = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 40)
      fit(m, load("counts.h5"), epochs: 1, dir: ".", quiet: true)
      save([1, 2], "made.npy")
      print(sum(read("late.npy")), sum(read("made.npy")))
      """)
    try ArrayFile.write(Tensor([1, 2, 3] as [Double], shape: [3]), as: .npy, to: desk.path + "/late.npy")
    for name in ["late.npy", "counts.h5", "tools.lfs", "run.lfs"] { try desk.age(name) }
    try desk.record()
    #expect(try desk.kept.inputs.map(\.name) == ["counts.h5", "late.npy"])
    let again = desk.rerun()
    #expect(again.failure == nil, "\(again.said)")
    try ArrayFile.write(Tensor([1, 2, 4] as [Double], shape: [3]), as: .npy, to: desk.path + "/late.npy")
    #expect(desk.rerun().said.contains("input     'late.npy' has changed"))
  }

  @Test("Sessions below a directory that the run writes to are read where they were written")
  func sessionsBelow() throws {
    let desk = try Desk(
      """
      m = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 40)
      fit(m, load("counts.h5"), epochs: 1, dir: "out", quiet: true)
      for i in 0..<2 { save_dataset(dataset(ones(10, 4, 3), dt: 0.01, name: "n\\(i)"), "out/multi_n\\(i)") }
      print(len(load("out/multi")))
      """)
    try desk.record()
    #expect(try desk.kept.inputs.map(\.name) == ["counts.h5"])
    try FileManager.default.removeItem(atPath: desk.path + "/out")
    let again = desk.rerun()
    #expect(again.failure == nil, "\(again.said)")
  }

  @Test("Pipes and devices, which may have no end, are not read for a fingerprint")
  func pipes() throws {
    let desk = try Desk()
    #expect(mkfifo(desk.path + "/pipe", 0o600) == 0)
    for path in [desk.path + "/pipe", "/dev/zero"] { #expect(FileContents.lines(of: path) == nil) }
  }

  @Test("The script as it was is repeated, whatever has become of it")
  func oldScript() throws {
    let desk = try Desk()
    try desk.record()
    try desk.write("print(\"another\")\n", to: "run.lfs")
    try desk.write("fn double(x) { x * 3 }\n", to: "tools.lfs")
    #expect(desk.rerun().failure == nil)
  }

  @Test("A run that ends in an error is kept with it")
  func failing() throws {
    let desk = try Desk("print(1)\nfail(\"enough\")\nprint(2)\n")
    #expect(throws: LocatedError.self) { try desk.record() }
    #expect(try desk.kept.results.map(\.lines) == [["1"], ["enough"]])
    #expect(desk.rerun().failure == nil)
  }

  @Test("There is no record of a run that was broken off, or of a text that does not parse")
  func noRecord() throws {
    let token = CancellationToken()
    token.cancel()
    let broken = try Desk("x = (\n")
    #expect(throws: LocatedError.self) { try broken.record() }
    #expect(broken.bytes("run.h5") == nil)
  }

  @Test("A run that goes on with an earlier training is told that it cannot be repeated")
  func goesOn() throws {
    let desk = try Desk()
    #expect(try desk.record().warnings.isEmpty)
    try FileManager.default.removeItem(atPath: desk.path + "/slow.h5")
    let warnings = try desk.record().warnings
    #expect(warnings.contains { $0.hasPrefix("'training' held a training before") }, "\(warnings)")
  }

  @Test("What is no record is told apart")
  func others() throws {
    let desk = try Desk()
    #expect(throws: NotARecordError(path: desk.path + "/counts.h5", version: nil)) {
      try RunRecord(reading: desk.path + "/counts.h5")
    }
    try HDF5File.write(to: desk.path + "/later.h5") { writer throws(HDF5Error) in
      try writer.attribute("format", RunRecord.format)
      try writer.attribute("version", Double.infinity)
    }
    #expect(throws: NotARecordError(path: desk.path + "/later.h5", version: .infinity)) {
      try RunRecord(reading: desk.path + "/later.h5")
    }
    #expect(throws: HDF5Error.self) { try RunRecord(reading: desk.path + "/tools.lfs") }
  }

  /// Versions as other programs may have written them.
  @Test("A version that is no number from 1 on is none", arguments: [.nan, 0, -.infinity] as [Double])
  func noVersion(version: Double) throws {
    let desk = try Desk()
    try HDF5File.write(to: desk.path + "/odd.h5") { writer throws(HDF5Error) in
      try writer.attribute("format", RunRecord.format)
      try writer.attribute("version", version)
    }
    #expect(throws: NotARecordError(path: desk.path + "/odd.h5", version: nil)) {
      try RunRecord(reading: desk.path + "/odd.h5")
    }
  }

  @Test("Texts with NULs are kept whole")
  func nul() throws {
    let desk = try Desk("import tools\nprint(tools.word, \"a\0b\")\n# \0 end\n")
    try desk.write("word = \"c\0d\"\n", to: "tools.lfs")
    try desk.record()
    let record = try desk.kept
    #expect(record.script.text == "import tools\nprint(tools.word, \"a\0b\")\n# \0 end\n")
    #expect(record.modules.map(\.text) == ["word = \"c\0d\"\n"])
    #expect(record.results.map(\.lines) == [["c␀d a␀b"]])
    #expect(desk.rerun().failure == nil)
  }

  @Test("A data set of several sessions is a file each, and nothing else of their beginning is the run's")
  func sessions() throws {
    let desk = try Desk(
      """
      save(load("counts"), "again")
      print(len(load("again").sessions), read("again_more.npy"))
      """)
    for name in ["counts_a.h5", "counts_b.h5"] {
      try FileManager.default.copyItem(atPath: desk.path + "/counts.h5", toPath: "\(desk.path)/\(name)")
    }
    try FileManager.default.removeItem(atPath: desk.path + "/counts.h5")
    try ArrayFile.write(Tensor([1, 2] as [Float], shape: [2]), as: .npy, to: desk.path + "/again_more.npy")
    try desk.record()
    let record = try desk.kept
    #expect(record.inputs.map(\.name) == ["counts_a.h5", "counts_b.h5", "again_more.npy"])
    #expect(record.results.filter { $0.kind == .file }.map(\.name) == ["again_a", "again_b"])
    let again = desk.rerun()
    #expect(again.failure == nil, "\(again.said)")
  }

  @Test("Fingerprints of files leave out when they were written")
  func fingerprints() throws {
    let desk = try Desk()
    let before = FileContents.lines(of: desk.path + "/counts.h5")
    #expect(before?.contains { $0.hasPrefix("train_data ") } == true)
    Thread.sleep(forTimeInterval: 1.1)
    try desk.writeCounts(bump: 0)
    #expect(FileContents.lines(of: desk.path + "/counts.h5") == before)
    try desk.writeCounts(bump: 1)
    #expect(FileContents.lines(of: desk.path + "/counts.h5") != before)
    #expect(FileContents.lines(of: desk.path + "/absent") == nil)
  }
}
