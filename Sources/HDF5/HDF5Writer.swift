import CHDF5
import Files
import Synchronization
import Tensors

/// How an array is stored.
public enum HDF5Compression: Sendable, Equatable {
  case none
  /// gzip, 1 (fast) … 9 (small).
  case deflate(level: Int)

  /// h5py's `compression="gzip"`.
  public static let gzip = HDF5Compression.deflate(level: 4)
}

extension HDF5File {
  /// Writes a file atomically: after an error, or a crash at any moment, the old file is still there and nothing else.
  ///
  /// The library builds the file in memory, so that no failing disk can reach it; the finished bytes are then written,
  /// read back, synced and put in place by `AtomicFile`. The memory it takes is the size of the file, compressed.
  ///
  /// - Parameter mode: the rights of a new file, less the umask.
  public static func write(
    to path: String, mode: UInt32 = 0o666, _ body: (HDF5Writer) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    func system<R>(_ step: () throws(AtomicFile.WriteError) -> R) throws(HDF5Error) -> R {
      do { return try step() } catch { throw HDF5Error(file: path, object: nil, cause: .system(error.reason)) }
    }
    let file = try system { () throws(AtomicFile.WriteError) in try AtomicFile(replacing: path, mode: mode) }
    try HDF5Writer.withImage(naming: path, body) { (image) throws(HDF5Error) in
      try system { () throws(AtomicFile.WriteError) in try file.write(image) }
    }
    try system { () throws(AtomicFile.WriteError) in try file.commit() }
  }
}

/// Writes groups, arrays and attributes into a new file. Groups on the way to an array are made as needed.
public final class HDF5Writer {
  /// The library's number of the file, which `withImage` owns.
  let file: hid_t
  let path: String

  /// The memory of the file grows by so many bytes at a time.
  private static let growth = 1 << 20
  /// Numbers the files in memory.
  private static let images = Atomic<UInt64>(0)

  private init(file: hid_t, path: String) {
    self.file = file
    self.path = path
  }

  /// Makes a file in memory, lets `body` fill it, lends its bytes to `use`, and sees everything closed without an error.
  ///
  /// - Parameter path: the file's name in errors.
  static func withImage(
    naming path: String, _ body: (HDF5Writer) throws(HDF5Error) -> Void,
    _ use: (UnsafeRawBufferPointer) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let place = Place(file: path, object: nil)
    let access = try place.open(H5Pclose, H5Pcreate(lfads_H5P_FILE_ACCESS()))
    try place.call(H5Pset_fapl_core(access.id, growth, false))
    // The driver looks for a file of the name, which must not be found, and takes two of one name for the same.
    let name = "/dev/null/\(images.add(1, ordering: .relaxed).newValue)"
    let file = try place.open(
      H5Fclose, H5Fcreate(name, lfads_H5F_ACC_TRUNC(), lfads_H5P_DEFAULT(), access.id))
    try body(HDF5Writer(file: file.id, path: path))
    try place.call(H5Fflush(file.id, H5F_SCOPE_GLOBAL))
    // The driver's handle is the place where it keeps the address of the bytes; the flush made them as many as there
    // are in the file.
    let count = try place.call(H5Fget_file_image(file.id, nil, 0))
    var handle: UnsafeMutableRawPointer?
    try place.call(H5Fget_vfd_handle(file.id, lfads_H5P_DEFAULT(), &handle))
    guard let bytes = handle?.load(as: UnsafeRawPointer?.self) else {
      throw place.error(.library(["the library lost the file's bytes"]))
    }
    try use(UnsafeRawBufferPointer(start: bytes, count: count))
    try file.close(at: place)
  }

  func place(_ object: String) -> Place { Place(file: path, object: object) }

  /// Makes a group, and those above it.
  public func group(_ path: String) throws(HDF5Error) {
    let place = place(path)
    let path = try checked(path, at: place)
    let link = try linkCreation(place)
    let all = lfads_H5P_DEFAULT()
    try place.open(H5Gclose, H5Gcreate2(file, path, link.id, all, all)).close(at: place)
  }

  /// Writes numbers in row-major order; an empty shape makes a scalar.
  ///
  /// - Precondition: the number of values is the product of `shape`.
  public func write<Element: HDF5Element>(
    _ values: [Element], shape: [Int], at path: String, compression: HDF5Compression = .gzip
  ) throws(HDF5Error) {
    try values.withUnsafeBufferPointer { (values) throws(HDF5Error) in
      try write(values, shape: shape, at: path, compression: compression)
    }
  }

