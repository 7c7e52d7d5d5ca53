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
  @Option(
    name: .shortAndLong, help: .init("The file to write; beside the script if not said.", valueName: "FILE"),
    completion: .file())
  var output: String?

  static let operands = "SCRIPT [-o FILE] [ARG …]"

  func job(_ format: PageFormat) -> Job {
    PageCommand(format, script: script, arguments: arguments, output: output).run
  }
}

/// `lfads-repl report x.lfs -o x.html`
struct ReportFlags: ProgramCommand {
  static let name = "report"
  static let operands = PageFlags.operands
  static let clause = "makes a page of a script"
  static let configuration = CommandConfiguration(
    commandName: fullName,
    abstract: "Runs a script cell by cell and writes one page with its text, code, results and figures.",
    discussion: "A line `# %%` starts a cell, `# %% [markdown]` one of text. The page needs nothing beside itself.")

  @OptionGroup var flags: PageFlags

  static func job(_ words: [String]) throws -> Job { try parsed(words).flags.job(.html) }
}

/// `lfads-repl export x.lfs -o x.ipynb`
struct ExportFlags: ProgramCommand {
  static let name = "export"
  static let operands = PageFlags.operands
  static let clause = "makes a notebook of a script"
  static let configuration = CommandConfiguration(
    commandName: fullName,
    abstract: "Runs a script cell by cell and writes it with its results as a notebook of Jupyter.")

  @OptionGroup var flags: PageFlags

  static func job(_ words: [String]) throws -> Job { try parsed(words).flags.job(.ipynb) }
}
