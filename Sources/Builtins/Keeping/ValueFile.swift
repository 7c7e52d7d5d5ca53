import HDF5
import Language
import Syntax
import Tensors

/// Values of the language in an HDF5 file: tensors as arrays with their axes, lists and records as groups.
///
/// Every object says what it is in its attribute `type`; items of lists and fields of records are called by their
/// position, fields with their name in the attribute `field`.
enum ValueFile {
  private static let format = "lfads-repl value"
  private static let root = "value"
  /// Lists and records within each other; links in a circle have no end of them.
  private static let deepest = 200

  static func isValue(_ file: HDF5File) -> Bool { ((try? file.attribute("format")) ?? nil)?.text == format }

  /// - Throws: `RefusalError` for what cannot be kept, and what writing throws.
  static func write(_ value: Value, to path: String) throws {
    try refuse(value, depth: 0)
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      try writer.attribute("format", format)
      try write(value, at: root, to: writer)
    }
  }

  /// - Throws: `RefusalError` for a file that does not hold what ``write(_:to:)`` leaves, and what reading throws.
  static func read(_ file: HDF5File) throws -> Value { try read(root, of: file, depth: 0) }

  private static func refuse(_ value: Value, depth: Int) throws {
    guard depth <= deepest else {
      throw RefusalError(
        Message(
          "lists and records so deep within each other cannot be kept in a file here",
          expected: "at most \(deepest) within each other"))
    }
    switch value {
    case .nil, .number, .bool: break
    case .string(let text): try refuse(text, "a string")
    case .tensor(let tensor): for axis in tensor.axes { try refuse(axis ?? "", "the name of an axis") }
    case .list(let items): for item in items { try refuse(item, depth: depth + 1) }
    case .record(let record):
      for (name, item) in record.fields {
        try refuse(name, "the name of a field")
        try refuse(item, depth: depth + 1)
      }
    case .range, .function, .handle:
      throw RefusalError(
        Message(
          "\(value.foundText) cannot be kept in a file here",
          expected: "a model, posterior, data set of one session, tensor, number, string, bool, nil, or lists and "
            + "records of tensors and smaller things",
          hints: ["keep models and posteriors each in a file of its own"]))
    }
  }

  /// Texts in HDF5 files end at their first NUL.
  private static func refuse(_ text: String, _ what: String) throws {
    guard text.utf8.contains(0) else { return }
    throw RefusalError(
      Message(
        "\(what) with the character NUL cannot be kept in a file", found: Value.string(text).foundText,
        hints: ["`replace(text, \"\\u{0}\", \"\")` takes it out"]))
  }

  private static func write(_ value: Value, at path: String, to writer: HDF5Writer) throws(HDF5Error) {
    switch value {
    case .tensor(let tensor):
      try writer.write(tensor, at: path)
      try writer.attribute("bools", Int64(tensor.elementType == .bool ? 1 : 0), of: path)
    case .number(let number): try writer.write([number], shape: [1], at: path)
    case .bool(let bool): try writer.write([bool ? 1.0 : 0], shape: [1], at: path)
    case .string(let text): try writer.write([text], shape: [1], at: path)
    case .list(let items):
      try writer.group(path)
      for (position, item) in items.enumerated() { try write(item, at: "\(path)/\(position)", to: writer) }
    case .record(let record):
      try writer.group(path)
      for (position, field) in record.fields.enumerated() {
        try write(field.1, at: "\(path)/\(position)", to: writer)
        try writer.attribute("field", field.0, of: "\(path)/\(position)")
      }
    case .nil, .range, .function, .handle: try writer.group(path)
    }
    try writer.attribute("type", value.typeName, of: path)
  }

  private static func read(_ path: String, of file: HDF5File, depth: Int) throws -> Value {
    guard depth <= deepest else {
      throw damaged("its values stand more than \(deepest) deep within each other", file)
    }
    switch try file.attribute("type", of: path)?.text {
    case "tensor":
      let tensor = try file.tensor(path)
      guard try file.attribute("bools", of: path)?.number == 1 else { return .tensor(tensor) }
      return .tensor(Tensor(tensor.doubles.map { $0 != 0 }, shape: tensor.shape, axes: tensor.axes))
    case "number": return .number(try file.read(path, as: Double.self).values.first ?? .nan)
    case "bool": return .bool(try file.read(path, as: Double.self).values.first == 1)
    case "string": return .string(try file.readStrings(path).values.first ?? "")
    case "list": return .list(try items(path, of: file).map { try read($0, of: file, depth: depth + 1) })
    case "record":
      var record = Record()
      for (position, item) in try items(path, of: file).enumerated() {
        let name = try file.attribute("field", of: item)?.text ?? "field_\(position)"
        guard record[name] == nil else { throw damaged("two fields of '\(path)' are called \"\(name)\"", file) }
        record[name] = try read(item, of: file, depth: depth + 1)
      }
      return .record(record)
    default: return .nil
    }
  }

  private static func damaged(_ why: String, _ file: HDF5File) -> RefusalError {
    RefusalError(
      Message(
        "'\(file.path)' holds no value that was kept: \(why)",
        hints: ["delete it, or say `refresh: true`, to compute the value anew"]))
  }

  /// The items of a group in order.
  private static func items(_ path: String, of file: HDF5File) throws -> [String] {
    try file.names(in: path).compactMap { Int($0) }.sorted().map { "\(path)/\($0)" }
  }
}