  /// Writes numbers from memory the caller owns.
  ///
  /// - Parameter kind: the number type in the file, by default that of the memory; the library converts piece by piece.
  public func write<Element: HDF5Element>(
    _ values: UnsafeBufferPointer<Element>, shape: [Int], storedAs kind: HDF5ElementKind = Element.elementKind,
    at path: String, compression: HDF5Compression = .gzip
  ) throws(HDF5Error) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) elements do not fill \(shape)")
    let dataset = try create(
      path, type: kind.nativeType, elementBytes: kind.bytes, shape: shape, compression: compression)
    let place = place(path)
    if let base = values.baseAddress, !values.isEmpty {
      let all = lfads_H5S_ALL()
      try place.call(H5Dwrite(dataset.id, Element.elementKind.nativeType, all, all, lfads_H5P_DEFAULT(), base))
    }
    try dataset.close(at: place)
  }

  /// Writes one number.
  public func write<Element: HDF5Element>(_ value: Element, at path: String) throws(HDF5Error) {
    try write([value], shape: [], at: path, compression: .none)
  }

  /// Writes bools as h5py does: an 8-bit enumeration of FALSE and TRUE.
  public func write(
    _ values: [Bool], shape: [Int], at path: String, compression: HDF5Compression = .gzip
  ) throws(HDF5Error) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) elements do not fill \(shape)")
    let place = place(path)
    let type = try place.open(H5Tclose, H5Tenum_create(lfads_H5T_NATIVE_INT8()))
    for (name, value) in [("FALSE", 0), ("TRUE", 1)] as [(String, Int8)] {
      var value = value
      try place.call(H5Tenum_insert(type.id, name, &value))
    }
    let dataset = try create(path, type: type.id, elementBytes: 1, shape: shape, compression: compression)
    if !values.isEmpty {
      let bytes = values.map { $0 ? Int8(1) : 0 }
      let all = lfads_H5S_ALL()
      try place.call(H5Dwrite(dataset.id, type.id, all, all, lfads_H5P_DEFAULT(), bytes))
    }
    try dataset.close(at: place)
  }

  /// Writes strings as h5py does: UTF-8 of any length.
  public func write(_ strings: [String], shape: [Int], at path: String) throws(HDF5Error) {
    precondition(strings.count == shape.reduce(1, *), "\(strings.count) strings do not fill \(shape)")
    let place = place(path)
    let type = try TextType.variable(at: place)
    let dataset = try create(path, type: type.id, elementBytes: 16, shape: shape, compression: .none)
    if !strings.isEmpty {
      let all = lfads_H5S_ALL()
      try TextType.withCStrings(strings) { (pointers) throws(HDF5Error) in
        try place.call(H5Dwrite(dataset.id, type.id, all, all, lfads_H5P_DEFAULT(), pointers))
      }
    }
    try dataset.close(at: place)
  }

  /// Writes a tensor in its own element type, with the names of its axes.
  public func write(_ tensor: Tensor, at path: String, compression: HDF5Compression = .gzip) throws(HDF5Error) {
    switch tensor.storage {
    case .float(let values): try write(values, shape: tensor.shape, at: path, compression: compression)
    case .double(let values): try write(values, shape: tensor.shape, at: path, compression: compression)
    case .bool(let values): try write(values, shape: tensor.shape, at: path, compression: compression)
    }
    try nameAxes(tensor.axes, of: path)
  }

  /// Writes a tensor of numbers as another number type, without the names of its axes.
  public func write(
    _ tensor: Tensor, storedAs kind: HDF5ElementKind, at path: String, compression: HDF5Compression = .gzip
  ) throws(HDF5Error) {
    func write<Element: HDF5Element>(_ values: [Element]) throws(HDF5Error) {
      try values.withUnsafeBufferPointer { (values) throws(HDF5Error) in
        try self.write(values, shape: tensor.shape, storedAs: kind, at: path, compression: compression)
      }
    }
    if case .float(let values) = tensor.storage { try write(values) } else { try write(tensor.doubles) }
  }

  private func create(
    _ path: String, type: hid_t, elementBytes: Int, shape: [Int], compression: HDF5Compression
  ) throws(HDF5Error) -> Handle {
    let place = place(path)
    let extents = shape.map { hsize_t($0) }
    let space = try place.open(
      H5Sclose, shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), extents, nil))
    let creation = try place.open(H5Pclose, H5Pcreate(lfads_H5P_DATASET_CREATE()))
    if case .deflate(let level) = compression, !shape.isEmpty, !shape.contains(0) {
      let chunk = Self.chunk(of: shape, elementBytes: elementBytes).map { hsize_t($0) }
      try place.call(H5Pset_chunk(creation.id, Int32(chunk.count), chunk))
      try place.call(H5Pset_deflate(creation.id, UInt32(level)))
    }
    let path = try checked(path, at: place)
    let link = try linkCreation(place)
    return try place.open(
      H5Dclose, H5Dcreate2(file, path, type, space.id, link.id, creation.id, lfads_H5P_DEFAULT()))
  }

  /// Chunks of at most half the library's chunk cache of 1 MiB, cut from the slowest axis on, so that reading some
  /// rows unpacks little else.
  static func chunk(of shape: [Int], elementBytes: Int) -> [Int] {
    var chunk = shape
    for axis in chunk.indices {
      let rest = chunk[(axis + 1)...].reduce(elementBytes, *)
      chunk[axis] = max(1, min(chunk[axis], (512 << 10) / rest))
      if chunk[axis] > 1 { break }
    }
    return chunk
  }

  private func linkCreation(_ place: Place) throws(HDF5Error) -> Handle {
    let link = try place.open(H5Pclose, H5Pcreate(lfads_H5P_LINK_CREATE()))
    try place.call(H5Pset_create_intermediate_group(link.id, 1))
    return link
  }

  func checked(_ name: String, at place: Place) throws(HDF5Error) -> String {
    guard !name.isEmpty, !name.utf8.contains(0) else { throw place.error(.unusableName(name)) }
    return name
  }
}
