import ArgumentParser
import Foundation
import Tensors

/// Measures every claim about speed.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lfads-bench", abstract: "Measure what lfads-repl claims about its speed.")

  @Argument(help: "Rows to measure; all of them when none is named.")
  var names: [String] = []

  @Flag(help: "Print an array of objects instead of a table.")
  var json = false

  @Option(help: "A file of an earlier --json run to compare with.")
  var compare: String?

  @Option(help: "Another lfads-bench to run in turns with this one: least CPU time of \(Against.rounds) runs of each.")
  var against: String?

  @Option(help: "Threads; all cores by default.")
  var threads: Int?

  func validate() throws {
    let known = Set(Claim.all.map(\.name))
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw ValidationError("no row '\(unknown)'; there are \(Claim.all.map(\.name).joined(separator: ", "))")
    }
  }

  func run() throws {
    let cores = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let claims = Claim.all.filter { names.isEmpty || names.contains($0.name) || $0.name == "sgemm" }
    if let against {
      return try compare(with: Against(program: against, rows: claims.map(\.name), threads: threads))
    }
    var rows: [Measurement] = []
    for claim in claims {
      var row = try claim.measure(cores)
      if let own = row.gflops, let peak = rows.first(where: { $0.name == "sgemm" })?.gflops {
        row.sgemm_share = own / peak
      }
      rows.append(row)
      if !json { BenchTable.print(row, before: try before(row.name), isFirst: rows.count == 1) }
    }
    if json { try printJSON(rows) }
  }

  /// - Throws: exit status 1 where a row is slower than the other program's.
  private func compare(with against: Against) throws {
    let rows = try against.measure(json: json)
    if json { try printJSON(rows) }
    if rows.contains(where: \.isSlower) { throw ExitCode.failure }
  }

  private func printJSON(_ rows: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(rows), as: UTF8.self))
  }

  private func before(_ name: String) throws -> Measurement? {
    guard let compare else { return nil }
    let rows = try JSONDecoder().decode([Measurement].self, from: try Data(contentsOf: URL(fileURLWithPath: compare)))
    return rows.first { $0.name == name }
  }
}

/// The table for people.
enum BenchTable {
  static func print(_ row: Measurement, before: Measurement?, isFirst: Bool) {
    if isFirst {
      Swift.print("row                  median ms   ± %    GFLOP/s   share of sgemm   share")
    }
    var line = pad(row.name, 20) + number(row.median_ms, 10, 3) + number(row.spread * 100, 6, 1)
    line += row.gflops.map { number($0, 11, 1) } ?? String(repeating: " ", count: 11)
    line += row.sgemm_share.map { number($0, 12, 3) } ?? String(repeating: " ", count: 12)
    line += row.share.map { number($0, 11, 3) } ?? (row.note == nil && before == nil ? "" : pad("", 11))
    if let before { line += "   " + number(row.median_ms / before.median_ms, 6, 3) + " × before" }
    if let note = row.note { line += "   " + note }
    Swift.print(line)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private static func number(_ value: Double, _ width: Int, _ digits: Int) -> String {
    String(format: "%\(width).\(digits)f", value)
  }
}
