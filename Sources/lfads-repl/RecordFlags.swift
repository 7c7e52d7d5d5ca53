import ArgumentParser
import Commands
import Terminal

/// `lfads-repl rerun run.h5`
struct RerunFlags: ProgramCommand {
  static let name = "rerun"
  static let operands = "FILE [--threads N] [-o DIR]"
  static let clause = "repeats a recorded run"
  static let configuration = CommandConfiguration(
    commandName: fullName,
    abstract: "Repeats the run of a record and says whether it comes to the same, to the bit.",
    discussion: """
      Script, modules and arguments are the record's, data are read as they are now. What the run writes goes to a
      directory of its own. Exit status: 0 identical; 1 something differs, or the run could not be repeated.
      """)

  @Argument(help: .init("What `--record` kept.", valueName: "FILE"), completion: .file(extensions: ["h5"]))
  var record: String
  @Option(help: .init("Threads to work with; results do not depend on them.", valueName: "N"))
  var threads: Int?
  @Option(
    name: .shortAndLong, help: .init("Keep what the run writes in DIR.", valueName: "DIR"), completion: .directory)
  var output: String?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 on, found \(threads)") }
  }

  static func job(_ words: [String]) throws -> Job {
    let flags = try parsed(words)
    return RerunCommand(record: flags.record, threads: flags.threads, output: flags.output).run
  }
}

enum RecordFlags {
  /// What `--record` asks for; nil without it.
  /// - Throws: where there is no script to record.
  static func job(_ flags: Flags, _ launch: Launch) throws -> Job? {
    guard let output = flags.record else { return nil }
    guard let script = launch.script, CommandTable.named(script) == nil, !flags.staysAtPrompt
    else {
      throw ValidationError("--record keeps the run of a script: \(Surroundings.name) --record run.h5 script.lfs")
    }
    return RecordCommand(script: script, arguments: launch.arguments, output: output).run
  }
}
