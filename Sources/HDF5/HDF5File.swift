import CHDF5

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// An HDF5 file opened for reading.
///
/// Files may come from anyone: nothing outside the file is opened (external links and storage, virtual data sets and
/// plug-ins are refused), and no array is allocated before its declared size was checked.
/// One thread at a time; other threads open their own.
public final class HDF5File {
  public let path: String
  /// The most memory one array may take, in bytes.
  public let budget: Int
  let handle: Handle

  /// The budget unless the caller says otherwise: 8 GiB.
  public static let defaultBudget = 8 << 30

  /// Opens a file.
  ///
  /// - Throws: `missingFile`, `notARegularFile`, `system`, `locked`, `notHDF5`, `oldMatlab`, `truncated` or `damaged`.
  public init(reading path: String, budget: Int = HDF5File.defaultBudget) throws(HDF5Error) {
    self.path = path
    self.budget = budget
    let place = Place(file: path, object: nil)
    try Self.checkRegular(place)
    let access = try place.open(H5Pclose, H5Pcreate(lfads_H5P_FILE_ACCESS()))
    // Locks keep us from reading what another program is writing; where the file system has none, go on without.
    try place.call(H5Pset_file_locking(access.id, true, true))
    do {
      handle = try place.open(H5Fclose, H5Fopen(path, lfads_H5F_ACC_RDONLY(), access.id))
    } catch {
      throw place.error(Self.cause(ofFailedOpening: error.cause, path: path))
    }
  }

  /// Handles of the library this process holds open. Nought whenever no `HDF5File` is alive.
  public static var openHandleCount: Int { HDF5Library.handleCount }

  func place(_ object: String?) -> Place { Place(file: path, object: object) }

  private static func checkRegular(_ place: Place) throws(HDF5Error) {
    guard !place.file.isEmpty, !place.file.utf8.contains(0) else { throw place.error(.unusableName(place.file)) }
    var status = stat()
    guard stat(place.file, &status) == 0 else {
      throw place.error(errno == ENOENT || errno == ENOTDIR ? .missingFile : .system(String(cString: strerror(errno))))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw place.error(.notARegularFile) }
    // The library's own message for this hides the system's words in the middle of a long line.
    guard access(place.file, R_OK) == 0 else { throw place.error(.system(String(cString: strerror(errno)))) }
  }

  /// What the library's messages mean.
  private static func cause(ofFailedOpening cause: HDF5Error.Cause, path: String) -> HDF5Error.Cause {
    guard case .library(let words) = cause else { return cause }
    func says(_ text: String) -> Bool { words.contains { $0.contains(text) } }
    if says("unable to lock file") { return .locked }
    if says("truncated file") { return .truncated }
    guard says("file signature not found") else { return .damaged(words) }
    return beginning(of: path, bytes: 10) == Array("MATLAB 5.0".utf8) ? .oldMatlab : .notHDF5
  }

  private static func beginning(of path: String, bytes: Int) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    return [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
      count = fread(buffer.baseAddress, 1, bytes, file)
    }
  }
}
