import CHDF5
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
    let source = try openArray(array)
    let shape = try source.shape(rows: rows)
    let count = shape.reduce(1, *)
    try source.checkSize(elements: count, bytesEach: MemoryLayout<Element>.stride, budget: budget)
    var outcome: Result<Void, HDF5Error> = .success(())
    let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      outcome = Result { () throws(HDF5Error) in
        try source.read(into: UnsafeMutableRawBufferPointer(buffer), rows: rows, as: Element.self)
      }
      if case .success = outcome { initialized = count }
    }
    try outcome.get()
    return HDF5Array(values: values, shape: shape)
  }

  /// Reads an array of numbers into memory the caller owns, which has to be of exactly its size.
  public func read<Element: HDF5Element>(
    _ array: String, rows: Range<Int>? = nil, into buffer: UnsafeMutableBufferPointer<Element>
  ) throws(HDF5Error) {
    let source = try openArray(array)
    let count = try source.shape(rows: rows).reduce(1, *)
    precondition(buffer.count == count, "\(count) elements do not fit \(buffer.count)")
    try source.checkSize(elements: count, bytesEach: MemoryLayout<Element>.stride, budget: budget)
    try source.read(into: UnsafeMutableRawBufferPointer(buffer), rows: rows, as: Element.self)
  }

  /// The one number of a scalar, or of an array with one element.
  public func scalar(_ array: String) throws(HDF5Error) -> Double {
    let values = try read(array, as: Double.self)
    guard values.values.count == 1, let value = values.values.first else {
      throw place(array).error(.elementMismatch(found: "an array of shape \(values.shape)", wanted: "one number"))
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
    let source = try openArray(array)
    guard source.info.elements.isString else {
      throw source.place.error(.elementMismatch(found: source.info.elements.description, wanted: "strings"))
    }
    try source.checkSize(elements: source.info.count, bytesEach: source.elementBytes, budget: budget)
    if source.isNull { return HDF5Array(values: [], shape: [0]) }
    let transfer = Strings(type: source.type.id, space: source.space.id, count: source.info.count, place: source.place)
    let values = try transfer.read { type, buffer in
      H5Dread(source.dataset.id, type, lfads_H5S_ALL(), lfads_H5S_ALL(), lfads_H5P_DEFAULT(), buffer)
    }
    return HDF5Array(values: values, shape: source.info.shape)
  }
}

extension OpenArray {
  /// The shape of the rows asked for.
  func shape(rows: Range<Int>?) throws(HDF5Error) -> [Int] {
    guard info.elements.isNumeric || info.elements.isString else {
      throw place.error(.elements(info.elements.description))
    }
    guard let rows else { return info.shape }
    let available = info.shape.first ?? 0
    guard rows.lowerBound >= 0, rows.upperBound <= available else {
      throw place.error(.rowsOutOfRange(rows, rows: available))
    }
    return [rows.count] + info.shape.dropFirst()
  }

  /// Reads into raw memory of the right size.
  func read<Element: HDF5Element>(
    into buffer: UnsafeMutableRawBufferPointer, rows: Range<Int>?, as type: Element.Type
  ) throws(HDF5Error) {
    let kind = Element.elementKind
    guard info.elements.isNumeric else {
      throw place.error(.elementMismatch(found: info.elements.description, wanted: "numbers"))
    }
    guard !buffer.isEmpty, !isNull else { return }
    let transfer = try place.open(H5Pclose, H5Pcreate(lfads_H5P_DATASET_XFER()))
    let fault = ConversionFault()
    if kind.isInteger { try fault.watch(transfer.id, at: place) }
    do {
      if let rows {
        let selection = try select(rows)
        let memory = try place.open(
          H5Sclose, H5Screate_simple(1, [hsize_t(buffer.count / MemoryLayout<Element>.stride)], nil))
        try place.call(
          H5Dread(dataset.id, kind.nativeType, memory.id, selection.id, transfer.id, buffer.baseAddress))
      } else {
        let all = lfads_H5S_ALL()
        try place.call(H5Dread(dataset.id, kind.nativeType, all, all, transfer.id, buffer.baseAddress))
      }
    } catch {
      if let how = fault.found { throw place.error(.unrepresentable(how, type: kind.rawValue)) }
      guard case .library(let words) = error.cause else { throw error }
      throw place.error(.damaged(words))
    }
    withExtendedLifetime(fault) {}
  }

  /// The dataspace of the file with some rows selected.
  private func select(_ rows: Range<Int>) throws(HDF5Error) -> Handle {
    let selection = try place.open(H5Sclose, H5Scopy(space.id))
    var start = [hsize_t](repeating: 0, count: info.shape.count)
    var count = info.shape.map { hsize_t($0) }
    start[0] = hsize_t(rows.lowerBound)
    count[0] = hsize_t(rows.count)
    try place.call(H5Sselect_hyperslab(selection.id, H5S_SELECT_SET, start, nil, count, nil))
    return selection
  }
}

/// Stops a conversion to integers at the first element that would be cut off or clipped; the library alone would
/// store 255 for 300.
private final class ConversionFault {
  private(set) var found: HDF5Error.Unrepresentable?

  func watch(_ transfer: hid_t, at place: Place) throws(HDF5Error) {
    let callback: H5T_conv_except_func_t = { exception, _, _, _, _, data in
      guard let data, let how = ConversionFault.meaning(of: exception) else { return H5T_CONV_UNHANDLED }
      Unmanaged<ConversionFault>.fromOpaque(data).takeUnretainedValue().found = how
      return H5T_CONV_ABORT
    }
    try place.call(H5Pset_type_conv_cb(transfer, callback, Unmanaged.passUnretained(self).toOpaque()))
  }

  private static func meaning(of exception: H5T_conv_except_t) -> HDF5Error.Unrepresentable? {
    switch exception {
    case H5T_CONV_EXCEPT_RANGE_HI, H5T_CONV_EXCEPT_PINF: .tooLarge
    case H5T_CONV_EXCEPT_RANGE_LOW, H5T_CONV_EXCEPT_NINF: .tooSmall
    case H5T_CONV_EXCEPT_TRUNCATE, H5T_CONV_EXCEPT_NAN: .fractional
    default: nil
    }
  }
}
