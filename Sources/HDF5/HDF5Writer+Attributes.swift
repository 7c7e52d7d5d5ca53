import CHDF5

extension HDF5Writer {
  /// Hangs a text on an object, by default on the file itself: UTF-8 of fixed length, which every reader knows.
  public func attribute(_ name: String, _ text: String, of object: String = "/") throws(HDF5Error) {
    let place = place("\(object)@\(name)")
    // A string of no bytes cannot be; one of a single NUL is the empty text.
    let bytes = Array(text.utf8) + [0]
    let type = try TextType.fixed(bytes: bytes.count, at: place)
    let space = try place.open(H5Sclose, H5Screate(H5S_SCALAR))
    try write(name, of: object, type: type.id, space: space.id, from: bytes, at: place)
  }

  /// Hangs a number on an object.
  public func attribute<Element: HDF5Element>(
    _ name: String, _ value: Element, of object: String = "/"
  ) throws(HDF5Error) {
    let place = place("\(object)@\(name)")
    let space = try place.open(H5Sclose, H5Screate(H5S_SCALAR))
    try write(name, of: object, type: Element.elementKind.nativeType, space: space.id, from: [value], at: place)
  }

  /// Names the axes of an array, as HDF5's dimension scales do; nothing is written where no axis has a name.
  public func nameAxes(_ axes: [String?], of array: String) throws(HDF5Error) {
    guard axes.contains(where: { $0 != nil }) else { return }
    let place = place(array)
    let type = try TextType.variable(at: place)
    let space = try place.open(H5Sclose, H5Screate_simple(1, [hsize_t(axes.count)], nil))
    try TextType.withCStrings(axes.map { $0 ?? "" }) { (pointers) throws(HDF5Error) in
      try write(
        HDF5Attribute.dimensionLabels, of: array, type: type.id, space: space.id, from: pointers, at: place)
    }
  }

  private func write(
    _ name: String, of object: String, type: hid_t, space: hid_t, from values: UnsafeRawPointer, at place: Place
  ) throws(HDF5Error) {
    let all = lfads_H5P_DEFAULT()
    let name = try checked(name, at: place)
    let object = try checked(object, at: place)
    let owner = try place.open(H5Oclose, H5Oopen(file, object, all))
    let attribute = try place.open(H5Aclose, H5Acreate2(owner.id, name, type, space, all, all))
    try place.call(H5Awrite(attribute.id, type, values))
    try attribute.close(at: place)
    try owner.close(at: place)
  }
}

/// The library's string types.
enum TextType {
  static func variable(at place: Place) throws(HDF5Error) -> Handle {
    try utf8(size: lfads_H5T_VARIABLE(), at: place)
  }

  static func fixed(bytes: Int, at place: Place) throws(HDF5Error) -> Handle {
    try utf8(size: bytes, at: place)
  }

  private static func utf8(size: Int, at place: Place) throws(HDF5Error) -> Handle {
    let type = try place.open(H5Tclose, H5Tcopy(lfads_H5T_C_S1()))
    try place.call(H5Tset_size(type.id, size))
    try place.call(H5Tset_cset(type.id, H5T_CSET_UTF8))
    return type
  }

  /// Lends the strings as C strings, which end at their first NUL.
  static func withCStrings<E: Error>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws(E) -> Void
  ) throws(E) {
    let bytes = strings.map { Array($0.utf8CString) }
    let starts = bytes.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    let all = Array(bytes.joined())
    try all.withUnsafeBufferPointer { (all) throws(E) in
      let pointers = starts.dropLast().map { start in all.baseAddress.map { $0 + start } }
      try pointers.withUnsafeBufferPointer { (pointers) throws(E) in
        if let base = pointers.baseAddress { try body(base) }
      }
    }
  }
}
