import HDF5
import Interchange
import Language
import Syntax

extension ArrayFileError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .hdf5(let error): error.diagnosticMessage
    case .unknownName(let name, let available):
      Message(
        words, hints: [Suggestion.hint(for: name, among: available, quote: "\"")].compactMap(\.self) + advice)
    default: Message(words, hints: advice)
    }
  }

  /// Whether what is wrong is what was asked for, and not the file.
  var isAboutName: Bool {
    switch cause {
    case .noNames, .unknownName, .columnsUnnamed, .noColumn, .repeatedName, .matlabClass: true
    case .hdf5(let error): error.object != nil
    default: false
    }
  }
}

extension ArrayFileError {
  /// Where and what.
  var words: String {
    if case .hdf5(let error) = cause { return error.words }
    return "'\(file)'\(place): \(sentence)"
  }

  /// What to do about it, where the sentence does not say so.
  var advice: [String] {
    switch cause {
    case .unknownKind, .notNPY: ["read are `.npy`, `.csv` (or `.tsv`), `.h5` and MATLAB's `.mat` of version 7.3"]
    case .npyElements: ["in NumPy, `np.save(path, x.astype(float))` writes numbers"]
    case .matlabClass(let kind, let array): [Self.advice(on: kind, array)]
    case .notANumber: ["leave a field empty where a number is missing, or write nan"]
    case .ragged: ["quote fields in which the separator stands: \"a, b\""]
    case .notText, .wideText: ["save the file as UTF-8"]
    case .columnsUnnamed(_, let columns): ["give its place, 0 to \(columns - 1), or put a line of names above"]
    case .noNames: ["leave the name out"]
    case .tooManyAxes: ["keep it as `.npy` or `.h5`, or a part of it: `x[trial: 0]`"]
    case .needsName(let available): ["there \(available.count == 1 ? "is" : "are") \(Self.list(available))"]
    case .unknownName(_, let available):
      available.isEmpty ? [] : ["there \(available.count == 1 ? "is" : "are") \(Self.list(available))"]
    default: []
    }
  }

  private var place: String {
    switch cause {
    case .ragged(let line, _, _), .notANumber(let line, _, _), .quotation(let line), .notText(let line):
      ", line \(line)"
    default: ""
    }
  }

  private var sentence: String {
    switch cause {
    case .missingFile: "there is no such file"
    case .notARegularFile: "this is a directory or a device, where a file is needed"
    case .system(let words): words
    case .tooLarge(let bytes, let limit):
      "it declares \(bytes.map { "\($0) bytes" } ?? "more bytes than can be counted"), the limit is \(limit)"
    case .unknownKind: "neither its content nor its name says what kind of file this is"
    case .hdf5: ""
    case .matlabClass(let kind, let array): "'\(array)' is a \(kind) of MATLAB, where numbers or text are needed"
    case .notNPY: "this is no .npy file"
    case .npyVersion(let version): "version \(version) of the .npy format is not known here; versions 1 to 3 are"
    case .npyHeader(let part): "the header is damaged: \(part); copy or download the file again"
    case .npyElements(let type): "its elements are of NumPy's type \(type), where bools, integers or floats are needed"
    case .truncated(let bytes, let expected):
      "the file is truncated: \(bytes) bytes where its header says \(expected); copy or download it again"
    case .noNames: "an .npy file holds one array without a name"
    case .noRows: "there is nothing in it"
    case .ragged(_, let fields, let expected):
      "\(fields) \(fields == 1 ? "field" : "fields"), where the first line has \(expected)"
    case .notANumber(_, let column, let text): "column \(column) should be a number, found \(Self.quoted(text))"
    case .quotation: "a quotation does not end, or something stands between its end and the separator"
    case .notText: "this is not text in UTF-8"
    case .wideText: "this is text in UTF-16"
    case .needsName: "it holds several arrays: say which"
    case .unknownName(let name, _): "nothing in it is called '\(name)'"
    case .columnsUnnamed(let name, _): "its columns have no names, so none is called '\(name)'"
    case .noColumn(let number, let columns):
      "there is no column \(number): there are \(columns), counted from 0"
    case .repeatedName(let name): "two columns are called '\(name)'; rename one, or give its place"
    case .tooManyAxes(let axes): "a table of lines and fields holds at most two axes, this tensor has \(axes)"
    }
  }

  private static func advice(on kind: String, _ array: String) -> String {
    switch kind {
    case "cell":
      "of a cell with the spike times of each unit, save both in MATLAB: "
        + "`times = cat(1, \(array){:}); units = repelem(1:numel(\(array)), cellfun(@numel, \(array)))'`"
    case "struct": "give a field of it: \"\(array)/FIELD\""
    case "sparse matrix": "save it whole: `x = full(\(array))`"
    default: "save numbers: `x = double(\(array))`"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.isEmpty ? "nothing" : "\"\(text.count > 40 ? text.prefix(40) + "…" : text[...])\""
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
