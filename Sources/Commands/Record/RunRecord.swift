import HDF5
import Language
import Syntax

/// A run as it is kept: what it was made from and what it came to.
public struct RunRecord: Sendable, Equatable {
  /// A text of the language.
  struct Source: Sendable, Equatable {
    let path: String
    let text: String
  }

  /// Something that was read, with a fingerprint of what it held.
  struct Input: Sendable, Equatable {
    /// A path, by the working directory where it lies there, or the name of a synthetic data set.
    let name: String
    let fingerprint: String
  }

  /// Date and time of day.
  var date = ""
  var script: Source
  var arguments: [String] = []
  /// Where relative paths started.
  var workingDirectory: String
  /// Where the script lay; nil for standard input.
  var scriptDirectory: String?
  /// Characters in a line of output.
  var columns: Int
  /// Threads the session was told to use; nil for all cores.
  var threads: Int?
  /// Key of the session's random stream, and how far it had come at the end.
  var seed: UInt64 = 0
  var draws: UInt64 = 0
  /// Modules of the language that were read, in order.
  var modules: [Source] = []
  /// `name value` of what the results might depend on besides: the program, its kernels and libraries, the machine.
  var versions: [String] = []
  var inputs: [Input] = []
  var results: [RunResult] = []
}

extension RunRecord {
  static let format = "lfads-repl run"
  static let version: Int64 = 1

  /// Writes the record atomically.
  func write(to path: String) throws(HDF5Error) {
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      func list(_ texts: [String], _ place: String) throws(HDF5Error) {
        try RecordedTexts.write(texts, shape: [texts.count], at: place, with: writer)
      }
      func text(_ text: String, _ place: String) throws(HDF5Error) {
        try RecordedTexts.write([text], shape: [], at: place, with: writer)
      }
      try writer.attribute("format", Self.format)
      try writer.attribute("version", Self.version)
      try writer.attribute("date", date)
      try writer.attribute("checksum", checksum)
      try text(script.path, "script/path")
      try text(script.text, "script/text")
      try list(arguments, "script/arguments")
      try text(workingDirectory, "script/working_directory")
      if let scriptDirectory { try text(scriptDirectory, "script/directory") }
      try list(modules.map(\.path), "modules/paths")
      try list(modules.map(\.text), "modules/texts")
      try writer.write(Int64(columns), at: "session/columns")
      if let threads { try writer.write(Int64(threads), at: "session/threads") }
      try writer.write(seed, at: "session/seed")
      try writer.write(draws, at: "session/draws")
      try list(versions, "versions")
      try list(inputs.map(\.name), "inputs/names")
      try list(inputs.map(\.fingerprint), "inputs/fingerprints")
      try list(results.map(\.kind.rawValue), "results/kinds")
      try list(results.map(\.name), "results/names")
      try list(results.map(\.place), "results/places")
      try list(results.map { $0.lines.joined(separator: "\n") }, "results/lines")
    }
  }

  /// Reads a record.
  /// - Throws: `HDF5Error`; `NotARecordError` for a file of another kind or a later version; `DamagedRecordError`.
  init(reading path: String) throws {
    let file = try HDF5File(reading: path)
    guard ((try? file.attribute("format")) ?? nil)?.text == Self.format else {
      throw NotARecordError(path: path, version: nil)
    }
    guard let version = try file.attribute("version")?.number, version >= 1 else {
      throw NotARecordError(path: path, version: nil)
    }
    guard version == Double(Self.version) else { throw NotARecordError(path: path, version: version) }
    func list(_ place: String) throws -> [String] { try RecordedTexts.read(place, of: file) }
    func text(_ place: String) throws -> String { try list(place).first ?? "" }
    func number<Element: HDF5Element>(_ place: String, as type: Element.Type) throws -> Element {
      guard let value = try file.read(place, as: type).values.first else {
        throw NotARecordError(path: path, version: nil)
      }
      return value
    }
    func sources(_ paths: [String], _ texts: [String]) throws -> [Source] {
      guard paths.count == texts.count else { throw NotARecordError(path: path, version: nil) }
      return zip(paths, texts).map { Source(path: $0, text: $1) }
    }
    self.init(
      script: Source(path: try text("script/path"), text: try text("script/text")),
      workingDirectory: try text("script/working_directory"),
      columns: Int(try number("session/columns", as: Int64.self)))
    date = try file.attribute("date")?.text ?? ""
    arguments = try list("script/arguments")
    if file.contains("script/directory") { scriptDirectory = try text("script/directory") }
    if file.contains("session/threads") { threads = Int(try number("session/threads", as: Int64.self)) }
    seed = try number("session/seed", as: UInt64.self)
    draws = try number("session/draws", as: UInt64.self)
    modules = try sources(try list("modules/paths"), try list("modules/texts"))
    versions = try list("versions")
    inputs = zip(try list("inputs/names"), try list("inputs/fingerprints")).map { Input(name: $0, fingerprint: $1) }
    let (kinds, names) = (try list("results/kinds"), try list("results/names"))
    let (places, lines) = (try list("results/places"), try list("results/lines"))
    guard Set([kinds.count, names.count, places.count, lines.count]).count == 1, columns > 0, columns < 1 << 20,
      threads.map({ 1..<1 << 20 ~= $0 }) ?? true
    else {
      throw NotARecordError(path: path, version: nil)
    }
    results = try kinds.indices.map { index in
      guard let kind = RunResult.Kind(rawValue: kinds[index]) else { throw NotARecordError(path: path, version: nil) }
      return RunResult(
        kind, name: names[index], place: places[index],
        lines: lines[index].split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
    // Earlier versions wrote none.
    if let kept = try file.attribute("checksum"), kept.text != checksum { throw DamagedRecordError(path: path) }
  }
}

/// A file that is no record of a run.
struct NotARecordError: DiagnosticCause, Equatable {
  let path: String
  /// The format's version, where that is why it cannot be read.
  let version: Double?

  var diagnosticMessage: Message {
    guard let version else {
      return Message(
        "'\(path)' is no record of a run", hints: ["records are made by `lfads-repl --record FILE SCRIPT`"])
    }
    return Message(
      "'\(path)' was written by a later version of the program (format \(version))",
      expected: "format \(RunRecord.version)", hints: ["update the program"])
  }
}
