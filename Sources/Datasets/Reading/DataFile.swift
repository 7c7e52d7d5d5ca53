import Files
import HDF5

/// A data file opened: its arrays with their axes in Python's order, and whose names they bear.
struct DataFile {
  let path: String
  let layout: DatasetLayout
  /// MATLAB stores the first axis fastest, so in its files the axes come in reverse.
  let isMatlab: Bool
  /// The arrays at the root that can be read, by their names.
  let arrays: [String: HDF5ArrayInfo]
  private let file: HDF5File
  private let identity: FileIdentity
  /// What is there but cannot be read, which matters only if it is needed.
  private let refused: [String: HDF5Error.Cause]

  /// Arrays of up to so many elements are read at once, larger ones when they are asked for.
  private static let smallArray = 1 << 20

  init(_ path: String, layouts: [DatasetLayout], from origin: HDF5File.Origin = .anyone) throws(DatasetError) {
    self.path = path
    do throws(HDF5Error) {
      file = try HDF5File(reading: path, from: origin)
      guard let identity = FileIdentity(path) else { throw HDF5Error(file: path, object: nil, cause: .missingFile) }
      self.identity = identity
      var arrays: [String: HDF5ArrayInfo] = [:]
      var refused: [String: HDF5Error.Cause] = [:]
      for child in try file.children() {
        switch child.kind {
        case .array(let info): arrays[child.name] = info
        case .refused(let cause): refused[child.name] = cause
        case .group: break
        }
      }
      self.arrays = arrays
      self.refused = refused
      // MATLAB marks every array it saves.
      if let first = arrays.keys.min() {
        isMatlab = try file.attribute("MATLAB_class", of: first) != nil
      } else {
        isMatlab = false
      }
      let outline = DatasetLayout.Outline(
        fileName: String(path.split(separator: "/").last ?? ""), arrays: Set(arrays.keys).union(refused.keys))
      let isOurs = try file.attribute("format")?.text == DatasetWriter.format
      layout = isOurs ? .reference : (layouts + [.reference]).first { $0.recognises(outline) } ?? .reference
    } catch {
      throw DatasetError(error)
    }
  }

  /// Every name at the root, readable or not.
  var names: Set<String> { Set(arrays.keys).union(refused.keys) }

  /// A number that hangs on the file itself.
  func attribute(_ name: String) throws(DatasetError) -> Double? {
    do { return try file.attribute(name)?.number } catch { throw DatasetError(error) }
  }

  /// The extents of an array in Python's order.
  ///
  /// - Throws: why it cannot be read, where it is there but refused.
  func shape(_ name: String) throws(DatasetError) -> [Int] {
    if let info = arrays[name] { return isMatlab ? info.shape.reversed() : info.shape }
    throw DatasetError(
      file: path, object: name, cause: .file(refused[name] ?? .noSuchObject(available: arrays.keys.sorted())))
  }

  /// Numbers, converted to doubles or floats.
  func numbers<Element: HDF5Element>(_ name: String, as type: Element.Type) throws(DatasetError) -> HDF5Array<Element> {
    do {
      let read = try file.read(name, as: type)
      return isMatlab ? read.reversingAxes() : read
    } catch {
      throw DatasetError(error)
    }
  }

  /// [trial, time, neuron] in the narrowest type that holds every element: bytes are tried first, and the first
  /// element that does not fit says what to try next. At no time is there a wider copy of the whole.
  func observations(_ name: String) throws(DatasetError) -> Observations {
    let shape = try shape(name)
    guard shape.count == 3 else {
      throw DatasetError(file: path, object: name, cause: .rank(shape: shape, axes: "[trial, time, neuron]"))
    }
    guard !shape.contains(0) else { throw DatasetError(file: path, object: name, cause: .empty(shape: shape)) }
    let storage: Observations.Storage =
      if let bytes = try fitting(name, UInt8.self) {
        .uint8(bytes)
      } else if let words = try fitting(name, UInt16.self) {
        .uint16(words)
      } else if let integers = try fitting(name, Int32.self) {
        .int32(integers)
      } else {
        .float(try numbers(name, as: Float.self).values)
      }
    let data = Observations(storage, trials: shape[0], bins: shape[1], channels: shape[2])
    if let cause = data.fault { throw DatasetError(file: path, object: name, cause: cause) }
    return data
  }

  /// The array in an integer type, or nil where that cannot hold it.
  private func fitting<Count: HDF5Element>(_ name: String, _ type: Count.Type) throws(DatasetError) -> [Count]? {
    do {
      return try numbers(name, as: type).values
    } catch {
      if case .file(.unrepresentable) = error.cause { return nil }
      throw error
    }
  }

  /// Any array, to be carried along: nil where it cannot be read.
  func stored(_ name: String) throws(DatasetError) -> StoredArray? {
    guard let info = arrays[name] else { return nil }
    let shape = try shape(name)
    func made(_ source: StoredArray.Source) -> StoredArray { StoredArray(source, shape: shape, fileName: name) }
    if info.elements.isString {
      do { return made(.texts(try file.readStrings(name).values)) } catch { throw DatasetError(error) }
    }
    guard info.elements.isNumeric else { return nil }
    guard info.count <= Self.smallArray else {
      return made(.file(FileSource(path: path, identity: identity), array: name, reversed: isMatlab))
    }
    if case .float = info.elements { return made(.reals(try numbers(name, as: Double.self).values)) }
    guard let integers = try fitting(name, Int64.self) else {
      return made(.reals(try numbers(name, as: Double.self).values))
    }
    return made(.integers(integers))
  }
}
