import ArgumentParser
import Foundation

/// This program and another build of it side by side, row by row in turns, so that whatever else the machine does falls
/// on both alike.
///
/// What is compared is the least CPU time of a whole run. Both measure `sgemm` in every run; its own least time is
/// subtracted from the rows that follow, as it would hide a difference.
struct Against {
  /// The other `lfads-bench`.
  let program: String
  let rows: [String]
  let threads: Int?
  /// Runs of each program for a row.
  static let rounds = 7
  /// CPU seconds below which a row is short: what `sgemm` varies by would count.
  private static let shortest = 1.0
  /// A row this much slower is marked.
  static let tolerance = 0.03

  /// One run of one program.
  struct Run {
    /// User and system time of the process, in seconds.
    let cpu: Double
    let rows: [Measurement]
  }

  /// The least of each program's runs.
  struct Row: Codable {
    let name: String
    let cpu_s: Double
    let other_cpu_s: Double
    let median_ms: Double
    let other_median_ms: Double
    /// This program's CPU time over the other's; of a short row the least median's.
    let ratio: Double
    var isSlower: Bool { ratio > 1 + Against.tolerance }
  }

  /// Measures every row; prints each as it comes unless `json`.
  ///
  /// - Returns: the rows that both programs have.
  func measure(json: Bool) throws -> [Row] {
    let own = try Self.ownPath()
    if !json { print(Self.heading) }
    var measured: [Row] = []
    var base = (own: 0.0, other: 0.0)
    for name in rows {
      var runs = (own: [Run](), other: [Run]())
      for _ in 0..<Self.rounds {
        guard let other = try run(program, name) else { break }
        guard let mine = try run(own, name) else { break }
        runs.other.append(other)
        runs.own.append(mine)
      }
      guard runs.own.count == Self.rounds else {
        if !json { print("\(name)  not measured: the other program has no such row") }
        continue
      }
      var (mine, other) = (Self.least(runs.own), Self.least(runs.other))
      if name == "sgemm" {
        base = (mine, other)
      } else {
        (mine, other) = (max(mine - base.own, 1e-3), max(other - base.other, 1e-3))
      }
      let medians = (own: Self.median(runs.own, name), other: Self.median(runs.other, name))
      // What a short row takes is lost in the start of the process: there the times it measured itself are compared.
      let ratio = min(mine, other) < Self.shortest ? medians.own / medians.other : mine / other
      let row = Row(
        name: name, cpu_s: mine, other_cpu_s: other, median_ms: medians.own, other_median_ms: medians.other,
        ratio: ratio)
      measured.append(row)
      if !json { print(Self.line(row)) }
    }
    return measured
  }

  private static func least(_ runs: [Run]) -> Double { runs.map(\.cpu).min() ?? .nan }

  private static func median(_ runs: [Run], _ name: String) -> Double {
    runs.compactMap { $0.rows.first { $0.name == name }?.median_ms }.min() ?? .nan
  }

  private static let heading = "row                     cpu s     other     ratio    median ms       other"

  private static func line(_ row: Row) -> String {
    row.name.padding(toLength: 20, withPad: " ", startingAt: 0)
      + String(
        format: "%9.3f %9.3f %9.3f %12.3f %11.3f", row.cpu_s, row.other_cpu_s, row.ratio, row.median_ms,
        row.other_median_ms) + (row.isSlower ? "  slower" : "")
  }

  private static func ownPath() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// Runs one row of a program.
  ///
  /// - Returns: nil where the program does not know the row.
  /// - Throws: where it cannot be started, ends in another way, or prints no rows.
  private func run(_ program: String, _ row: String) throws -> Run? {
    let output = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)").path
    defer { unlink(output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let words = [program, "--json", row] + (threads.map { ["--threads", "\($0)"] } ?? [])
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawn(&process, program, &actions, nil, &arguments, environ)
    guard failure == 0 else {
      throw ValidationError("'\(program)' cannot be started: \(String(cString: strerror(failure)))")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw ValidationError("'\(program)' was lost: \(String(cString: strerror(errno)))") }
    }
    // What the parser of arguments ends with where it does not know a word.
    if status == Int32(EX_USAGE) << 8 { return nil }
    guard status == 0 else { throw ValidationError("'\(program) --json \(row)' ended with status \(status >> 8)") }
    let rows = try JSONDecoder().decode([Measurement].self, from: try Data(contentsOf: URL(fileURLWithPath: output)))
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return Run(cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), rows: rows)
  }
}
