import Interchange
import Language
import Syntax

/// The help of `run`, made from the table of flags.
public enum FlagHelp {
  /// - Parameter columns: characters of a line.
  public static func text(columns: Int) -> StyledText {
    var text = StyledText("usage: ", .heading)
    text.append("lfads-repl run [--FLAG=VALUE …]\n\n")
    text.append(introduction)
    let width = (Flag.all.map(\.name.count).max() ?? 0) + 6
    var group = ""
    for flag in Flag.all {
      if flag.group != group {
        group = flag.group
        text.append("\n\n\(group)", .heading)
      }
      text.append("\n  --\(flag.name)", .name)
      text.append(String(repeating: " ", count: width - flag.name.count - 4))
      let description = "\(sentence(flag)) [\(defaultText(flag))]"
      text.append(wrapped(description, indent: width, columns: max(columns, width + 20)))
    }
    return text
  }

  /// What there is to know before the flags.
  public static let introduction = """
    Trains and reads models in a directory, with the flags and files of the 2017 reference implementation. Run again
    in the same directory, a training goes on where it stopped. --flag=value and --flag value are the same; of true
    and false there are also --flag and --noflag.
    """

  /// Every flag with what stands for its value and its line of help, for the manual page.
  public static var flags: [(name: String, valueName: String, sentence: String)] {
    Flag.all.map { ($0.name, defaultText($0), sentence($0)) }
  }

  private static func sentence(_ flag: Flag) -> String {
    guard case .choice(let words) = flag.kind, !words.allSatisfy({ flag.summary.contains($0) }) else {
      return flag.summary
    }
    return "\(flag.summary) One of \(words.joined(separator: ", "))."
  }

  /// The default as it could be typed.
  static func defaultText(_ flag: Flag) -> String { flag.value(RunSettings()).text }

  /// Words filled into lines, those after the first indented.
  private static func wrapped(_ text: String, indent: Int, columns: Int) -> String {
    var lines: [String] = [], line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > columns {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}

/// What can stand next on the command line of `run`: shells ask for it.
public enum FlagCompletion {
  /// - Parameters:
  ///   - word: the word under way.
  ///   - previous: the word before it.
  public static func candidates(for word: String, after previous: String?) -> [String] {
    if let previous, previous.hasPrefix("--"), !word.hasPrefix("-"),
      let flag = Flag.named(String(previous.dropFirst(2)))
    {
      return values(of: flag).filter { $0.hasPrefix(word) }
    }
    if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
      let name = word[word.index(word.startIndex, offsetBy: 2)..<equals]
      return Flag.named(String(name)).map { values(of: $0).map { "--\(name)=\($0)" } }?
        .filter { $0.hasPrefix(word) } ?? []
    }
    let flags = Flag.all.flatMap { flag in
      flag.kind == .bool ? ["--\(flag.name)", "--no\(flag.name)"] : ["--\(flag.name)="]
    }
    return (flags + ["--help"]).filter { $0.hasPrefix(word) }
  }

  private static func values(of flag: Flag) -> [String] {
    switch flag.kind {
    case .choice(let words): words
    case .bool: ["true", "false"]
    case .text where flag.name == "checkpoint_pb_load_name": ["checkpoint", "checkpoint_lve"]
    case .text, .integer, .number: []
    }
  }
}
