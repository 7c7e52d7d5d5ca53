import HDF5

/// Writes data sets in the layout of the reference: `train_data`, `valid_data`, `test_data`, …, compressed.
public enum DatasetWriter {
  /// What the files say of themselves, so that they are not taken for another program's.
  static let format = "lfads-repl data"

  /// Writes each session into a file: `path` for one, `path_NAME` for each of several.
  ///
  /// - Parameter place: where a file really goes, given the path it is to have.
  /// - Throws: `DatasetError`, or what `place` throws.
  public static func write(
    _ dataset: Dataset, to path: String, placing place: (String) throws -> String = { $0 }
  ) throws {
    for session in dataset.sessions {
      try write(session, to: try place(dataset.sessions.count == 1 ? path : path + "_" + session.name))
    }
  }

  /// Writes one session, atomically.
  ///
  /// - Parameters:
  ///   - compression: of counts and whole numbers.
  ///   - mode: the rights of a new file, less the umask.
  public static func write(
    _ session: Session, to path: String, compression: HDF5Compression = .gzip, mode: UInt32 = 0o666
  ) throws(DatasetError) {
    // What has to be computed or read comes first, so that its errors are its own.
    var late: [(name: String, values: [Double], shape: [Int])] = []
    for split in session.splits {
      for array in split.arrays.values where !array.isSmall {
        late.append((array.fileName, try array.doubles(), array.shape))
      }
    }
    for array in session.arrays.values where !array.isSmall {
      late.append((array.fileName, try array.doubles(), array.shape))
    }
    do {
      try HDF5File.write(to: path, mode: mode) { (writer) throws(HDF5Error) in
        try writer.attribute("format", format)
        for split in session.splits { try write(split, of: session, with: writer, compression) }
        for array in session.arrays.values where array.isSmall { try write(array, with: writer) }
        for array in late {
          try writer.write(array.values, shape: array.shape, at: array.name, compression: realCompression)
        }
        try writeScalars(of: session, with: writer)
      }
    } catch {
      throw DatasetError(error)
    }
  }

  /// Mantissas of real numbers hardly pack; the fastest level gets nearly all there is.
  private static let realCompression = HDF5Compression.deflate(level: 1)

  private static func write(
    _ split: Split, of session: Session, with writer: HDF5Writer, _ compression: HDF5Compression
  ) throws(HDF5Error) {
    func name(_ array: String) -> String { ArrayName.fileName(array, of: split.name) }
    let data = split.data
    switch data.storage {
    case .uint8(let values): try writer.write(values, shape: data.shape, at: name("data"), compression: compression)
    case .uint16(let values): try writer.write(values, shape: data.shape, at: name("data"), compression: compression)
    case .int32(let values): try writer.write(values, shape: data.shape, at: name("data"), compression: compression)
    case .float(let values): try writer.write(values, shape: data.shape, at: name("data"), compression: compression)
    }
    if let input = split.externalInput {
      let shape = [input.trials, input.bins, input.inputs]
      // Labels and the like are whole numbers, as the reference's are.
      if input.values.allSatisfy({ $0 == $0.rounded() && abs($0) < 0x1p53 }) {
        try writer.write(input.values.map { Int64($0) }, shape: shape, at: name("ext_input"))
      } else {
        try writer.write(input.values, shape: shape, at: name("ext_input"))
      }
    }
    for array in split.arrays.values where array.isSmall { try write(array, with: writer) }
    let first = session.splits.prefix { $0.name != split.name }.reduce(0) { $0 + $1.trials }
    if split.index != Array(first..<(first + split.trials)) || session.isInterleaved {
      try writer.write(split.index, shape: [split.trials], at: name("inds"))
    }
  }

  private static func write(_ array: StoredArray, with writer: HDF5Writer) throws(HDF5Error) {
    switch array.source {
    case .integers(let values): try writer.write(values, shape: array.shape, at: array.fileName)
    case .reals(let values): try writer.write(values, shape: array.shape, at: array.fileName)
    case .floats(let values): try writer.write(values, shape: array.shape, at: array.fileName)
    case .texts(let texts): try writer.write(texts, shape: array.shape, at: array.fileName)
    case .file, .made: break
    }
  }

  private static func writeScalars(of session: Session, with writer: HDF5Writer) throws(HDF5Error) {
    if let dt = session.dt { try writer.write(dt, at: "dt") }
    if let factor = session.conversionFactor {
      try writer.write(factor, at: "conversion_factor")
    }
    if session.truthPerRate != session.conversionFactor ?? 1 {
      try writer.attribute(SessionReader.truthPerRate, session.truthPerRate)
    }
    if let alignment = session.alignment {
      let (channels, factors) = (alignment.channels, alignment.factors)
      try writer.write(alignment.matrix, shape: [channels, factors], at: "alignment_matrix_cxf")
      try writer.write(alignment.bias, shape: [channels], at: "alignment_bias_c")
    }
  }
}

extension StoredArray {
  /// Whether the elements are at hand.
  fileprivate var isSmall: Bool {
    switch source {
    case .integers, .reals, .floats, .texts: true
    case .file, .made: false
    }
  }
}

extension Session {
  /// Whether the trials of the splits lie among each other in the recording.
  fileprivate var isInterleaved: Bool {
    splits.flatMap(\.index) != Array(0..<trials)
  }
}
