import ArgumentParser
import Commands
import Notebook
import Terminal

/// What stands after `report` and `export`.
struct PageFlags: ParsableArguments {
  @Argument(help: .init("The script, or - for standard input.", valueName: "SCRIPT"), completion: Flags.scripts)
  var script: String
  @Argument(help: .init("Words the script knows as its args; after -- any.", valueName: "ARG"))
  var arguments: [String] = []
  @Option(name: .shortAndLong, help: .init("The file to write; beside the script if not said.", valueName: "FILE"))
  var output: String?
}

/// `lfads-repl report x.lfs -o x.html`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "\(Surroundings.name) report",
    abstract: "Runs a script cell by cell and writes one page with its text, code, results and figures.",
    discussion: "A line `# %%` starts a cell, `# %% [markdown]` one of text. The page needs nothing beside itself.")

  @OptionGroup var flags: PageFlags
}

/// `lfads-repl export x.lfs -o x.ipynb`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "\(Surroundings.name) export",
    abstract: "Runs a script cell by cell and writes it with its results as a notebook of Jupyter.")

  @OptionGroup var flags: PageFlags
}

extension PageCommand {
  /// The command that the program's words ask for, nil when they ask for something else.
  /// - Throws: what the parser says of the words, a request for help too.
  static func named(_ name: String?, _ words: [String]) throws -> PageCommand? {
    func command(_ format: PageFormat, _ flags: PageFlags) -> PageCommand {
      PageCommand(format, script: flags.script, arguments: flags.arguments, output: flags.output)
    }
    return switch name {
    case "report": command(.html, try parsed(ReportCommand.self, words).flags)
    case "export": command(.ipynb, try parsed(ExportCommand.self, words).flags)
    default: nil
    }
  }

  /// What is said of the words is said in the command's own name.
  static func parsed<Command: ParsableArguments>(_ command: Command.Type, _ words: [String]) throws -> Command {
    do { return try Command.parse(words) } catch {
      let message = Command.message(for: error)
      throw Command.exitCode(for: error).isSuccess ? CleanExit.message(message) : ValidationError(message)
    }
  }
}
