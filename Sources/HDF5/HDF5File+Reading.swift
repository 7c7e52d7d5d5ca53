import Tensors

extension HDF5File {
  /// Reads an array of numbers, whole or some of its rows (its first axis).
  ///
  /// Any integer or floating-point type, byte order, layout and built-in compression is converted. Floating-point
  /// targets round to nearest; integer targets hold every element exactly or nothing is returned.
  ///
  /// - Throws: `elementMismatch` for strings, `unrepresentable` where an integer type cannot hold an element,
  ///   `tooLarge` and `implausibleSize` before anything is allocated.
  public func read<Element: HDF5Element>(
    _ array: String, as type: Element.Type = Element.self, rows: Range<Int>? = nil
  ) throws(HDF5Error) -> HDF5Array<Element> {
    let shape = try shape(of: array, rows: rows, as: Element.elementKind)
    let count = shape.reduce(1, *)
    var outcome: Result<Void, HDF5Error> = .success(())
    let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      outcome = Result { () throws(HDF5Error) in
        try fill(
          UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count * MemoryLayout<Element>.stride),
          from: array, rows: rows, as: Element.elementKind)
      }
      if case .success = outcome { initialized = count }
    }
    try outcome.get()
    return HDF5Array(values: values, shape: shape)
  }

  /// Reads an array of numbers into memory the caller owns.
  ///
  /// - Precondition: the memory is of exactly the array's size.
  public func read<Element: HDF5Element>(
    _ array: String, rows: Range<Int>? = nil, into buffer: UnsafeMutableBufferPointer<Element>
  ) throws(HDF5Error) {
    let count = try shape(of: array, rows: rows, as: Element.elementKind).reduce(1, *)
    precondition(buffer.count == count, "\(count) elements do not fit \(buffer.count)")
    try fill(UnsafeMutableRawBufferPointer(buffer), from: array, rows: rows, as: Element.elementKind)
  }

  /// The one number of a scalar, or of an array with one element.
  public func scalar(_ array: String) throws(HDF5Error) -> Double {
    let read = try read(array, as: Double.self)
    guard read.values.count == 1, let value = read.values.first else {
      throw error(.elementMismatch(found: "an array of shape \(read.shape)", wanted: "one number"), at: array)
    }
    return value
  }

  /// Reads an array as a tensor: bools stay bools, 32-bit and narrower floats become floats, all else doubles.
  /// Axis names written with the array come with it.
  public func tensor(_ array: String) throws(HDF5Error) -> Tensor {
    let axes = try axisNames(of: array)
    switch try info(array).elements {
    case .bool:
      let read = try read(array, as: UInt8.self)
      return Tensor(read.values.map { $0 != 0 }, shape: read.shape, axes: axes)
    case .float(let bits) where bits <= 32:
      let read = try read(array, as: Float.self)
      return Tensor(read.values, shape: read.shape, axes: axes)
    default:
      let read = try read(array, as: Double.self)
      return Tensor(read.values, shape: read.shape, axes: axes)
    }
  }

  /// Reads an array of strings, of fixed or any length. Bytes that are not UTF-8 are replaced.
  public func readStrings(_ array: String) throws(HDF5Error) -> HDF5Array<String> {
    guard case .strings(let values, let shape) = try ask(.strings(of: array)) else { throw misunderstood(array) }
    return HDF5Array(values: values, shape: shape)
  }

  /// The shape of what is to be read, found to fit the budget.
  private func shape(of array: String, rows: Range<Int>?, as kind: HDF5ElementKind) throws(HDF5Error) -> [Int] {
    guard case .shape(let shape) = try ask(.shape(of: array, rows: rows, as: kind)) else { throw misunderstood(array) }
    // Checked where the array was opened, and once more here, where the memory is taken.
    let bytes = shape.reduce(into: kind.bytes as Int?) { bytes, extent in
      bytes = bytes.flatMap { extent < 0 ? nil : $0.multipliedReportingOverflow(by: extent) }
        .flatMap { $0.overflow ? nil : $0.partialValue }
    }
    guard let bytes, bytes <= budget else { throw error(.tooLarge(bytes: bytes, limit: budget), at: array) }
    return shape
  }
}
