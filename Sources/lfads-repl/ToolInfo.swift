import FoundationEssentials

/// What the argument parser says of a program, in the form that its generator of manual pages reads.
struct ToolInfo: Codable {
  var serializationVersion = 0
  var command: Command

  struct Command: Codable {
    var superCommands: [String]?
    var shouldDisplay = true
    var commandName: String
    var aliases: [String]?
    var abstract: String?
    var discussion: String?
    var defaultSubcommand: String?
    var subcommands: [Command]?
    var arguments: [Argument]?

    init(commandName: String) { self.commandName = commandName }
  }

  struct Argument: Codable {
    struct Name: Codable, Equatable {
      let kind: String
      let name: String

      /// As it is typed.
      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    struct CompletionKind: Codable {
      struct Values: Codable { var values: [String] }
      struct File: Codable { var extensions: [String] }
      struct Directory: Codable {}
      var list: Values?
      var file: File?
      var directory: Directory?
    }

    /// `positional`, `option` or `flag`.
    var kind: String
    var shouldDisplay = true
    var sectionTitle: String?
    var isOptional = true
    var isRepeating = false
    var parsingStrategy = "default"
    var names: [Name]?
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var allValueDescriptions: [String: String]?
    var completionKind: CompletionKind?
    var abstract: String?
    var discussion: String?

    /// An option with a value.
    init(long: String, valueName: String, abstract: String) {
      kind = "option"
      let name = Name(kind: "long", name: long)
      (names, preferredName) = ([name], name)
      self.valueName = valueName
      self.abstract = abstract
    }
  }

  /// Reads what `_dumpHelp` writes.
  init(dumped text: String) throws {
    self = try JSONDecoder().decode(ToolInfo.self, from: Data(text.utf8))
  }

  /// The program with every command of its table. The parser adds a command `help`, which this program lacks.
  static func ofProgram() throws -> ToolInfo {
    var info = try ToolInfo(dumped: LFADSRepl._dumpHelp())
    info.command.subcommands = try CommandTable.all.map { try $0.manual }
    return info
  }

  var text: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }
}
