import Glibc
import Language
import Syntax

extension Session {
  /// The text of a script as `files` has it, or of standard input.
  ///
  /// - Parameters:
  ///   - script: a path, `-` for standard input.
  ///   - libraryDirectories: where the standard library lies, whose scripts are named where there is none of that name.
  ///   - commands: what a script's name may be a misspelling of.
  /// - Throws: `LocatedError` when there is no such file, or it cannot be read, or is not text.
  public static func source(
    _ script: String, from files: FileReader = .disk, libraryDirectories: [String] = [], commands: [String] = []
  ) throws(LocatedError) -> SourceText {
    do {
      if script == "-" {
        return SourceText(name: "<stdin>", text: try text(FileReader.standardInput(), "standard input"))
      }
      guard let bytes = try files.contents(script) else {
        throw NoScriptError(script, libraryDirectories: libraryDirectories, commands: commands)
      }
      return SourceText(name: script, text: try text(bytes, script))
    } catch {
      throw LocatedError(error, at: nil, phase: error is NotTextError ? .syntax : .running)
    }
  }

  private static func text(_ bytes: [UInt8], _ path: String) throws(NotTextError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotTextError(path: path, bytes: bytes) }
    return text
  }
}

/// There is no script of that name.
struct NoScriptError: DiagnosticCause {
  let diagnosticMessage: Message

  init(_ path: String, libraryDirectories: [String] = [], commands: [String] = []) {
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR else {
      diagnosticMessage = Message("`\(path)` is a directory", expected: "a script")
      return
    }
    diagnosticMessage = Message(
      "there is no file `\(path)`",
      hints: Self.commandHints(path, commands) + Self.libraryHints(path, libraryDirectories))
  }

  /// A word alone is more likely meant as a command.
  private static func commandHints(_ path: String, _ commands: [String]) -> [String] {
    guard !commands.isEmpty, path.allSatisfy(\.isLetter) else { return [] }
    return [
      Suggestion.hint(for: path, among: commands)
        ?? "the commands are \(commands.joined(separator: ", ")); `--help` tells how each is used"
    ]
  }

  private static func libraryHints(_ path: String, _ directories: [String]) -> [String] {
    let name = path.split(separator: "/").last ?? ""
    guard name.hasSuffix(".lfs") else { return [] }
    let places = directories.flatMap { directory in ["lessons", "recipes"].map { "\(directory)/\($0)/\(name)" } }
    return places.filter { access($0, R_OK) == 0 }.map { "the standard library has `\($0)`" }
  }
}

/// A script that is not UTF-8.
struct NotTextError: DiagnosticCause {
  let path: String
  let bytes: [UInt8]

  var diagnosticMessage: Message {
    // Where decoding begins to repair, the text's bytes part from the file's.
    let repaired = String(decoding: bytes, as: UTF8.self).utf8
    let offset = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? repaired.count
    return Message(
      "\(path) is not text in UTF-8", found: "a byte that belongs to no character, at offset \(offset)",
      hints: ["save the file as UTF-8"])
  }
}
