import HDF5
import Language
import Tensors

/// Values of the language in an HDF5 file: tensors as arrays with their axes, lists and records as groups.
///
/// Every object says what it is in its attribute `type`; items of lists and fields of records are called by their
/// position, fields with their name in the attribute `field`.
enum ValueFile {
  private static let format = "lfads-repl value"
  private static let root = "value"

  static func isValue(_ file: HDF5File) -> Bool { ((try? file.attribute("format")) ?? nil)?.text == format }

  /// - Throws: `Refusal` for what cannot be kept, and what writing throws.
  static func write(_ value: Value, to path: String) throws {
    try refuse(value)
    try HDF5File.write(to: path) { writer throws(HDF5Error) in
      try writer.attribute("format", format)
      try write(value, at: root, to: writer)
    }
  }

  static func read(_ file: HDF5File) throws -> Value { try read(root, of: file) }

  private static func refuse(_ value: Value) throws {
    switch value {
    case .nil, .number, .bool, .string, .tensor: break
    case .list(let items): for item in items { try refuse(item) }
    case .record(let record): for item in record.values { try refuse(item) }
    case .range, .function, .handle:
      throw Refusal(
        Message(
          "\(value.foundText) cannot be kept in a file here",
          expected: "a model, posterior, data set of one session, tensor, number, string, bool, nil, or lists and "
            + "records of tensors and smaller things",
          hints: ["keep models and posteriors each in a file of its own"]))
    }
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

  private static func read(_ path: String, of file: HDF5File) throws -> Value {
    switch try file.attribute("type", of: path)?.text {
    case "tensor":
      let tensor = try file.tensor(path)
      guard try file.attribute("bools", of: path)?.number == 1 else { return .tensor(tensor) }
      return .tensor(Tensor(tensor.doubles.map { $0 != 0 }, shape: tensor.shape, axes: tensor.axes))
    case "number": return .number(try file.read(path, as: Double.self).values.first ?? .nan)
    case "bool": return .bool(try file.read(path, as: Double.self).values.first == 1)
    case "string": return .string(try file.readStrings(path).values.first ?? "")
    case "list": return .list(try items(path, of: file).map { try read($0, of: file) })
    case "record":
      return .record(
        Record(
          try items(path, of: file).enumerated().map { position, item in
            (try file.attribute("field", of: item)?.text ?? "field_\(position)", try read(item, of: file))
          }))
    default: return .nil
    }
  }

  /// The items of a group in order.
  private static func items(_ path: String, of file: HDF5File) throws -> [String] {
    try file.names(in: path).compactMap { Int($0) }.sorted().map { "\(path)/\($0)" }
  }
}
