import ArgumentParser
import Builtins
import Commands
import Glibc
import HDF5
import Terminal

/// The program: flags → settings → session → exit status.
@main struct LFADSRepl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Surroundings.name,
    abstract: "Trains LFADS models, which find the latent dynamics behind spike trains.",
    usage: (["[SCRIPT [ARG …]]", "-e EXPR [ARG …]"]
      + CommandTable.all.map { "\($0.name) \($0.operands)" } + ["--record FILE SCRIPT [ARG …]"])
      .map { "\(Surroundings.name) [OPTION …] \($0)" }.joined(separator: "\n"),
    discussion: """
      Without SCRIPT or EXPR it asks for entries at a prompt, where ?NAME tells what NAME is.

      Commands stand in place of SCRIPT: \
      \(CommandTable.all.map { "`\($0.name)` \($0.clause)" }.joined(separator: ", ")). Each has a --help of its own.

      Exit status: 0 fine; 1 the script failed, or a rerun differs; 2 wrong flags, or text that does not parse; 130 interrupted.
      """,
    version: "\(Surroundings.name) \(version)")

  /// Said by `--version` and kept in records, models' pages and reports; CHANGELOG.md and CITATION.cff say it too.
  static let version = "0.2.0"

  @Argument(
    parsing: .captureForPassthrough,
    help: .init("A script, or - for standard input; what follows are its args.", valueName: "SCRIPT"),
    completion: Flags.scripts)
  var words: [String] = []
  @OptionGroup var flags: Flags

  /// Words from the script on are its own, whatever they look like; a flag in its place is one that is not known.
  func validate() throws {
    guard let word = words.first, word.hasPrefix("-"), !["-", "--"].contains(word) else { return }
    if ["-h", "--help"].contains(word) { throw CleanExit.helpRequest() }
    if word == "--version" { throw CleanExit.message(Self.configuration.version) }
    // The argument parser's generator of manual pages asks so.
    if word == "--experimental-dump-help" { throw CleanExit.message(try ToolInfo.ofProgram().text) }
    do { _ = try Flags.parse([word]) } catch { throw ValidationError(Flags.message(for: error)) }
  }

  private var launch: Launch {
    var launch = Launch(version: Self.version, table: .standard, in: .current())
    let words = words.first == "--" ? Array(words.dropFirst()) : words
    launch.expressions = flags.expressions
    launch.script = flags.expressions.isEmpty && flags.check == nil ? words.first : nil
    launch.arguments = launch.script == nil ? words : Array(words.dropFirst())
    launch.checked = flags.check
    launch.staysAtPrompt = flags.staysAtPrompt
    launch.isQuiet = flags.quiet
    launch.color = flags.color
    launch.skipsInit = flags.skipsInit
    launch.commands = CommandTable.names
    return launch
  }

  /// Ends the program without what libraries do at an exit: OpenBLAS waits there for threads of its own, which under a
  /// limit on memory may never come to an end.
  private static func end(_ status: Int32) -> Never {
    fflush(nil)
    guard status == ExitStatus.fine, let reason = OutputStream.lostOutput else { _exit(status) }
    OutputStream.plain(.error).write("error: not all that was printed could be written: \(reason)\n")
    _exit(ExitStatus.failed)
  }

  static func main() {
    StandardStreams.fill()
    ReadingProcess.begin(readers: [.hdf5], arguments: CommandLine.arguments) { Interrupts.isEnding }
    if let complaint = MemoryLimit.prepare() {
      OutputStream.plain(.error).write("error: \(complaint)\n")
      end(ExitStatus.failed)
    }
    do {
      if let answer = try CompletionScript.answer(Array(CommandLine.arguments.dropFirst())) {
        OutputStream.plain(.output).write(answer)
        end(ExitStatus.fine)
      }
      let program = try parse()
      let launch = program.launch
      Interrupts.install()
      if let job = try RecordFlags.job(program.flags, launch) { Self.end(launch.run(job)) }
      guard let command = CommandTable.named(launch.script) else { Self.end(launch.run()) }
      Self.end(launch.run(try command.job(Array(program.words.dropFirst()))))
    } catch {
      // What was asked for (help, version) is a result; a mistake is none, and has the status that scripts expect.
      let isAnswer = exitCode(for: error).isSuccess
      let text =
        isAnswer
        ? message(for: error) : "error: \(message(for: error))\n  \(Surroundings.name) --help tells how it is used"
      OutputStream.plain(isAnswer ? .output : .error).write(text + "\n")
      Self.end(isAnswer ? ExitStatus.fine : ExitStatus.usage)
    }
  }
}
