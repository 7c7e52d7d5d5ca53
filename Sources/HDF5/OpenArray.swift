import CHDF5

/// An array opened and found fit to be read: not virtual, not stored elsewhere, of a countable size, its filters known.
struct OpenArray: ~Copyable {
  let place: Place
  let dataset: Handle
  let space: Handle
  let type: Handle
  let info: HDF5ArrayInfo

  /// What one element takes in the file, in bytes.
  let elementBytes: Int
  /// Whether the dataspace is HDF5's null: h5py's `Empty`, which has a type but no elements.
  let isNull: Bool

  /// Opens a data set whose handle is at hand. The layout is looked at before the extent, since asking for the extent
  /// of a virtual data set opens the files it is made of.
  init(dataset: consuming Handle, at place: Place) throws(HDF5Error) {
    let creation = try place.open(H5Pclose, H5Dget_create_plist(dataset.id))
    let layout = H5Pget_layout(creation.id)
    if layout == H5D_VIRTUAL { throw place.error(.virtual) }
    if try place.call(H5Pget_external_count(creation.id)) > 0 { throw place.error(.externalStorage) }
    let space = try place.open(H5Sclose, H5Dget_space(dataset.id))
    let type = try place.open(H5Tclose, H5Dget_type(dataset.id))
    let shape = try Extent.shape(of: space.id, at: place)
    let elements = try HDF5ArrayInfo.Elements(type: type.id, at: place)
    let chunk = layout == H5D_CHUNKED ? try Extent.chunk(of: creation.id, rank: shape.count, at: place) : nil
    try Filters.check(creation.id, at: place)
    info = HDF5ArrayInfo(
      shape: shape, elements: elements, chunk: chunk,
      storedBytes: Int(clamping: H5Dget_storage_size(dataset.id)))
    elementBytes = Int(H5Tget_size(type.id))
    isNull = H5Sget_simple_extent_type(space.id) == H5S_NULL
    self.place = place
    self.dataset = dataset
    self.space = space
    self.type = type
  }

  /// Refuses what would need more memory than the reader may use, and what claims far more than the file can hold:
  /// an array of 10⁶ × 10⁶ may occupy no byte at all. Deflate packs 1032 to 1 at best.
  func checkSize(elements: Int, bytesEach: Int, budget: Int) throws(HDF5Error) {
    let (bytes, overflow) = elements.multipliedReportingOverflow(by: max(bytesEach, 1))
    guard !overflow, bytes <= budget else { throw place.error(.tooLarge(bytes: overflow ? nil : bytes, limit: budget)) }
    let (whole, wholeOverflow) = info.count.multipliedReportingOverflow(by: elementBytes)
    let harmless = 64 << 20
    if wholeOverflow || whole > harmless, (wholeOverflow ? .max : whole) / 1100 > info.storedBytes {
      throw place.error(.implausibleSize(bytes: wholeOverflow ? .max : whole, stored: info.storedBytes))
    }
    if let chunk = info.chunk {
      // The library holds a whole chunk while it reads one element of it.
      let (chunkBytes, overflow) = chunk.reduce(1, *).multipliedReportingOverflow(by: elementBytes)
      guard !overflow, chunkBytes <= budget else { throw place.error(.tooLarge(bytes: chunkBytes, limit: budget)) }
    }
  }
}

/// Shapes out of dataspaces and property lists, checked against overflow.
enum Extent {
  static func shape(of space: hid_t, at place: Place) throws(HDF5Error) -> [Int] {
    switch H5Sget_simple_extent_type(space) {
    case H5S_SCALAR: return []
    case H5S_NULL: return [0]
    default: break
    }
    let rank = Int(try place.call(H5Sget_simple_extent_ndims(space)))
    var extents = [hsize_t](repeating: 0, count: rank)
    try place.call(H5Sget_simple_extent_dims(space, &extents, nil))
    return try counted(extents, at: place)
  }

  static func chunk(of creation: hid_t, rank: Int, at place: Place) throws(HDF5Error) -> [Int] {
    var extents = [hsize_t](repeating: 1, count: rank)
    try place.call(H5Pget_chunk(creation, Int32(rank), &extents))
    return try counted(extents, at: place)
  }

  /// The extents as integers whose product does not overflow, zero extents left aside.
  private static func counted(_ extents: [hsize_t], at place: Place) throws(HDF5Error) -> [Int] {
    var counts: [Int] = [], product = 1
    for extent in extents {
      guard let count = Int(exactly: extent) else { throw place.error(.tooLarge(bytes: nil, limit: .max)) }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(count, 1))
      guard !overflow else { throw place.error(.tooLarge(bytes: nil, limit: .max)) }
      counts.append(count)
      product = next
    }
    return counts
  }
}

/// The compression and checksum filters of an array.
enum Filters {
  /// Filters that h5py, PyTables and hdf5plugin use and that are not built in, by their registered numbers.
  private static let names: [Int32: String] = [
    305: "LZO", 307: "bzip2", 32000: "LZF", 32001: "Blosc", 32004: "LZ4", 32008: "bitshuffle", 32013: "ZFP",
    32015: "Zstandard", 32017: "SZ", 32026: "Blosc2",
  ]

  static func check(_ creation: hid_t, at place: Place) throws(HDF5Error) {
    for index in 0..<(try place.call(H5Pget_nfilters(creation))) {
      var flags: UInt32 = 0
      var parameters = 0
      let filter = try place.call(H5Pget_filter2(creation, UInt32(index), &flags, &parameters, nil, 0, nil, nil))
      if H5Zfilter_avail(filter) <= 0 {
        throw place.error(.filter(names[filter] ?? "filter number \(filter)"))
      }
    }
  }
}
