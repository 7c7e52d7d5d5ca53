import Foundation
import Tensors
import Testing

@testable import Interchange

@Suite("NumPy's .npy files") struct NPYFileTests {
  /// A file as NumPy writes it.
  private func file(
    _ descr: String, shape: String, order: String = "False", version: UInt8 = 1, _ elements: [UInt8]
  ) throws -> String {
    let header = "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }          \n"
    let length = header.utf8.count
    let count: [UInt8] = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xff) }
    return try written(NPYHeader.magic + [version, 0] + count + Array(header.utf8) + elements)
  }

  private func written(_ bytes: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".npy"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func read(_ path: String) throws -> ArrayFileValue {
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try ArrayFile.read(path)
  }

  private func cause(_ path: String) -> ArrayFileError.Cause? {
    do {
      _ = try read(path)
      return nil
    } catch { return (error as? ArrayFileError)?.cause }
  }

  /// The numbers 1 and −2 (of unsigned types 1 and 254) in every type that is read, and 1.5 in those of reals.
  @Test(
    "Every type of bools, integers and floats is read, in both byte orders",
    arguments: [
      ("'|b1'", [1, 0], .bool([true, false])), ("'|i1'", [1, 254], .double([1, -2])),
      ("'|u1'", [1, 254], .double([1, 254])), ("'<i2'", [1, 0, 0xfe, 0xff], .double([1, -2])),
      ("'>i2'", [0, 1, 0xff, 0xfe], .double([1, -2])), ("'<u2'", [1, 0, 254, 0], .double([1, 254])),
      ("'<i4'", [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff], .double([1, -2])),
      ("'>u4'", [0, 0, 0, 1, 0, 0, 0, 254], .double([1, 254])),
      ("'>i8'", [0, 0, 0, 0, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255, 255, 254], .double([1, -2])),
      ("'=u8'", [1, 0, 0, 0, 0, 0, 0, 0, 254, 0, 0, 0, 0, 0, 0, 0], .double([1, 254])),
      ("'<f2'", [0x00, 0x3e, 0x00, 0xc0], .float([1.5, -2])), ("'>f2'", [0x3e, 0x00, 0xc0, 0x00], .float([1.5, -2])),
      ("'<f4'", [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0], .float([1.5, -2])),
      ("'>f4'", [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], .float([1.5, -2])),
      ("'>f8'", [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], .double([1.5, -2])),
    ] as [(String, [UInt8], Tensor.Storage)])
  func elements(descr: String, bytes: [UInt8], expected: Tensor.Storage) throws {
    #expect(
      try read(file(descr, shape: "(2,)", bytes)) == .tensor(Tensor(storage: expected, shape: [2])), "\(descr)")
  }

  @Test("Versions 1 to 3 and arrays whose first axis varies fastest are read", arguments: 1...3 as ClosedRange<UInt8>)
  func fortran(version: UInt8) throws {
    let path = try file("'|u1'", shape: "(2, 3)", order: "True", version: version, [1, 4, 2, 5, 3, 6])
    #expect(try read(path) == .tensor(Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])))
  }

  @Test("A single number, an empty array and numbers as old Pythons wrote them")
  func shapes() throws {
    #expect(try read(file("'|u1'", shape: "()", [7])) == .number(7))
    #expect(try read(file("'|u1'", shape: "(0, 3)", [])) == .tensor(Tensor([Double](), shape: [0, 3])))
    #expect(try read(file("'|u1'", shape: "(2L, 1L)", [1, 2])) == .tensor(Tensor([1.0, 2], shape: [2, 1])))
  }

  @Test("What is damaged, absurd or of another type is refused before memory is taken")
  func refused() throws {
    #expect(cause(try file("'<f8'", shape: "(3,)", [0, 0])) == .truncated(bytes: 80, expected: 102))
    #expect(
      cause(try file("'<f8'", shape: "(1000000000000,)", []))
        == .tooLarge(bytes: 8_000_000_000_000, limit: ArrayFile.budget))
    #expect(
      cause(try file("'<f8'", shape: "(9000000000000000000, 9, 0)", []))
        == .tooLarge(bytes: nil, limit: ArrayFile.budget))
    #expect(cause(try file("'<f8'", shape: "(-1,)", [])) == .npyHeader("'shape' is (-1,)"))
    #expect(cause(try file("'<c16'", shape: "(1,)", [])) == .npyElements("<c16"))
    #expect(cause(try file("'|O'", shape: "(1,)", [])) == .npyElements("|O"))
    #expect(
      cause(try file("[('x', '<f8'), ('y', '<i4')]", shape: "(1,)", [])) == .npyElements("[('x', '<f8'), ('y', '<i4')]")
    )
    #expect(cause(try file("'<f8'", shape: "(1,)", version: 9, [])) == .npyVersion(9))
    #expect(cause(try written(NPYHeader.magic + [1, 0, 0xff, 0xff])) == .truncated(bytes: 10, expected: 65545))
    #expect(cause(try written(NPYHeader.magic + [1])) == .truncated(bytes: 7, expected: 8))
    #expect(cause(try written(Array("time,unit\n".utf8))) == .notNPY)
    #expect(cause(try written([])) == .notNPY)
  }

  @Test(
    "What is written reads back the same, and its elements begin at a multiple of 64",
    arguments: [
      Tensor([1.5, -0.1, .infinity], shape: [3]), Tensor([Float(0.1), 2, 3, 4, 5, 6], shape: [1, 2, 3]),
      Tensor([true, false], shape: [2, 1]), Tensor([Double](), shape: [0, 4]),
      Tensor([2.5], shape: Array(repeating: 1, count: 30_000)),
    ])
  func written(tensor: Tensor) throws {
    let bytes = NPYFile.bytes(of: tensor)
    #expect(try NPYHeader(bytes, file: "x").length % 64 == 0)
    #expect(try read(written(bytes)) == .tensor(tensor))
  }
}
