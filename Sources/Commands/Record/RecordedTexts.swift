import HDF5

/// Texts in a record: strings that any program reads. A NUL would end such a string, so where one of them has it, all of
/// them stand there as bytes, one text behind the other, and their lengths beside.
enum RecordedTexts {
  private static func lengths(of place: String) -> String { place + "_lengths" }

  static func write(
    _ texts: [String], shape: [Int], at place: String, with writer: HDF5Writer
  ) throws(HDF5Error) {
    guard texts.contains(where: { $0.utf8.contains(0) }) else {
      return try writer.write(texts, shape: shape, at: place)
    }
    let bytes = texts.flatMap { Array($0.utf8) }
    try writer.write(bytes, shape: [bytes.count], at: place)
    try writer.write(texts.map { Int64($0.utf8.count) }, shape: [texts.count], at: lengths(of: place))
  }

  /// - Throws: `HDF5Error`, or `DamagedRecordError` where bytes and lengths do not fit each other.
  static func read(_ place: String, of file: HDF5File) throws -> [String] {
    guard file.contains(lengths(of: place)) else { return try file.readStrings(place).values }
    var rest = try file.read(place, as: UInt8.self).values[...]
    let texts = try file.read(lengths(of: place), as: Int64.self).values.map { length in
      guard 0...Int64(rest.count) ~= length else { throw DamagedRecordError(path: file.path) }
      defer { rest = rest.dropFirst(Int(length)) }
      return String(decoding: rest.prefix(Int(length)), as: UTF8.self)
    }
    guard rest.isEmpty else { throw DamagedRecordError(path: file.path) }
    return texts
  }
}
