import HDF5
import Interchange
import Language
import Syntax
import Tensors

/// Arrays in files of other programs.
enum ArrayFileRows {
  static let rows: [Builtin] = [read]

  private static let read = Builtin(
    "read", .data,
    "Reads one array of a file that another program wrote: NumPy's `.npy`, `.csv`, `.h5`, MATLAB's `.mat`.",
    details: """
      Of a `.csv` file `name` is a column: its name, or its place counted from 0. Without it a table with a line of names
      becomes a record of its columns, one without becomes a tensor [line, column], a single column a vector. A field
      left empty is nan; a column without any number is a list of strings. Separators are commas, semicolons or tabs.

      Of an HDF5 file `name` is the array's path, `"units/times"`; it may be left out where there is one array only.
      `.mat` files of version 7.3 are read with their axes as MATLAB shows them, its vectors as vectors; older ones are
      refused. Bools stay bools, floats of 16 or 32 bits become Float, all else Double, which rounds whole numbers
      beyond 2^53. `load` reads data sets, models and posteriors.
      """,
    parameters: [
      Parameter("path", .path, .required, "The file, looked for beside the script, then in the working directory"),
      Parameter(
        "name", .oneOf([.string, .count]), .optional("the only array, or every column"),
        "The array's path, or the column's name or place"),
      Parameter("header", .bool, .optional("as the file looks"), "Whether the first line of a table holds names"),
    ],
    result: "tensor, number, string, list of strings, or record of columns",
    examples: [
      Example("save([[1, 2, 3], [4, 5, 6]], \"table.csv\")\nread(\"table.csv\", 1)", shows: "[2, 5]"),
      Example("save([0.5, 1.5], \"times.npy\")\nread(\"times.npy\")", shows: "[0.5, 1.5]"),
    ]
  ) { call in
    let name: ArrayFile.Name? = call["name"].asString.map { .name($0) } ?? call["name"].asInteger.map { .position($0) }
    let path = try place(call)
    do throws(ArrayFileError) {
      return value(try ArrayFile.read(path, name, hasHeader: call.boolOrNil("header")))
    } catch {
      throw ArgumentFaultError(label: call.wasGiven("name") && error.isAboutName ? "name" : "path", cause: error)
    }
  }

  /// Where the file is.
  /// - Throws: a fault that names files of nearly that name.
  private static func place(_ call: Call) throws -> String {
    if let path = call.foundPath("path") { return path }
    let name = call.string("path"), places = call.settings.searchPath(for: name, includingLibrary: false)
    let cut = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    let near = places.flatMap { place in
      let entries = call.machine.files.entries(place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "")
      return Suggestion.nearest(to: String(name[cut...]), among: entries).map { String(name[..<cut]) + $0 }
    }
    throw call.fault(
      "path", "'\(name)': there is no such file", hint: Suggestion.hint(offering: near, quote: "\""),
      kind: "file")
  }

  private static func value(_ read: ArrayFileValue) -> Value {
    switch read {
    case .number(let number): .number(number)
    case .tensor(let tensor): .tensor(tensor)
    case .text(let text): .string(text)
    case .texts(let texts): .list(texts.map(Value.string))
    case .columns(let columns): .record(Record(columns.map { ($0.name, value($0.value)) }))
    }
  }
}
