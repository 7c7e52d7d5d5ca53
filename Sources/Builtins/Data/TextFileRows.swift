import Files
import Glibc
import Language
import Syntax

extension Theme {
  static let files = Theme(
    "Files", "Which there are, and files of text. Relative paths start in the working directory, `~/` is the home.")
}

/// Files by name, and files of text.
enum TextFileRows {
  static let rows: [Builtin] = [exists, files, readText, write]

  private static let exists = Builtin(
    "exists", .files, "Whether there is a file or directory of that name.",
    parameters: [Parameter("path", .path, "Its name; beside the script or in the working directory")], result: "bool",
    examples: [
      Example("write(\"notes.txt\", \"a line\")\nexists(\"notes.txt\")", shows: "true"),
      Example("exists(\"no/such\")", shows: "false"),
    ]
  ) { call in .bool(call.foundPath("path") != nil) }

  private static let files = Builtin(
    "files", .files, "The files whose names fit a pattern, sorted.",
    details:
      "`*` stands for any letters but `/`, `?` for one, `[ab]` for one of several. A folder's name lists what is in it.",
    parameters: [Parameter("pattern", .path, "The pattern: `data/*.h5`")], result: "list of strings",
    examples: [
      Example("write(\"b.txt\", \"\")\nwrite(\"a.txt\", \"\")\nfiles(\"*.txt\")", shows: "[\"a.txt\", \"b.txt\"]")
    ]
  ) { call in
    let pattern = call.string("pattern"), place = call.inWorkingDirectory(pattern)
    let asked = Folder.exists(place) ? (place.hasSuffix("/") ? place + "*" : place + "/*") : place
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(asked, 0, nil, &found) == 0 else { return .list([]) }
    let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    // By bytes, the same in every country.
    let names = paths.map { pattern.hasPrefix("/") ? $0 : call.shown($0) }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return .list(names.map(Value.string))
  }

  private static let readText = Builtin(
    "read_text", .files, "A file of text as one string.",
    details: "`split(text, \"\\n\")` makes lines of it.",
    parameters: [Parameter("path", .path, "The file; beside the script or in the working directory")], result: "string",
    examples: [Example("write(\"notes.txt\", \"a line\")\nread_text(\"notes.txt\")", shows: "\"a line\"")]
  ) { call in
    guard let path = call.foundPath("path"),
      let bytes = try call.blaming("path", { try call.machine.files.contents(path) })
    else { throw call.fault("path", "'\(call.string("path"))': there is no such file", kind: "file") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw call.fault(
        "path", "'\(call.string("path"))' is no text in UTF-8", hint: "tables and arrays are read by `read(path)`",
        kind: "file")
    }
    return .string(text)
  }

  private static let write = Builtin(
    "write", .files, "Writes a string to a file, whole or not at all.",
    details: "A folder that is missing is made. Tensors are written by `save`.",
    parameters: [Parameter("path", .path, "Where to"), Parameter("text", .string, "What to write")], result: nil,
    examples: [Example("write(\"report/summary.txt\", \"R² 0.9\\n\")\nexists(\"report/summary.txt\")", shows: "true")]
  ) { call in
    let path = try call.outputPath("path")
    try call.blaming("path") { try AtomicFile.write(call.string("text"), to: path) }
    return .nil
  }
}
