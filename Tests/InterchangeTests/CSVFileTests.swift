import Foundation
import Tensors
import Testing

@testable import Interchange

@Suite("Tables of separated values") struct CSVFileTests {
  private func read(
    _ text: String, _ name: ArrayFile.Name? = nil, header: Bool? = nil
  ) throws(ArrayFileError) -> ArrayFileValue {
    try CSVFile(Array(text.utf8), path: "x.csv", hasHeader: header).read(name)
  }

  private func cause(_ text: String, _ name: ArrayFile.Name? = nil, header: Bool? = nil) -> ArrayFileError.Cause? {
    do {
      _ = try read(text, name, header: header)
      return nil
    } catch { return error.cause }
  }

  private func vector(_ values: Double...) -> ArrayFileValue { .tensor(Tensor(values, shape: [values.count])) }

  @Test("A table with names becomes columns, one without a tensor, a single column a vector")
  func kinds() throws {
    #expect(try read("time,unit\n0.5,1\n1e-3,2\n") == .columns([("time", vector(0.5, 0.001)), ("unit", vector(1, 2))]))
    #expect(try read("1,2\n3,4\n5,6") == .tensor(Tensor([1.0, 2, 3, 4, 5, 6], shape: [3, 2])))
    #expect(try read("1\n2\n") == vector(1, 2))
    #expect(try read("time\n1\n") == .columns([("time", vector(1))]))
    #expect(try read("time,unit\n") == .columns([("time", vector()), ("unit", vector())]))
  }

  @Test("A column is found by its name or place")
  func columns() throws {
    let text = "time, side\n1,left\n2,\"right, far\"\n"
    #expect(try read(text, .name("time")) == vector(1, 2))
    #expect(try read(text, .name("side")) == .texts(["left", "right, far"]))
    #expect(try read(text, .position(0)) == vector(1, 2))
    #expect(try read("1,2\n3,4\n", .position(1)) == vector(2, 4))
  }

  @Test(
    "Whatever wrote the file, the numbers are the same",
    arguments: [
      "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n3,4", "a;b\n1;2\n3;4\n",
      "a\tb\n1\t2\n3\t4\n", "a;b\n1,0;2,0\n3,0;4\n", "\"a\",\"b\"\n\"1\",2\n3,\"4\"\n",
      "# made by x\n\na, b\n\n 1 , 2\n3,4\n\n",
      "a,b\n1.0e0,+2\n3.,4\n",
    ])
  func dialects(text: String) throws {
    #expect(try read(text) == .columns([("a", vector(1, 3)), ("b", vector(2, 4))]), "\(text.debugDescription)")
  }

  @Test("Fields left empty are nan, in a column of text they are empty")
  func missing() throws {
    guard case .tensor(let numbers) = try read("a,b\n1,x\n,\nNA,y\nnan,z\n", .name("a")) else {
      Issue.record("no numbers")
      return
    }
    #expect(numbers.doubles.map(\.isNaN) == [false, true, true, true])
    #expect(try read("a,b\n1,x\n,\nNA,y\nnan,z\n", .name("b")) == .texts(["x", "", "y", "z"]))
  }

  @Test("A first line that numbers the columns holds names, and what it holds can be said")
  func headers() throws {
    #expect(try read(",0,1\n0,5,6\n1,7,8\n", .name("1")) == vector(6, 8))
    #expect(try read(",0,1\n0,5,6\n", .name("column_0")) == vector(0))
    #expect(try read("7,8\n1,2\n", .name("8"), header: true) == vector(2))
    #expect(try read("left,1\nright,2\n", .position(0), header: false) == .texts(["left", "right"]))
  }

  @Test("Quotes hold separators, quotes and lines")
  func quotes() throws {
    #expect(try read("t\n\"a \"\"b\"\"\"\n\"c,\nd\"\n", .name("t")) == .texts(["a \"b\"", "c,\nd"]))
  }

  @Test("What is wrong is said with its line")
  func refused() {
    #expect(cause("a,b\n1,2\n3\n") == .ragged(line: 3, fields: 1, expected: 2))
    #expect(cause("1,2\n\n3,4,5\n") == .ragged(line: 3, fields: 3, expected: 2))
    #expect(cause("a,b\n1,2\n3,oops\n") == .notANumber(line: 3, column: "'b'", text: "oops"))
    #expect(cause("1,2\n3,1O\n") == .notANumber(line: 2, column: "1", text: "1O"))
    #expect(cause("a,b\n1,\"2\n3,4\n") == .quotation(line: 2))
    #expect(cause("a,b\n1,\"2\"x\n") == .quotation(line: 2))
    #expect(cause("") == .noRows)
    #expect(cause("# nothing\n\n  \n") == .noRows)
    #expect(cause("a,b\n1,2\n", .name("c")) == .unknownName("c", available: ["a", "b"]))
    #expect(cause("1,2\n", .name("c")) == .columnsUnnamed("c", columns: 2))
    #expect(cause("a,b\n1,2\n", .position(2)) == .noColumn(2, columns: 2))
    #expect(cause("a,a\n1,2\n") == .repeatedName("a"))
    #expect(cause("a,a\n1,2\n", .name("a")) == .repeatedName("a"))
  }

  @Test("Bytes that are no UTF-8 are refused with their line; text of two bytes a character is recognised")
  func encodings() {
    func cause(_ bytes: [UInt8]) -> ArrayFileError.Cause? {
      do {
        _ = try CSVFile(bytes, path: "x.csv", hasHeader: nil).read(nil)
        return nil
      } catch { return error.cause }
    }
    #expect(cause(Array("t,\u{6d}".utf8) + [0xB5] + Array("\n1,2\n".utf8)) == .notText(line: 1))
    #expect(cause([0xFF, 0xFE, 0x31, 0, 0x0A, 0]) == .wideText)
  }

  @Test("A tensor of up to two axes is written so that it reads back")
  func written() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for tensor in [Tensor([0.1, -2, 1e300], shape: [3]), Tensor([1.0, 2, 3, 0.25, 5, 6], shape: [2, 3])] {
      try ArrayFile.write(tensor, as: .csv, to: path)
      #expect(try ArrayFile.read(path) == .tensor(tensor))
    }
    try ArrayFile.write(Tensor([Float(0.1), 2], shape: [2]), as: .csv, to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "0.1\n2\n")
    #expect(throws: ArrayFileError(file: path, cause: .tooManyAxes(3))) {
      try ArrayFile.write(Tensor([1.0], shape: [1, 1, 1]), as: .csv, to: path)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "0.1\n2\n", "the old file is gone")
  }
}
