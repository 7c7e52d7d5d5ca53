import ArgumentParser
import Commands
import Language
import Syntax
import Terminal

/// A command of the program: a word that stands where a script could, with words of its own behind it.
///
/// Its row in `CommandTable` is all there is to say of it: dispatch, usage, help, the manual page, the shells'
/// completion and suggestions for a misspelt one are read from there.
protocol ProgramCommand: ParsableCommand {
  /// The word.
  static var name: String { get }
  /// What stands behind the word, for the usage.
  static var operands: String { get }
  /// What it does, in a clause that goes on "…`name`" begins.
  static var clause: String { get }
  /// What to do for the words behind the name.
  /// - Throws: what is wrong with them, or a request for help.
  static func job(_ words: [String]) throws -> Job
  /// What can stand in place of the last of `words`.
  static func completion(of words: [String]) -> Completion
  /// What the manual says of it.
  static var manual: ToolInfo.Command { get throws }
}

/// What is run once it is known where to show things and what stops it.
typealias Job = (Settings, any OutputSink, CancellationToken) throws(LocatedError) -> Void

/// Every command of the program.
enum CommandTable {
  static let all: [any ProgramCommand.Type] = [
    RunFlags.self, ReportFlags.self, ExportFlags.self, RerunFlags.self,
  ]

  static var names: [String] { all.map { $0.name } }

  static func named(_ word: String?) -> (any ProgramCommand.Type)? { all.first { $0.name == word } }
}

extension ProgramCommand {
  static var fullName: String { "\(Surroundings.name) \(name)" }

  /// Its words, taken apart; what is said of them is said in the command's own name.
  static func parsed(_ words: [String]) throws -> Self {
    do { return try parse(words) } catch {
      let message = message(for: error)
      throw exitCode(for: error).isSuccess ? CleanExit.message(message) : ValidationError(message)
    }
  }

  static func completion(of words: [String]) -> Completion {
    guard let info = try? manual else { return Completion() }
    return Completion(of: words, among: info.arguments ?? [])
  }

  static var manual: ToolInfo.Command {
    get throws {
      var command = try ToolInfo(dumped: _dumpHelp()).command
      command.commandName = name
      command.superCommands = [Surroundings.name]
      command.subcommands = nil
      return command
    }
  }
}
