import ArgumentParser
import Commands
import Terminal

/// `lfads-repl run`: its flags stand in a table of their own, that of the 2017 program.
struct RunFlags: ProgramCommand {
  static let name = "run"
  static let operands = "[--FLAG=VALUE …]"
  static let clause = "takes the flags of the 2017 program"
  static let configuration = CommandConfiguration(
    commandName: fullName, abstract: "Trains and reads models in a directory, as the 2017 program does.")

  static func job(_ words: [String]) throws -> Job { RunCommand.running(words) }

  static func completion(of words: [String]) -> Completion {
    let candidates = FlagCompletion.candidates(for: words.last ?? "", after: words.dropLast().last)
    // A value that the program has no words for is taken to be a path.
    let isValue = words.last?.hasPrefix("-") == false || words.last?.contains("=") == true
    return Completion(candidates: candidates, files: candidates.isEmpty && isValue ? .any : nil)
  }

  static var manual: ToolInfo.Command {
    get throws {
      var command = ToolInfo.Command(commandName: name)
      command.superCommands = [Surroundings.name]
      command.abstract = configuration.abstract
      command.discussion = FlagHelp.introduction
      command.arguments = FlagHelp.flags.map { flag in
        ToolInfo.Argument(long: flag.name, valueName: flag.valueName, abstract: flag.sentence)
      }
      return command
    }
  }
}
