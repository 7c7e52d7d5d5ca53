/// What can stand in place of the word under way.
struct Completion {
  /// Files that may stand there too.
  enum Files {
    case any
    case directories
    /// Those of such an ending, and directories on the way to them.
    case ending(String)
  }

  var candidates: [String] = []
  var files: Files?

  init(candidates: [String] = [], files: Files? = nil) {
    self.candidates = candidates
    self.files = files
  }

  /// Of a command whose arguments the parser knows.
  ///
  /// - Parameter words: what stands behind the command, the word under way last.
  init(of words: [String], among arguments: [ToolInfo.Argument]) {
    let word = words.last ?? ""
    if let option = Self.option(words.dropLast().last, among: arguments) {
      self.init(of: option, word)
    } else if word.hasPrefix("-") {
      let names = arguments.filter { $0.kind != "positional" && $0.shouldDisplay }.flatMap { $0.names ?? [] }
      self.init(candidates: names.map(\.text).filter { $0.hasPrefix(word) && $0.hasPrefix("--") == (word != "-") })
    } else {
      self.init(of: arguments.first { $0.kind == "positional" && $0.completionKind != nil }, word)
    }
  }

  private init(of argument: ToolInfo.Argument?, _ word: String) {
    let kind = argument?.completionKind
    self.init(candidates: (argument?.allValues ?? kind?.list?.values ?? []).filter { $0.hasPrefix(word) })
    if let endings = kind?.file?.extensions { files = endings.first.map { .ending($0) } ?? .any }
    if kind?.directory != nil { files = .directories }
  }

  /// The option with a value that a word is.
  static func option(_ word: String?, among arguments: [ToolInfo.Argument]) -> ToolInfo.Argument? {
    arguments.first { argument in argument.kind == "option" && (argument.names ?? []).contains { $0.text == word } }
  }

  /// Of the program: its own flags, a command or a script, or what a command says.
  ///
  /// - Parameter words: what stands behind the program's name, the word under way last.
  init(ofProgram words: [String]) {
    let arguments = (try? ToolInfo(dumped: LFADSRepl._dumpHelp()))?.command.arguments ?? []
    var place = 0
    while place < words.count - 1, words[place].hasPrefix("-") {
      place += Self.option(words[place], among: arguments) == nil ? 1 : 2
    }
    if place < words.count - 1 {
      // Behind a script stand words of its own.
      self = CommandTable.named(words[place])?.completion(of: Array(words[(place + 1)...])) ?? Self(files: .any)
      return
    }
    self.init(of: words, among: arguments)
    if place == words.count - 1, let word = words.last, !word.hasPrefix("-") {
      candidates += CommandTable.names.filter { $0.hasPrefix(word) }
    }
  }

  /// What the shells' scripts read: a candidate a line, and at last which files.
  var text: String {
    let marks: [String] =
      switch files {
      case nil: []
      case .any: [":files"]
      case .directories: [":directories"]
      case .ending(let ending): [":files .\(ending)"]
      }
    return (candidates + marks).map { $0 + "\n" }.joined()
  }
}
