import Glibc
import Sandbox

/// An HDF5 file opened for reading.
///
/// Files may come from anyone: nothing outside the file is opened (external links and storage, virtual data sets and
/// plug-ins are refused), no array is allocated before its declared size was checked, and the C library touches the
/// file only in a process of its own (`RemoteFile`), so that no bytes in it can crash or corrupt this one.
/// One thread at a time; other threads open their own.
public final class HDF5File {
  /// Who wrote a file.
  public enum Origin: Sendable {
    /// This program, at a place where nobody else writes: read in this process, which saves the start of another.
    case ourselves
    case anyone
  }

  private enum Access {
    case here(LocalFile)
    case apart(RemoteFile)
  }

  public let path: String
  /// The most memory one array may take, in bytes.
  public let budget: Int
  private let access: Access

  /// The budget unless the caller says otherwise: 8 GiB.
  public static let defaultBudget = 8 << 30

  /// Opens a file.
  ///
  /// - Throws: `missingFile`, `notARegularFile`, `system`, `locked`, `notHDF5`, `oldMatlab`, `truncated` or `damaged`.
  public convenience init(
    reading path: String, from origin: Origin = .anyone, budget: Int = HDF5File.defaultBudget
  ) throws(HDF5Error) {
    try self.init(reading: path, budget: budget, by: origin == .anyone ? Sandbox.launch(of: .hdf5) : nil)
  }

  /// - Parameter launch: how the process that reads is started; nil where this one does.
  init(reading path: String, budget: Int, by launch: SandboxLaunch?) throws(HDF5Error) {
    self.path = path
    self.budget = budget
    try Self.checkRegular(Place(file: path, object: nil))
    if let launch {
      access = .apart(try RemoteFile(reading: path, budget: budget, by: launch))
    } else {
      access = .here(try LocalFile(reading: path, budget: budget))
    }
  }

  /// Handles of the library this process holds open. Nought whenever no file is being read here or written.
  public static var openHandleCount: Int { HDF5Library.handleCount }

  /// The version of the C library.
  public static var libraryVersion: String { HDF5Library.version }

  func error(_ cause: HDF5Error.Cause, at object: String?) -> HDF5Error {
    HDF5Error(file: path, object: object, cause: cause)
  }

  func ask(_ request: Request) throws(HDF5Error) -> Reply {
    switch access {
    case .here(let file): try file.answer(request)
    case .apart(let file): try file.ask(request)
    }
  }

  /// Fills memory with numbers of an array; the size has been asked for before.
  func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from array: String, rows: Range<Int>?, as kind: HDF5ElementKind
  ) throws(HDF5Error) {
    switch access {
    case .here(let file): try file.openArray(array).read(into: buffer, rows: rows, as: kind)
    case .apart(let file): try file.fill(buffer, request: .numbers(of: array, rows: rows, as: kind))
    }
  }

  private static func checkRegular(_ place: Place) throws(HDF5Error) {
    guard !place.file.isEmpty, !place.file.utf8.contains(0) else { throw place.error(.unusableName(place.file)) }
    var status = stat()
    guard stat(place.file, &status) == 0 else {
      throw place.error(errno == ENOENT || errno == ENOTDIR ? .missingFile : .system(String(cString: strerror(errno))))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw place.error(.notARegularFile) }
    // The library's own message for this hides the system's words in the middle of a long line.
    guard Glibc.access(place.file, R_OK) == 0 else { throw place.error(.system(String(cString: strerror(errno)))) }
  }
}

extension HDF5File {
  /// Whether a file begins like an HDF5 file, be it after a block of a user's own as MATLAB writes it.
  public static func hasSignature(_ path: String) -> Bool {
    guard let file = fopen(path, "rb") else { return false }
    defer { fclose(file) }
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
    return [0, 512, 1024, 2048].contains { offset in
      var bytes = [UInt8](repeating: 0, count: signature.count)
      return fseek(file, offset, SEEK_SET) == 0 && fread(&bytes, 1, bytes.count, file) == bytes.count
        && bytes == signature
    }
  }
}
