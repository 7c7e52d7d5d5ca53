import Files
import Glibc
import HDF5
import Tensors

/// What a file of arrays held under a name.
public enum ArrayFileValue: Equatable, Sendable {
  case number(Double)
  case tensor(Tensor)
  case text(String)
  case texts([String])
  /// Columns by their names, in order.
  case columns([(name: String, value: ArrayFileValue)])

  public static func == (left: ArrayFileValue, right: ArrayFileValue) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.texts(let a), .texts(let b)): a == b
    case (.columns(let a), .columns(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    default: false
    }
  }
}

/// Arrays in files that other programs write and read.
///
/// Files may come from anyone: sizes are checked before memory is taken for them, nothing outside the file is opened.
public enum ArrayFile {
  /// What is asked for within a file.
  public enum Name: Equatable, Sendable {
    case name(String)
    case position(Int)
  }

  /// The most memory an array may take, in bytes.
  public static let budget = HDF5File.defaultBudget

  /// Reads an array. What kind of file it is, is seen from how it begins, and of a table from its name.
  ///
  /// - Parameters:
  ///   - name: the array of an HDF5 or MATLAB file, by its path, or the column of a table; nil where there is one only.
  ///   - hasHeader: whether the first line of a table holds names; nil to find out.
  public static func read(
    _ path: String, _ name: Name? = nil, hasHeader: Bool? = nil
  ) throws(ArrayFileError) -> ArrayFileValue {
    let start = try FileBytes.beginning(of: path, count: NPYHeader.magic.count)
    let ending = FileName.ending(of: path)
    if start == NPYHeader.magic {
      guard name == nil else { throw ArrayFileError(file: path, cause: .noNames) }
      return try NPYFile.read(path)
    }
    if HDF5File.hasSignature(path) || ["h5", "hdf5", "mat"].contains(ending) {
      return try HDF5ArrayFile(path).read(name)
    }
    guard ["csv", "tsv", "txt"].contains(ending) else {
      throw ArrayFileError(file: path, cause: ending == "npy" ? .notNPY : .unknownKind)
    }
    return try CSVFile(path, hasHeader: hasHeader).read(name)
  }

  /// A file that holds one tensor and nothing else.
  public enum Kind: String, CaseIterable, Sendable {
    case npy, csv
    case hdf5 = "h5"
  }

  /// Writes a tensor, whole or not at all.
  public static func write(_ tensor: Tensor, as kind: Kind, to path: String) throws(ArrayFileError) {
    func write(_ bytes: [UInt8]) throws(ArrayFileError) {
      do { try AtomicFile.write(bytes, to: path) } catch {
        throw ArrayFileError(file: path, cause: .system(error.reason))
      }
    }
    switch kind {
    case .npy: try write(NPYFile.bytes(of: tensor))
    case .csv: try write(try CSVFile.bytes(of: tensor, path: path))
    case .hdf5:
      do {
        try HDF5File.write(to: path) { writer throws(HDF5Error) in try writer.write(tensor, at: HDF5ArrayFile.ownName) }
      } catch {
        throw ArrayFileError(file: path, cause: .hdf5(error))
      }
    }
  }
}

/// Bytes of files.
enum FileBytes {
  /// The first bytes of a file, fewer where it is shorter.
  static func beginning(of path: String, count: Int) throws(ArrayFileError) -> [UInt8] {
    try read(path, upTo: count)
  }

  /// All bytes of a file.
  static func all(of path: String) throws(ArrayFileError) -> [UInt8] { try read(path, upTo: nil) }

  private static func read(_ path: String, upTo count: Int?) throws(ArrayFileError) -> [UInt8] {
    func failure(_ cause: ArrayFileError.Cause) -> ArrayFileError { ArrayFileError(file: path, cause: cause) }
    func system() -> ArrayFileError { failure(.system(String(cString: strerror(errno)))) }
    // Not to wait for the other end of a pipe.
    let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? failure(.missingFile) : system() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw system() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(.notARegularFile) }
    let size = min(Int(status.st_size), count ?? Int.max)
    guard size <= ArrayFile.budget else { throw failure(.tooLarge(bytes: size, limit: ArrayFile.budget)) }
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count < 0, errno == EINTR { continue }
        isRead = count >= 0
        guard count > 0 else { break }
        filled += count
      }
    }
    guard isRead else { throw system() }
    return bytes
  }
}
