import Tensors

/// An array in NumPy's `.npy` format, versions 1 to 3.
///
/// Bools stay bools, floats of up to 32 bits become floats, all else doubles, in which whole numbers beyond 2⁵³ are
/// rounded. Of several arrays in one file the first is read, as NumPy does.
enum NPYFile {
  static func read(_ path: String) throws(ArrayFileError) -> ArrayFileValue {
    let bytes = try FileBytes.all(of: path)
    let header = try NPYHeader(bytes, file: path)
    func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: path, cause: cause) }
    // Extents of 0 hide no absurd ones beside them.
    var product = 1
    for extent in header.shape where extent > 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw failure(.tooLarge(bytes: nil, limit: ArrayFile.budget)) }
      product = next
    }
    let count = header.shape.contains(0) ? 0 : product
    let (memory, overflow) = count.multipliedReportingOverflow(by: 8)
    guard !overflow, memory <= ArrayFile.budget else {
      throw failure(.tooLarge(bytes: overflow ? nil : memory, limit: ArrayFile.budget))
    }
    let size = count * header.element.bytes
    guard bytes.count - header.length >= size else {
      throw failure(.truncated(bytes: bytes.count, expected: header.length + size))
    }
    let tensor = tensor(header, bytes, count: count)
    if header.shape.isEmpty, tensor.elementType != .bool { return .number(tensor.doubles[0]) }
    return .tensor(tensor)
  }

  private static func tensor(_ header: NPYHeader, _ bytes: [UInt8], count: Int) -> Tensor {
    let swaps = header.isBigEndian
    func elements<Stored: FixedWidthInteger & BitwiseCopyable, Element>(
      _ type: Stored.Type, _ convert: (Stored) -> Element
    ) -> [Element] {
      bytes.withUnsafeBytes { buffer in
        (0..<count).map { position in
          let stored = buffer.loadUnaligned(
            fromByteOffset: header.length + position * MemoryLayout<Stored>.size, as: Stored.self)
          return convert(swaps ? stored.byteSwapped : stored)
        }
      }
    }
    let storage: Tensor.Storage =
      switch header.element {
      case .bool: .bool(elements(UInt8.self) { $0 != 0 })
      case .float(2): .float(elements(UInt16.self) { Float(Float16(bitPattern: $0)) })
      case .float(4): .float(elements(UInt32.self) { Float(bitPattern: $0) })
      case .float: .double(elements(UInt64.self) { Double(bitPattern: $0) })
      case .integer(1, true): .double(elements(Int8.self) { Double($0) })
      case .integer(2, true): .double(elements(Int16.self) { Double($0) })
      case .integer(4, true): .double(elements(Int32.self) { Double($0) })
      case .integer(_, true): .double(elements(Int64.self) { Double($0) })
      case .integer(1, false): .double(elements(UInt8.self) { Double($0) })
      case .integer(2, false): .double(elements(UInt16.self) { Double($0) })
      case .integer(4, false): .double(elements(UInt32.self) { Double($0) })
      case .integer(_, false): .double(elements(UInt64.self) { Double($0) })
      }
    guard header.isFortran, header.shape.count > 1 else { return Tensor(storage: storage, shape: header.shape) }
    return Tensor(storage: storage, shape: header.shape.reversed()).transposed
  }

  /// The tensor as a file of version 1, in its own element type.
  static func bytes(of tensor: Tensor) -> [UInt8] {
    func file<Element>(_ descr: String, _ elements: [Element]) -> [UInt8] {
      NPYHeader.bytes(descr: descr, shape: tensor.shape) + elements.withUnsafeBytes { Array($0) }
    }
    return switch tensor.storage {
    case .float(let elements): file("<f4", elements)
    case .double(let elements): file("<f8", elements)
    case .bool(let elements): file("|b1", elements.map { UInt8($0 ? 1 : 0) })
    }
  }
}
