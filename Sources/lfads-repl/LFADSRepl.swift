import ArgumentParser
import Builtins
import Commands
import Glibc
import Terminal

/// The program: flags → settings → session → exit status.
@main struct LFADSRepl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Surroundings.name,
    abstract: "Trains LFADS models, which find the latent dynamics behind spike trains.",
    usage: """
      lfads-repl [OPTION …] [SCRIPT [ARG …]]
      lfads-repl [OPTION …] -e EXPR [ARG …]
      lfads-repl [OPTION …] run [--FLAG=VALUE …]
      lfads-repl [OPTION …] report SCRIPT [-o FILE] [ARG …]
      lfads-repl [OPTION …] export SCRIPT [-o FILE] [ARG …]
      """,
    discussion: """
      Without SCRIPT or EXPR it asks for entries at a prompt, where ?NAME tells what NAME is.

      Exit status: 0 fine; 1 the script failed; 2 wrong flags, or text that does not parse; 130 interrupted.
      """,
    version: "\(Surroundings.name) \(version)")

  private static let version = "0.1.0"

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
    if word == "--experimental-dump-help" { throw CleanExit.message(Self._dumpHelp()) }
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
    return launch
  }

  static func main() {
    do {
      let program = try parse()
      let launch = program.launch
      Interrupts.install()
      let words = Array(program.words.dropFirst())
      if launch.script == "run" { Glibc.exit(launch.run(RunCommand.running(words))) }
      guard let page = try PageCommand.named(launch.script, words) else { Glibc.exit(launch.run()) }
      Glibc.exit(launch.run(page.run))
    } catch {
      // What was asked for (help, version) is a result; a mistake is none, and has the status that scripts expect.
      let isAnswer = exitCode(for: error).isSuccess
      let text =
        isAnswer
        ? message(for: error) : "error: \(message(for: error))\n  \(Surroundings.name) --help tells how it is used"
      OutputStream.plain(isAnswer ? .output : .error).write(text + "\n")
      Glibc.exit(isAnswer ? ExitStatus.fine : ExitStatus.usage)
    }
  }
}
