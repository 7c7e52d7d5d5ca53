import HDF5
import Language
import Syntax

extension HDF5Error: DiagnosticCause {
  public var diagnosticMessage: Message {
    guard case .noSuchObject(let available) = cause, let name = object?.split(separator: "/").last else {
      return Message(words)
    }
    return Message(
      words, hints: [Suggestion.hint(for: String(name), among: available, quote: "\"")].compactMap(\.self))
  }
}

extension HDF5Error {
  /// One or two sentences: where, what was found, what to do.
  var words: String {
    let place = object.map { "'\($0)' of '\(file)'" } ?? "'\(file)'"
    return "\(place): \(sentence)"
  }

  private var sentence: String {
    switch cause {
    case .missingFile: "there is no such file"
    case .notARegularFile: "this is a directory or a device, where a file is needed"
    case .system(let words): words
    case .locked: "another program has the file open for writing; close it there first"
    case .notHDF5: "this is not an HDF5 file"
    case .oldMatlab: "this is a MATLAB file of the old format; save it in MATLAB with '-v7.3'"
    case .truncated: "the file is truncated: it is shorter than its header says; copy or download it again"
    case .damaged(let words): "the file is damaged\(Self.inBrackets(words)); copy or download it again"
    case .noSuchObject(let available):
      available.isEmpty
        ? "there is no such object, and nothing else stands there"
        : "there is no such object; there \(available.count == 1 ? "is" : "are") \(Self.list(available))"
    case .notAnArray: "this is a group, where an array is needed"
    case .notAGroup: "this is an array, where a group is needed"
    case .externalLink: "this is a link to another file, which is not followed; copy the array into this file"
    case .brokenLink: "this is a link that leads nowhere"
    case .externalStorage: "the array's bytes lie in another file, which is not opened; copy the array into this file"
    case .virtual: "this is a virtual data set, made of pieces of other files; write it as an ordinary one"
    case .filter(let name): "the array is compressed by \(name), which is not built in; write it with gzip"
    case .elements(let kind): "its elements are \(kind); integers, floating-point numbers, bools and strings are read"
    case .elementMismatch(let found, let wanted): "its elements are \(found), where \(wanted) are needed"
    case .unrepresentable(let how, let type): "it holds \(Self.words(how)) for \(type)"
    case .tooLarge(let bytes, let limit):
      "it declares \(bytes.map(Self.size) ?? "more bytes than can be counted"), the limit is \(Self.size(limit))"
    case .implausibleSize(let bytes, let stored):
      "it declares \(Self.size(bytes)) but the file holds \(Self.size(stored)) of it"
    case .rowsOutOfRange(let rows, let count): "rows \(rows) of an array with \(count) rows"
    case .unusableName(let name): "\(name.isEmpty ? "an empty name" : "a name with a NUL character") cannot be used"
    case .interrupted: "interrupted while it was read"
    case .library(let words): words.last ?? "the HDF5 library refused without a reason"
    }
  }

  private static func words(_ how: Unrepresentable) -> String {
    switch how {
    case .tooLarge: "a number too large"
    case .tooSmall: "a number too small"
    case .fractional: "a number that is not whole, or not a number,"
    }
  }

  private static func inBrackets(_ words: [String]) -> String {
    words.last.map { " (\($0))" } ?? ""
  }

  /// At most a dozen names, the rest counted.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  private static func size(_ bytes: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1024, unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) \(units[unit])" : "\(tenths) \(units[unit])"
  }
}
