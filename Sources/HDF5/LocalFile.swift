import CHDF5
import Glibc

/// A file opened by the library in this process.
final class LocalFile {
  let path: String
  let budget: Int
  let handle: Handle

  init(reading path: String, budget: Int) throws(HDF5Error) {
    self.path = path
    self.budget = budget
    let place = Place(file: path, object: nil)
    let access = try place.open(H5Pclose, H5Pcreate(lfads_H5P_FILE_ACCESS()))
    // Locks keep us from reading what another program is writing; where the file system has none, go on without.
    try place.call(H5Pset_file_locking(access.id, true, true))
    do {
      handle = try place.open(H5Fclose, H5Fopen(path, lfads_H5F_ACC_RDONLY(), access.id))
    } catch {
      throw place.error(Self.cause(ofFailedOpening: error.cause, path: path))
    }
  }

  func place(_ object: String?) -> Place { Place(file: path, object: object) }

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
