import ArgumentParser
import Terminal

/// What can stand before the script.
struct Flags: ParsableArguments {
  static let scripts = CompletionKind.file(extensions: ["lfs"])

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: .init("Run EXPR and show its value; given again, all run in one session.", valueName: "EXPR"))
  var expressions: [String] = []

  @Flag(name: .customShort("i"), help: "Stay at the prompt afterwards.")
  var staysAtPrompt = false

  @Option(help: .init("Say what is wrong with FILE without running it.", valueName: "FILE"), completion: scripts)
  var check: String?

  @Option(help: .init("Keep the run of the script in FILE, for `rerun`.", valueName: "FILE"), completion: .file())
  var record: String?

  @Flag(help: "Show neither progress nor greeting.")
  var quiet = false

  @Option(help: .init("When to colour.", valueName: "WHEN"))
  var color = Launch.Color.auto

  @Flag(name: .customLong("no-init"), help: "Leave out the init.lfs of your configuration directory.")
  var skipsInit = false
}

extension Launch.Color: ExpressibleByArgument {}
