/// The header of NumPy's `.npy` file: what follows it.
///
/// Magic bytes, a version of two bytes, the length of the rest (two bytes little-endian in version 1, four in 2 and 3),
/// then the literal of a Python dictionary: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
struct NPYHeader: Equatable {
  /// The numbers that are read.
  enum Element: Equatable {
    case bool
    case integer(bytes: Int, isSigned: Bool)
    case float(bytes: Int)

    var bytes: Int {
      switch self {
      case .bool: 1
      case .integer(let bytes, _), .float(let bytes): bytes
      }
    }
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let element: Element
  let isBigEndian: Bool
  /// Whether the first axis varies fastest.
  let isFortran: Bool
  let shape: [Int]
  /// Where the elements begin.
  let length: Int

  /// - Parameter start: the bytes of the file from its beginning, at least as many as the header has.
  init(_ start: [UInt8], file: String) throws(ArrayFileError) {
    func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: file, cause: cause) }
    guard start.prefix(Self.magic.count) == Self.magic[...] else { throw failure(.notNPY) }
    guard start.count >= 8 else { throw failure(.truncated(bytes: start.count, expected: 8)) }
    guard (1...3).contains(start[6]) else { throw failure(.npyVersion(Int(start[6]))) }
    let width = start[6] == 1 ? 2 : 4
    let own = start.dropFirst(8).prefix(width).reversed().reduce(0) { $0 << 8 | Int($1) }
    length = 8 + width + own
    guard start.count >= length else { throw failure(.truncated(bytes: start.count, expected: length)) }
    guard let text = String(validating: start[(8 + width)..<length], as: UTF8.self) else {
      throw failure(.npyHeader("it is no text"))
    }
    let fields = Self.fields(of: text)
    guard let descr = fields["descr"], let order = fields["fortran_order"], let shape = fields["shape"] else {
      throw failure(.npyHeader("'descr', 'fortran_order' or 'shape' is missing"))
    }
    guard let element = Self.element(descr) else { throw failure(.npyElements(String(descr.prefix(60)))) }
    (self.element, isBigEndian) = element
    guard order == "True" || order == "False" else { throw failure(.npyHeader("'fortran_order' is \(order)")) }
    isFortran = order == "True"
    guard let shape = Self.shape(shape) else { throw failure(.npyHeader("'shape' is \(shape)")) }
    self.shape = shape
  }

  /// Of a tensor that is to be written: row-major, little-endian.
  static func bytes(descr: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The length of thousands of extents needs the four bytes of version 2.
    let width = text.utf8.count < 0xff00 ? 2 : 4, start = 8 + width
    // The elements begin at a multiple of 64, the header ends with a line.
    let length = (start + text.utf8.count + 1 + 63) / 64 * 64 - start
    let padded = text + String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    let count = (0..<width).map { UInt8(length >> (8 * $0) & 0xff) }
    return magic + [UInt8(width / 2), 0] + count + Array(padded.utf8)
  }

  /// The dictionary's values by key, as they are written; of strings what stands between the quotes.
  private static func fields(of text: String) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = text[...]
    func isSpace(_ c: Character) -> Bool { c == " " || c == "\n" || c == "\t" || c == "{" || c == "," }
    while true {
      rest = rest.drop(while: isSpace)
      guard let quote = rest.first, quote == "'" || quote == "\"" else { return fields }
      let key = rest.dropFirst().prefix { $0 != quote }
      rest = rest.dropFirst(key.count + 2).drop { $0 == " " }
      guard rest.first == ":" else { return fields }
      rest = rest.dropFirst().drop { $0 == " " }
      guard let first = rest.first else { return fields }
      let value: Substring
      if first == "'" || first == "\"" {
        value = rest.dropFirst().prefix { $0 != first }
        rest = rest.dropFirst(value.count + 2)
      } else {
        var depth = 0
        value = rest.prefix { character in
          if character == "(" || character == "[" { depth += 1 }
          if character == ")" || character == "]" { depth -= 1 }
          return depth > 0 || (character != "," && character != "}")
        }
        rest = rest.dropFirst(value.count)
      }
      fields[String(key)] = String(value)
    }
  }

  /// `<f8`: byte order, kind, bytes. Nil for what is not read.
  private static func element(_ descr: String) -> (Element, isBigEndian: Bool)? {
    let parts = Array(descr)
    guard parts.count >= 3, let size = Int(String(parts[2...])), "<>|=".contains(parts[0]) else { return nil }
    let isBigEndian = parts[0] == ">"
    switch (parts[1], size) {
    case ("b", 1), ("?", 1): return (.bool, false)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return (.integer(bytes: size, isSigned: true), isBigEndian)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return (.integer(bytes: size, isSigned: false), isBigEndian)
    case ("f", 2), ("f", 4), ("f", 8): return (.float(bytes: size), isBigEndian)
    default: return nil
    }
  }

  /// `(3, 4)`, `(3,)`, `()`; old files have an `L` after each number.
  private static func shape(_ text: String) -> [Int]? {
    let text = text.filter { $0 != " " }
    guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
    var extents: [Int] = []
    for part in text.dropFirst().dropLast().split(separator: ",") {
      guard let extent = Int(part.last == "L" ? part.dropLast() : part), extent >= 0 else { return nil }
      extents.append(extent)
    }
    return extents
  }
}
