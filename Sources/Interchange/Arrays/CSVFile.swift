import Glibc
import Tensors

/// A table of separated values: columns of numbers or text, with or without a line of names above them.
///
/// Read by an own reader of bytes: the packages for it load all of Foundation, which would cost every start of the
/// program more than anything else in it, and none tells the line of a mistake.
struct CSVFile {
  private let path: String
  private let records: CSVRecords
  /// The columns' names; nil where there are none.
  private let names: [String]?

  /// - Parameter hasHeader: whether the first line holds names; nil to find out: one that has text in it does, and one
  ///   that numbers its columns from 0 after an empty field.
  init(_ path: String, hasHeader: Bool?) throws(ArrayFileError) {
    try self.init(try FileBytes.all(of: path), path: path, hasHeader: hasHeader)
  }

  init(_ bytes: [UInt8], path: String, hasHeader: Bool?) throws(ArrayFileError) {
    self.path = path
    let records = try CSVRecords(bytes, file: path)
    self.records = records
    let first = (0..<records.width).map { records[0, $0] }
    let isHeader =
      hasHeader
      ?? (first.contains { Self.isText($0, records) }
        || (records.width > 1 && first[0].start == first[0].end
          && first.dropFirst().enumerated().allSatisfy { Self.number($1, records) == Double($0) }))
    guard isHeader else {
      names = nil
      return
    }
    var names: [String] = []
    for (position, field) in first.enumerated() {
      guard let text = records.text(field) else {
        throw ArrayFileError(file: path, cause: .notText(line: records.lines[0]))
      }
      names.append(text.isEmpty ? "column_\(position)" : text)
    }
    self.names = names
  }

  private var firstRow: Int { names == nil ? 0 : 1 }

  func read(_ name: ArrayFile.Name?) throws(ArrayFileError) -> ArrayFileValue {
    func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: path, cause: cause) }
    switch name {
    case .position(let position):
      guard position < records.width else { throw failure(.noColumn(position, columns: records.width)) }
      return try column(position)
    case .name(let name):
      guard let names else { throw failure(.columnsUnnamed(name, columns: records.width)) }
      guard let column = names.firstIndex(of: name) else { throw failure(.unknownName(name, available: names)) }
      guard names.lastIndex(of: name) == column else { throw failure(.repeatedName(name)) }
      return try self.column(column)
    case nil:
      guard let names else { return .tensor(try matrix()) }
      var columns: [(name: String, value: ArrayFileValue)] = []
      var seen: Set<String> = []
      for (position, name) in names.enumerated() {
        guard seen.insert(name).inserted else { throw failure(.repeatedName(name)) }
        columns.append((name, try column(position)))
      }
      return .columns(columns)
    }
  }

  /// A column of numbers, or of text where none of its fields is a number.
  private func column(_ column: Int) throws(ArrayFileError) -> ArrayFileValue {
    let rows = firstRow..<records.count
    let stated = rows.lazy.filter { !Self.isBlank(records[$0, column], records) }
    guard !stated.isEmpty, stated.allSatisfy({ Self.isText(records[$0, column], records) }) else {
      return .tensor(Tensor(try numbers(rows, columns: column..<(column + 1)), shape: [rows.count]))
    }
    var texts: [String] = []
    for row in rows {
      guard let text = records.text(records[row, column]) else {
        throw ArrayFileError(file: path, cause: .notText(line: records.lines[row]))
      }
      texts.append(text)
    }
    return .texts(texts)
  }

  /// Every number [line, column]; a table of one column is a vector.
  private func matrix() throws(ArrayFileError) -> Tensor {
    let values = try numbers(0..<records.count, columns: 0..<records.width)
    return Tensor(values, shape: records.width == 1 ? [records.count] : [records.count, records.width])
  }

  private func numbers(_ rows: Range<Int>, columns: Range<Int>) throws(ArrayFileError) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns {
        let field = records[row, column]
        guard let number = Self.number(field, records) else {
          throw ArrayFileError(
            file: path,
            cause: .notANumber(
              line: records.lines[row], column: names.map { "'\($0[column])'" } ?? "\(column)",
              text: records.text(field) ?? "bytes that are no text"))
        }
        values.append(number)
      }
    }
    return values
  }

  private static func isText(_ field: CSVRecords.Field, _ records: CSVRecords) -> Bool { number(field, records) == nil }

  /// Whether a field says that nothing was measured: empty, or R's NA.
  private static func isBlank(_ field: CSVRecords.Field, _ records: CSVRecords) -> Bool {
    field.start == field.end || records.bytes[field.start..<field.end] == [UInt8(ascii: "N"), UInt8(ascii: "A")]
  }

  /// The number of a field; nan of a blank one. Beside semicolons a comma is the decimal point.
  private static func number(_ field: CSVRecords.Field, _ records: CSVRecords) -> Double? {
    if isBlank(field, records) { return .nan }
    return records.bytes.withUnsafeBufferPointer { bytes -> Double? in
      let text = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
      func parsed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Double? {
        guard let start else { return nil }
        return start.withMemoryRebound(to: CChar.self, capacity: count + 1) { start in
          var end: UnsafeMutablePointer<CChar>?
          let value = strtod(start, &end)
          return end.map { UnsafePointer($0) == start + count } == true ? value : nil
        }
      }
      if let number = parsed(text.baseAddress, text.count) { return number }
      guard records.separator == UInt8(ascii: ";"), text.contains(UInt8(ascii: ",")) else { return nil }
      let pointed = text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 } + [0]
      return pointed.withUnsafeBufferPointer { parsed($0.baseAddress, text.count) }
    }
  }

  /// A vector as one number a line, a matrix as a line a row, numbers as the shortest text that reads back, bools as 1
  /// and 0.
  static func bytes(of tensor: Tensor, path: String) throws(ArrayFileError) -> [UInt8] {
    guard tensor.rank <= 2 else { throw ArrayFileError(file: path, cause: .tooManyAxes(tensor.rank)) }
    guard tensor.count > 0 else { throw ArrayFileError(file: path, cause: .noRows) }
    let width = tensor.rank == 2 ? tensor.shape[1] : 1
    func text(_ position: Int) -> String {
      switch tensor.storage {
      case .bool(let values): values[position] ? "1" : "0"
      case .float, .double: tensor.elementText(position)
      }
    }
    var bytes: [UInt8] = []
    for position in 0..<tensor.count {
      bytes += text(position).utf8
      bytes.append(UInt8(ascii: (position + 1) % width == 0 ? "\n" : ","))
    }
    return bytes
  }
}
