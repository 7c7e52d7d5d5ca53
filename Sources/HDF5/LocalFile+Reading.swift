import CHDF5

extension LocalFile {
  func readStrings(_ array: String) throws(HDF5Error) -> HDF5Array<String> {
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
  /// The shape of the rows asked for, once they are known to be numbers that fit the budget.
  func shape(rows: Range<Int>?, as kind: HDF5ElementKind, budget: Int) throws(HDF5Error) -> [Int] {
    if case .other(let name) = info.elements { throw place.error(.elements(name)) }
    guard info.elements.isNumeric else {
      throw place.error(.elementMismatch(found: info.elements.description, wanted: "numbers"))
    }
    var shape = info.shape
    if let rows {
      let available = shape.first ?? 0
      guard rows.lowerBound >= 0, rows.upperBound <= available else {
        throw place.error(.rowsOutOfRange(rows, rows: available))
      }
      shape[0] = rows.count
    }
    try checkSize(elements: shape.reduce(1, *), bytesEach: kind.bytes, budget: budget)
    return shape
  }

  /// Reads numbers into raw memory of the right size; `shape(rows:as:budget:)` has to have allowed it.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, rows: Range<Int>?, as kind: HDF5ElementKind
  ) throws(HDF5Error) {
    guard !buffer.isEmpty, !isNull else { return }
    let transfer = try place.open(H5Pclose, H5Pcreate(lfads_H5P_DATASET_XFER()))
    let fault = ConversionFault()
    if kind.isInteger { try fault.watch(transfer.id, at: place) }
    do {
      if let rows {
        let selection = try select(rows)
        let memory = try place.open(
          H5Sclose, H5Screate_simple(1, [hsize_t(buffer.count / kind.bytes)], nil))
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
