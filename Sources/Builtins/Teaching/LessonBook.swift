import Language
import Syntax

/// The lessons of the standard library: `lessons/01_….lfs` and on.
struct LessonBook {
  struct Entry {
    let number: Int
    let path: String
    let source: SourceText
    let cells: [ScriptCell]

    /// The first heading of its text, without the number that the file has already.
    var title: String {
      let heading =
        cells.lazy.compactMap(\.markdown).flatMap { $0.split(separator: "\n") }
        .first { $0.hasPrefix("# ") }?.dropFirst(2) ?? ""
      let words = heading.split(separator: "·", maxSplits: 1)
      return (words.count == 2 ? String(words[1]) : String(heading)).trimmingBlanks
    }
  }

  let entries: [Entry]

  /// Reads every lesson of the first library that has some.
  init(_ call: Call) throws {
    for library in call.settings.libraryDirectories {
      let directory = "\(library)/lessons"
      let names = call.machine.files.entries(directory).filter { $0.hasSuffix(".lfs") }
      guard !names.isEmpty else { continue }
      entries = try names.sorted().compactMap { name in
        guard let number = Int(name.prefix { $0.isNumber }) else { return nil }
        let path = "\(directory)/\(name)"
        guard let bytes = try call.machine.files.contents(path), let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let source = SourceText(name: path, text: text)
        return Entry(number: number, path: path, source: source, cells: ScriptCell.cells(of: source))
      }
      return
    }
    entries = []
  }

  subscript(number: Int) -> Entry? { entries.first { $0.number == number } }
}

/// The lesson under way in a session, and how far it has come.
final class LessonProgress {
  var entry: LessonBook.Entry?
  /// The cell shown last; −1 before the first.
  var position = -1
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    var rest = self[...].drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
