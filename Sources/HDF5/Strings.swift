import CHDF5

/// Moves strings of fixed or any length out of a data set or an attribute.
struct Strings {
  /// The strings' type in the file.
  let type: hid_t
  let space: hid_t
  let count: Int
  let place: Place

  /// - Parameter transfer: reads everything into the buffer as the type given.
  func read(_ transfer: (hid_t, UnsafeMutableRawPointer) -> herr_t) throws(HDF5Error) -> [String] {
    let memoryType = try place.open(H5Tclose, H5Tcopy(type))
    return H5Tis_variable_str(type) > 0
      ? try readVariable(memoryType.id, transfer) : try readFixed(memoryType.id, transfer)
  }

  /// The library allocates every string; it also frees them.
  private func readVariable(
    _ type: hid_t, _ transfer: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: max(count, 1))
    defer { pointers.deallocate() }
    pointers.initialize(repeating: nil, count: max(count, 1))
    try place.call(transfer(type, pointers))
    defer { _ = H5Dvlen_reclaim(type, space, lfads_H5P_DEFAULT(), pointers) }
    return (0..<count).map { pointers[$0].map { String(cString: $0) } ?? "" }
  }

  /// Padding of NULs ends a string; padding of blanks is cut off.
  private func readFixed(
    _ type: hid_t, _ transfer: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    let width = Int(H5Tget_size(type))
    let blanks = H5Tget_strpad(type) == H5T_STR_SPACEPAD
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count * width, 1), alignment: 1)
    defer { bytes.deallocate() }
    guard let start = bytes.baseAddress else { return [] }
    try place.call(transfer(type, start))
    return (0..<count).map { index in
      var text = bytes[(index * width)..<((index + 1) * width)].prefix { $0 != 0 }
      if blanks {
        while text.last == UInt8(ascii: " ") { text.removeLast() }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
